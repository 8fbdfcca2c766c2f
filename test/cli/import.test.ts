import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { runInNewContext } from "node:vm";
import * as ts from "typescript";

import { importHost } from "../../provider/engine/verbs/drift-host";
import { checkResource } from "../../provider/pulumi/core/check";
import { Secret } from "../../provider/secret";
import { editorOn } from "../editor";
import { makeServers, sample, type Servers } from "./servers";

const folders = [
  join(__dirname, "../emulator/fixtures"),
  join(__dirname, "../../examples/basic"),
  join(__dirname, "../../../shared/reference/applicationHost"),
];

/** Every applicationHost.config that is at hand; the real ones stand beside the checkout where they are. */
const configs = folders
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
  .filter((file) => file.endsWith(".config"));

let servers: Servers;

afterEach(() => {
  servers.dispose();
});

/** The environment that an imported file asks for, from what the server really has. */
async function environment(): Promise<Record<string, string>> {
  const { transport } = servers.at("lab");
  const { pools, applicationPoolDefaults } = await importHost(transport);
  return Object.fromEntries(
    [...pools, ...(applicationPoolDefaults ? [applicationPoolDefaults] : [])].flatMap(({ settings, secretNames }) =>
      Object.entries(secretNames).map(([path, name]) => [name, (settings[path] as Secret).reveal()]),
    ),
  );
}

function appcmd(...args: string[]): void {
  expect(servers.at("lab").world.appcmd(...args)).toMatchObject({ exitCode: 0 });
}

function setUp(config = sample): void {
  servers = makeServers({ lab: config });
}

const importLab = ["import", "--config-file", "lab.config"];

