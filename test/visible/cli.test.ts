import { IisError } from "../../provider/errors";
import { reportFormats } from "../../provider/report/write-report";
import type { Transport } from "../../provider/transport/transport";
import { escapeAttribute } from "../../provider/xml/escape";
import { makeServers, type Servers } from "../cli/servers";
import { poolsConfig } from "../emulator/memory-world";
import { load } from "../pool-file/memory-files";
import { commands, controls, expectVisible, hidden } from "./canaries";

// Together, because visible-text.test.ts has each of them alone. Paths with a NUL fail in a way of their own.
const nul = "a\u0000b";
const allHidden = hidden.join("");
const allControls = controls.filter((text) => text !== nul).join("");

let servers: Servers;

afterEach(() => {
  servers.dispose();
});

/** Windows allows no = in the name of a variable. */
const variableOf = (text: string): string => text.replaceAll("=", "-");

/** A server whose pool has the text as name, values and the name of a variable, as far as a configuration can hold it. */
const configOf = (text: string): string => {
  const texts = {
    NAME: text.replace(/[\\/"|<>:*?\][+=;,@&]|\p{Cc}/gu, "-"),
    VARIABLE: variableOf(text),
    TEXT: text,
  };
  const config = poolsConfig(`<add name="{NAME}" />
<add name="Shop" CLRConfigFile="{TEXT}" managedRuntimeVersion="{TEXT}">
<processModel identityType="SpecificUser" userName="{TEXT}" password="secret" />
<environmentVariables><add name="{VARIABLE}" value="{TEXT}" /></environmentVariables></add>`);
  return config.replace(/\{(NAME|VARIABLE|TEXT)\}/g, (_, key: keyof typeof texts) => escapeAttribute(texts[key]));
};

/** Pool files in which the text stands wherever a text can stand. */
const filesOf = (text: string): string => {
  const quoted = JSON.stringify(text);
  return `version: 1
hosts:
  ${quoted}: { configFile: ./web.config }
pools:
  Shop:
    CLRConfigFile: ${JSON.stringify(`${text}!`)}
    processModel: { identityType: SpecificUser, userName: CORP\\me, password: "\${env:SHOP}" }
    environmentVariables: { ${JSON.stringify(variableOf(text))}: other }
drift: { ignore: [ { path: queueLength, reason: ${quoted} } ] }
`;
};

const faultyOf = (text: string): string => {
  const quoted = JSON.stringify(text);
  return `version: 1
include: [${quoted}]
${quoted}: 1
pools:
  ${quoted}: { queueLength: ${quoted}, ${quoted}: 1 }
  Shop: { processModel: { password: ${JSON.stringify(`\${env:${text}}`)} } }
`;
};

async function seen(argv: readonly string[], isColoured = false): Promise<{ stdout: string; stderr: string }> {
  const around = { env: { SHOP: "secret" }, isTerminal: false, answer: "no" };
  const { stdout, stderr } = await servers.call(argv, around);
  expectVisible(stderr);
  // In one log, whichever comes first.
  expectVisible(stdout + stderr, { isColoured });
  expectVisible(stderr + stdout, { isColoured });
  return { stdout, stderr };
}

describe.each([...commands, allHidden])("where %j stands in files and on a server", (text) => {
  beforeEach(() => {
    servers = makeServers({ web: configOf(text) });
    servers.write("pools.yaml", filesOf(text));
  });

  it.each(reportFormats)("a report as %s shows nothing of it as it is", async (format) => {
    for (const verb of ["plan", "drift", "lint", "validate"]) {
      const { stdout } = await seen([verb, "--format", format]);
      expect(stdout).not.toBe("");
      await seen([verb, "--format", format, "--output", "report"]);
      expectVisible(servers.read("report"));
    }
  });

  it("a report in colour shows its own colours only", async () => {
    const { stdout } = await seen(["plan", "--color", "always"], true);
    expect(stdout).toContain("\u001b[");
    await seen(["drift", "--color", "always"], true);
  });

  it("reports for programs still have the text itself", async () => {
    const { stdout } = await seen(["plan", "--format", "json"]);
    const { hosts } = JSON.parse(stdout) as {
      hosts: { host: string; changes: { settings: { from?: unknown }[] }[] }[];
    };
    expect(hosts[0]?.host).toBe(text);
    expect(hosts[0]?.changes[0]?.settings.map(({ from }) => from)).toContain(text);
  });

  it("questions, changes and what runs show nothing of it as it is", async () => {
    await seen(["apply"]);
    await seen(["stop", "Shop"]);
    await seen(["apply", "--yes", "--force"]);
    for (const verb of ["ps", "doctor"]) await seen([verb, "--config-file", "web.config"]);
    await seen(["recycle", text, "--config-file", "web.config"]);
    await seen(["plan", "--out", "plan.json"]);
    expectVisible(servers.read("plan.json"));
  });

  it("what is imported shows nothing of it as it is, and means it", async () => {
    const one = ["import", "--config-file", "web.config"];
    const { stdout: yaml } = await seen(one);
    const { files, faults } = load({ "pools.yaml": yaml }, ["pools.yaml"], { secrets: "may be missing" });
    expect(faults).toEqual([]);
    expect(files.pools.find(({ name }) => name === "Shop")?.settings["CLRConfigFile"]).toBe(text);
    await seen([...one, "--format", "typescript"]);
    await seen([...one, "--format", "pulumi"]);
    await seen([...one, "--out", "new.yaml"]);
    expectVisible(servers.read("new.yaml"));
  });
});

describe.each([...commands, allControls, nul, allHidden])("faults that quote %j", (text) => {
  beforeEach(() => {
    servers = makeServers({ web: poolsConfig('<add name="Shop" />') });
    servers.write("faulty.yaml", faultyOf(text));
    servers.write(
      "pools.yaml",
      "version: 1\nhosts: { web: { configFile: ./web.config } }\npools: { Shop: { queueLength: 7 } }\n",
    );
  });

  it.each([
    ["of a file", ["validate", "faulty.yaml"]],
    ["of a file, for programs", ["validate", "faulty.yaml", "--format", "json"]],
    ["of the command line", [text]],
    ["of an option", ["plan", `--${text}`]],
    ["of an option's value", ["plan", "--format", text]],
    ["of a file's name", ["plan", text]],
    ["of a host's name", ["plan", "--host", text]],
    ["of a setting's name", ["explain", text]],
    ["of a pool's name", ["recycle", text, "--files", "pools.yaml"]],
    ["of a pool's name, in a script", ["recycle", text, "--script", "wmi"]],
    ["of a file to write", ["plan", "--output", `nowhere/${text}`]],
    ["of waves", ["apply", "--waves", text, "--settle", text]],
    ["of a metabase", ["import", "--from", text]],
  ])("%s show nothing of it as it is", async (_what, argv) => {
    await seen(argv);
  });

  it("of a server show nothing of it as it is", async () => {
    const { transport } = servers.at("web") as { transport: Transport };
    const fails: Transport["exec"][] = [
      () => Promise.resolve({ exitCode: 5, stdout: `ERROR ( message:${text}\n${text} )` }),
      () => Promise.resolve({ exitCode: 0, stdout: text }),
      () => Promise.reject(new IisError("AUTH_FAILED", { host: "web", problem: `it takes ${text}\n${text}` })),
    ];
    for (const exec of fails) {
      (transport as { exec: Transport["exec"] }).exec = exec;
      for (const argv of [["plan"], ["plan", "--format", "json"], ["drift", "--format", "junit"], ["ps"], ["doctor"]])
        await seen(argv);
    }
  });
});
