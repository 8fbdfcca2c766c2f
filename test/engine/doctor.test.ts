import { readFileSync } from "node:fs";

import { allAssumptions } from "../../facts/assumptions";
import { doctorPool, longPool, notVerifiable } from "../../provider/engine/doctor/bench";
import { examineHost, type Finding, probes } from "../../provider/engine/doctor/examine-host";
import { type DoctorHost, doctorHost } from "../cli/doctor-host";
import { IisError } from "../../provider/errors";
import { poolsConfig } from "../emulator/memory-world";
import { sampleConfig } from "./offline-host";

const sample = readFileSync(sampleConfig, "utf8");

/** What no check settles. */
const unsettled = ["changed-on-disk", "input-after-error", "input-atomicity", "exit-code-commit-xml"];

/** What needs no pool. */
const readOnly = [
  "exit-code-malformed-file",
  "exit-code-unknown-section",
  "list-missing-xml",
  "exit-code-empty-filter",
  "inherited-environment-variables",
  "override-mode-without-config",
];

const flips = allAssumptions
  .filter(({ id }) => !unsettled.includes(id))
  .flatMap(({ id, others }) => others.map((other) => [id, other] as const));

/** Configurations with other things to trip over: no pools at all, collections in applicationPoolDefaults. */
const configs = {
  sample,
  "no pools": poolsConfig(""),
  "rich defaults": poolsConfig(`<add name="Shop" />
<applicationPoolDefaults queueLength="2000" managedPipelineMode="Classic">
    <failure rapidFailProtection="false" />
    <recycling>
        <periodicRestart>
            <schedule>
                <add value="02:00:00" />
            </schedule>
        </periodicRestart>
    </recycling>
    <environmentVariables>
        <add name="A" value="1" />
    </environmentVariables>
</applicationPoolDefaults>`),
};

function examine({ transport, files }: DoctorHost, write = true): Promise<Finding[]> {
  return examineHost(transport, { write, files, sleep: () => Promise.resolve() });
}

/** Ids with what was seen, of those findings that are not as expected. */
function differences(findings: readonly Finding[]): (readonly [id: string, seen: string | null])[] {
  return findings.filter(({ ok }) => ok === false).map(({ id, seen }) => [id, seen]);
}

function ids(findings: readonly Finding[]): string[] {
  return findings.map(({ id }) => id);
}

describe("examineHost", () => {
  it("has a check or a reason for every assumption, and none for others", () => {
    expect([...Object.keys(probes), ...Object.keys(notVerifiable)].sort()).toEqual(
      allAssumptions.map(({ id }) => id).sort(),
    );
    expect(Object.keys(notVerifiable)).toEqual(unsettled);
  });

  it.each(Object.entries(configs))("finds everything as expected: %s", async (_what, config) => {
    const host = doctorHost(config);
    const findings = await examine(host);
    expect(findings.filter(({ ok, id }) => ok !== true && !unsettled.includes(id))).toEqual([]);
    expect(ids(findings.filter(({ seen }) => seen === null))).toEqual(unsettled);
    for (const { seen, reason } of findings) expect(reason === undefined).toBe(seen !== null);
    expect(host.world.config()).toBe(config);
    expect([...host.world.contents.keys()]).toHaveLength(1);
  });

  it.each(flips)("reports exactly %s=%s", async (id, other) => {
    const host = doctorHost(sample, { APPCMD_EMULATOR_ASSUME: `${id}=${other}` });
    const findings = await examine(host);
    expect(differences(findings)).toEqual([[id, other]]);
    expect(ids(findings.filter(({ ok }) => ok === null))).toEqual(unsettled);
    expect(host.world.config()).toBe(sample);
    expect([...host.world.contents.keys()]).toHaveLength(1);
  });
});

it.each([false, true])("has one error for a program that is not appcmd and exits with 1, write: %s", async (write) => {
  const { transport, ...host } = doctorHost(sample);
  const stdout =
    "'appcmd' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n";
  const exec = jest.fn(() => Promise.resolve({ exitCode: 1, stdout }));
  const examined = examine({ ...host, transport: { ...transport, exec } }, write);
  await expect(examined).rejects.toMatchObject({
    code: "APPCMD_FAILED",
    problem: expect.stringMatching(
      /^appcmd failed with exit code 1: 'appcmd' is not recognized .* program or batch file\./,
    ),
    hint: "appcmd has no such message. Check that IIS is installed and that appcmdPath is correct",
  });
  expect(exec).toHaveBeenCalledTimes(1);
});

describe("examineHost without writing", () => {
  it("settles what can be read, and sends nothing but lists", async () => {
    const host = doctorHost(sample);
    const exec = jest.spyOn(host.transport, "exec");
    const findings = await examine(host, false);
    expect(ids(findings.filter(({ ok }) => ok === true))).toEqual(readOnly);
    for (const { ok, id, reason } of findings) {
      if (ok !== true) expect(reason).toBe(notVerifiable[id] ?? "needs --write");
    }
    expect(new Set(exec.mock.calls.map(([[verb]]) => verb))).toEqual(new Set(["list"]));
    expect([...host.world.contents]).toHaveLength(1);
    expect(host.world.config()).toBe(sample);
  });

  it.each(flips.filter(([id]) => readOnly.includes(id)))("reports exactly %s=%s", async (id, other) => {
    const host = doctorHost(sample, { APPCMD_EMULATOR_ASSUME: `${id}=${other}` });
    expect(differences(await examine(host, false))).toEqual([[id, other]]);
  });
});