describe("iispools import, then plan and drift,", () => {
  it("leaves out values that no worker process starts with, and says so", async () => {
    setUp();
    const account = ["/processModel.identityType:SpecificUser", "/processModel.userName:CORP/svc"];
    appcmd("set", "apppool", "DefaultAppPool", "/managedRuntimeVersion:v4.5", ...account, "/processModel.password:x");
    const { code, stdout } = await servers.call(importLab);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^# DefaultAppPool: managedRuntimeVersion is omitted: must be .*, got "v4\.5"; write "v4\.0"/m,
    );
    expect(stdout).toMatch(/^# DefaultAppPool: processModel\.userName is omitted: .* 'CORP\\svc'/m);
    servers.write("pools.yaml", stdout);
    const plan = await servers.call(["plan", "pools.yaml", "--detailed-exitcode"], { env: await environment() });
    expect(plan).toMatchObject({ code: 0 });
  });

  it("has real configurations to be tested on", () => {
    setUp();
    expect(configs.length).toBeGreaterThanOrEqual(2);
  });

  (existsSync(folders[2]!) ? it : it.skip)("has those of real servers", () => {
    setUp();
    expect(configs.map((file) => basename(file))).toContain("server-2012r2.config");
  });

  it.each(configs.map((file) => [basename(file), file]))("finds nothing to do on %s", async (_name, file) => {
    setUp(readFileSync(file, "utf8"));
    const before = servers.at("lab").config();
    expect(await servers.call([...importLab, "--out", "pools.yaml"])).toMatchObject({
      code: 0,
      stdout: "",
    });
    const env = await environment();
    expect(await servers.call(["plan", "pools.yaml", "--detailed-exitcode"], { env })).toMatchObject({ code: 0 });
    expect(await servers.call(["drift", "pools.yaml"], { env })).toMatchObject({ code: 0 });
    expect(servers.at("lab").config()).toBe(before);
  });

  it("finds nothing to do on identities, passwords and inherited entries, and tells no password", async () => {
    setUp();
    const canary = "canary%41\"' end";
    for (const pool of ["Shop", "Shop_", "Managed", "Leftover"]) appcmd("add", "apppool", `/name:${pool}`);
    for (const pool of ["Shop", "Shop_"]) {
      appcmd(
        ...["set", "apppool", pool, "/processModel.identityType:SpecificUser", "/processModel.userName:CORP\\svc"],
        `/processModel.password:${canary.replace("%", "%25")}${pool}`,
      );
    }
    appcmd("set", "apppool", "Managed", "/processModel.identityType:SpecificUser", "/processModel.userName:CORP\\g$");
    appcmd("set", "apppool", "Leftover", "/processModel.identityType:NetworkService", "/processModel.userName:old");
    const { stderr } = await servers.call([...importLab, "--out", "pools.yaml"]);
    const text = servers.read("pools.yaml");
    expect(text + stderr).not.toContain("canary");
    expect(text).toMatch(/password: \$\{env:SHOP_PASSWORD\} # /);
    expect(text).toMatch(/password: \$\{env:SHOP_PASSWORD_2\} # /);
    expect(text).toContain(
      "# Leftover: its identity is not imported: an earlier account is still set (processModel.userName), but identityType NetworkService excludes it.",
    );
    expect(text.match(/password/g)!.length).toBeGreaterThanOrEqual(2);
    const env = await environment();
    expect(Object.keys(env)).toEqual(["SHOP_PASSWORD", "SHOP_PASSWORD_2"]);
    expect(await servers.call(["plan", "pools.yaml", "--detailed-exitcode"], { env })).toMatchObject({ code: 0 });
    const wrong = { ...env, SHOP_PASSWORD: "another" };
    expect(await servers.call(["plan", "pools.yaml", "--detailed-exitcode"], { env: wrong })).toMatchObject({
      code: 2,
    });
    expect(await servers.call(["plan", "pools.yaml"])).toMatchObject({ code: 1 });
  });

  it("declares an identity as a whole where a pool inherits a part of it", async () => {
    setUp();
    const section = "-section:system.applicationHost/applicationPools";
    appcmd("set", "config", section, "/applicationPoolDefaults.processModel.identityType:SpecificUser");
    appcmd("set", "apppool", "DefaultAppPool", "/processModel.userName:CORP\\g$");
    await servers.call([...importLab, "--out", "pools.yaml"]);
    expect(servers.read("pools.yaml")).toMatch(/identityType: SpecificUser\n +userName: CORP\\g\$\n/);
    expect(await servers.call(["plan", "pools.yaml", "--detailed-exitcode"])).toMatchObject({ code: 0 });
  });
});

describe("iispools import", () => {
  it.each([
    ["yaml", "web-*"],
    ["yaml", "a/b"],
    ["typescript", "web?"],
    ["pulumi", "a\\b"],
  ])("refuses as %s a name of a host that no pool file can use: %s", async (format, name) => {
    setUp();
    expect(await servers.call([...importLab, "--as", name, "--format", format])).toMatchObject({
      ...{ code: 1, stdout: "" },
      stderr: "--as: the name of a host cannot contain * ? / \\ or control characters\n",
    });
  });

  it("puts what all pools have in common under defaults, and leaves out what is inherited", async () => {
    setUp();
    for (const pool of ["DefaultAppPool", "Legacy .NET v2.0"]) appcmd("set", "apppool", pool, "/queueLength:2000");
    const { stdout, stderr, code } = await servers.call([...importLab, "--as", "web-01"]);
    expect({ code, stderr: stderr.replace(/\(.*\)/, "(…)") }).toEqual({
      code: 0,
      stderr: "web-01 reading… 2 pools (…)\n",
    });
    expect(stdout).toBe(`# yaml-language-server: $schema=./pools.schema.json
version: 1
hosts:
  web-01: {configFile: ./lab.config}
defaults:
  queueLength: 2000
pools:
  DefaultAppPool: {}
  Legacy .NET v2.0:
    managedRuntimeVersion: v2.0
    managedPipelineMode: Classic
    processModel:
      idleTimeout: 0s
    recycling:
      logEventOnRecycle: [Time, Memory]
      periodicRestart:
        time: 0s
        schedule: ["04:30"]
applicationPoolDefaults:
  managedRuntimeVersion: v4.0
  processModel:
    identityType: ApplicationPoolIdentity
    loadUserProfile: true
    setProfileEnvironment: false
`);
  });

  it("overwrites a file only with --force", async () => {
    setUp();
    servers.write("pools.yaml", "mine");
    expect(await servers.call([...importLab, "--out", "pools.yaml"])).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("--out: pools.yaml exists already; --force overwrites it\n"),
    });
    expect(servers.read("pools.yaml")).toBe("mine");
    expect((await servers.call([...importLab, "--out", "pools.yaml", "--force"])).code).toBe(0);
    expect(servers.read("pools.yaml")).toContain("version: 1");
  });

  it("writes a file that only its owner can read, as environment variables stand in it", async () => {
    setUp();
    for (const format of ["yaml", "typescript", "pulumi"]) {
      expect((await servers.call([...importLab, "--format", format, "--out", format])).code).toBe(0);
      const { mode } = statSync(join(servers.folder, format));
      expect(mode & 0o777).toBe(process.platform === "win32" ? 0o666 : 0o600);
    }
  });

  it("starts the path of the configuration at the folder of the file", async () => {
    setUp();
    servers.write("files/.keep", "");
    expect((await servers.call([...importLab, "--out", "files/pools.yaml"])).code).toBe(0);
    expect(servers.read("files/pools.yaml")).toContain("lab: {configFile: ../lab.config}");
    expect((await servers.call(["plan", "files/pools.yaml", "--detailed-exitcode"])).code).toBe(0);
  });

  it("tells of a host that cannot be reached, in one line", async () => {
    setUp();
    const { code, stdout, stderr } = await servers.call(["import", "--config-file", "none.config"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("NO_APPCMD");
  });
});

describe("a program that iispools import --format typescript writes", () => {
  it("compiles, and declares pools without faults that are the same as on the server", async () => {
    setUp(readFileSync(join(folders[0]!, "iis-10.0-mixed-style.config"), "utf8"));
    appcmd(
      ...["set", "apppool", "Tall", "/processModel.identityType:SpecificUser", "/processModel.userName:CORP\\svc"],
      "/processModel.password:canary",
    );
    const { stdout } = await servers.call([...importLab, "--format", "typescript"]);
    expect(stdout).not.toContain("canary");
    expect(stdout).toContain('password: config.requireSecret("tallPassword")');
    expect(editorOn(stdout.replace('"pulumi-iis"', '"../../provider"')).faults()).toEqual([]);
    const declared = runProgram(stdout);
    expect(declared.map(({ type }) => type)).toEqual(["AppPoolDefaults", ...Array<string>(8).fill("AppPool")]);
    for (const { type, name, args } of declared) {
      const { faults } = checkResource(type === "AppPool" ? "pool" : "defaults", {
        ...args,
        ...(type === "AppPool" && { name }),
      });
      expect([name, faults]).toEqual([name, []]);
      if (type === "AppPool") expect(args["adopt"]).toBe(true);
    }
  });
});

interface Declared {
  readonly type: string;
  readonly name: string;
  readonly args: Record<string, unknown>;
}

/** Runs the program with stand-ins for Pulumi that write down what is declared. */
function runProgram(program: string): Declared[] {
  const declared: Declared[] = [];
  const resource = (type: string) =>
    function (name: string, args: Record<string, unknown>): void {
      declared.push({ type, name, args });
    };
  const modules: Record<string, unknown> = {
    "pulumi-iis": { AppPool: resource("AppPool"), AppPoolDefaults: resource("AppPoolDefaults") },
    "@pulumi/pulumi": {
      Config: function () {
        return { requireSecret: (key: string) => key };
      },
    },
  };
  const { outputText } = ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const load = (name: string): unknown => modules[name];
  runInNewContext(outputText, { require: load, exports: {} });
  return declared;
}