describe("the doctor's pool", () => {
  it.each([doctorPool, longPool])("is not touched where it is there already: %s", async (name) => {
    const config = poolsConfig(`<add name="${name}" />`);
    const host = doctorHost(config, { APPCMD_EMULATOR_ASSUME: "long-pool-name=accepted" });
    await expect(examine(host)).rejects.toMatchObject({
      code: "POOL_EXISTS",
      message: `memory: a pool ${name} already exists, so nothing was written. If an earlier doctor left it, remove it: appcmd delete apppool ${name}`,
    });
    expect(host.world.config()).toBe(config);
  });

  it("is removed after an error", async () => {
    const host = doctorHost(sample);
    const broken = {
      create: () => {
        throw new Error("no room");
      },
    };
    await expect(examine({ ...host, files: broken })).rejects.toMatchObject({ code: "INTERNAL", host: "memory" });
    expect(host.world.config()).toBe(sample);
  });

  it("is told of where it cannot be removed", async () => {
    const host = doctorHost(sample);
    const exec = (args: readonly string[]) =>
      args.some((arg) => arg.startsWith("/-[name="))
        ? Promise.resolve({ exitCode: 5, stdout: "ERROR ( message:Access is denied. )" })
        : host.transport.exec(args);
    await expect(examine({ ...host, transport: { ...host.transport, exec } })).rejects.toThrow(
      /^memory: appcmd failed: exit code 5: Access is denied\. .*; remove the pool yourself: appcmd delete apppool zz-pulumi-iis-doctor$/,
    );
  });

  it("is not alone: a backup that cannot be removed is told of too", async () => {
    const host = doctorHost(sample);
    const exec = (args: readonly string[]) =>
      args[0] === "delete" && args[1] === "backup"
        ? Promise.resolve({ exitCode: 5, stdout: "ERROR ( message:Access is denied. )" })
        : host.transport.exec(args);
    await expect(examine({ ...host, transport: { ...host.transport, exec } })).rejects.toThrow(
      /^memory: appcmd failed: exit code 5: .*; remove the backup yourself: appcmd delete backup zz-pulumi-iis-doctor$/,
    );
    expect(host.world.config()).toBe(sample);
  });

  it("is made on a host whose file is in use for a moment", async () => {
    const host = doctorHost(sample, { APPCMD_EMULATOR_FAULT: "busy:2:C:\\busy,start4312:2:C:\\start,rpc:2:C:\\rpc" });
    const findings = await examine(host);
    expect(ids(findings.filter(({ ok }) => ok !== true))).toEqual(unsettled);
    expect(host.world.config()).toBe(sample);
  });
});

describe("a host that answers otherwise", () => {
  it.each([true, false])("is an error where even a list fails, writing: %s", async (write) => {
    const host = doctorHost(sample, { APPCMD_EMULATOR_FAULT: "denied" });
    await expect(examine(host, write)).rejects.toMatchObject({
      code: "ACCESS_DENIED",
      hint: "Open an elevated prompt (Run as administrator)",
    });
  });

  it("is an error that names the share of a shared configuration which cannot be reached", async () => {
    await expect(examine(doctorHost(sample, { APPCMD_EMULATOR_FAULT: "share-lost" }))).rejects.toMatchObject({
      code: "SHARED_CONFIGURATION_LOST",
      hint: expect.stringMatching(/^Open the share from the server; its path and user are in .*redirection\.config$/),
    });
  });

  it("is an error that names it where it does not answer in time", async () => {
    const host = doctorHost(sample);
    const exec = () => Promise.resolve({ exitCode: -1, stdout: "", ended: "timeout" as const });
    await expect(examine({ ...host, transport: { ...host.transport, exec } })).rejects.toThrow(
      new IisError("APPCMD_FAILED", {
        host: "memory",
        problem: "appcmd failed: ended by timeout (appcmd list apppool)",
      }),
    );
  });

  it("says why the service could not be asked", async () => {
    const findings = await examine(doctorHost(sample, { APPCMD_EMULATOR_FAULT: "was-down" }));
    const open = findings.filter(({ ok }) => ok === null);
    expect(ids(open)).toEqual(["start-of-started", "recycle-of-stopped", "recycle-of-idle", ...unsettled]);
    expect(open[0]!.reason).toMatch(/^exit code 50: The WAS service is not available/);
  });

  it("settles the rest on a server without environment variables", async () => {
    const findings = await examine(doctorHost(sample, { APPCMD_EMULATOR_IIS: "7.5" }));
    expect(differences(findings)).toEqual([]);
    expect(ids(findings.filter(({ ok }) => ok === null))).toEqual([
      "exit-code-missing-attribute",
      "inherited-environment-variables",
      ...unsettled,
    ]);
  });
});
