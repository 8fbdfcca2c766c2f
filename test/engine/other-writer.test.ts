import { readFileSync } from "node:fs";

import { run } from "../../emulator/run";
import { applyRequests, desiredOf, type Outcome, type Request } from "../../provider/engine";
import type { Transport } from "../../provider/transport/transport";
import { memoryTransport } from "../emulator/memory-transport";
import { configPath, type MemoryWorld, memoryWorld, section } from "../emulator/memory-world";
import { sampleConfig } from "./offline-host";

const settings = { queueLength: 2000, "processModel.idleTimeout": "00:10:00" };

/** What another writer's appcmd does; faults are for ours. */
function runTheirs(world: MemoryWorld, argv: readonly string[]): void {
  run(argv, { ...world, env: { APPCMD_EMULATOR_CONFIG: configPath } });
}

/** Another writer's commands, each run before or after the next command of ours that writes. */
function disturbed(world: MemoryWorld, when: "before" | "after", ...theirs: string[][]): Transport {
  const transport = memoryTransport(world);
  return {
    ...transport,
    exec: async (argv, ...more) => {
      const mine = argv[0] === "set" ? theirs.shift() : undefined;
      const write = (moment: typeof when): void => {
        if (when === moment && mine !== undefined) runTheirs(world, mine);
      };
      write("before");
      const answer = await transport.exec(argv, ...more);
      write("after");
      return answer;
    },
  };
}

async function apply(
  transport: Transport,
  pool = "DefaultAppPool",
  wanted: Parameters<typeof desiredOf>[1]["settings"] = settings,
  inherit: readonly string[] = [],
): Promise<Outcome> {
  const [outcome] = await applyRequests(transport, [
    { kind: "ensure", desired: desiredOf({ pool }, { settings: wanted }, inherit) },
  ]);
  return outcome!;
}

const world = (env: Record<string, string> = {}): MemoryWorld => memoryWorld(readFileSync(sampleConfig, "utf8"), env);
const set = (...values: string[]): string[] => ["set", "apppool", "DefaultAppPool", ...values];
const schedule = "recycling.periodicRestart.schedule";
const scheduled = (place: string, time: string): string[] => [
  ...["set", "config", section, `/+${place}.${schedule}.[value='${time}']`, "/commit:apphost"],
];
const told = (difference: string): string =>
  'memory: pool "DefaultAppPool": another tool or person changed it during the write, so the declared values were written again ' +
  `(live -> desired): ${difference}`;

describe("another writer that makes the pool which is to be made", () => {
  const make = (pool: string): Request => ({
    kind: "ensure",
    desired: desiredOf({ pool }, { settings: { queueLength: 2000 } }),
    mustBeNew: true,
  });

  it("keeps it as it is, alone or among others, which are made", async () => {
    for (const others of [[], ["Other"]]) {
      const host = world();
      const transport = disturbed(host, "before", ["add", "apppool", "/name:Shop", "/queueLength:4000"]);
      const [shop, ...made] = await applyRequests(transport, ["Shop", ...others].map(make));
      expect(shop).toMatchObject({ ok: false, sent: false, error: { code: "POOL_EXISTS" } });
      expect(made.every(({ ok }) => ok)).toBe(true);
      expect(host.config()).toContain('<add name="Shop" queueLength="4000"');
    }
  });

  it("uses a pool that is to go and could not yet: it stays", async () => {
    const host = world({ APPCMD_EMULATOR_FAULT: "busy:1:C:\\\\count" });
    runTheirs(host, ["add", "apppool", "/name:Free"]);
    const use = "/[name='Default Web Site'].[path='/'].applicationPool:Free";
    const transport = disturbed(host, "after", ["set", "config", "-section:system.applicationHost/sites", use]);
    const [outcome] = await applyRequests(transport, [{ kind: "remove", pool: "Free" }]);
    expect(outcome).toMatchObject({ ok: false, error: { code: "POOL_IN_USE" } });
  });
});

describe("another writer while a host is changed", () => {
  it("keeps what is not declared, and nothing is said of it", async () => {
    const host = world();
    expect(await apply(disturbed(host, "before", set("/cpu.limit:5000")))).toMatchObject({ ok: true, warnings: [] });
    expect(host.config()).toContain('<cpu limit="5000"');
    expect(host.config()).toContain('queueLength="2000"');
  });

  it("loses what is declared, and is named with both values where it wrote behind our commit", async () => {
    const host = world();
    expect(await apply(disturbed(host, "after", set("/queueLength:1111", "/cpu.limit:5000")))).toMatchObject({
      ok: true,
      warnings: [told("queueLength 1111 -> 2000")],
    });
    expect(host.config()).toContain('queueLength="2000"');
    expect(host.config()).toContain('<cpu limit="5000"');
  });

  it("is noticed where it gave a variable another value behind our commit, and no value is told", async () => {
    const host = world();
    const place = "[name='DefaultAppPool'].environmentVariables.[name='DB'";
    runTheirs(host, ["set", "config", section, `/+${place},value='old']`, "/commit:apphost"]);
    const theirs = ["set", "config", section, `/${place}].value:theirs`, "/commit:apphost"];
    expect(
      await apply(disturbed(host, "after", theirs), "DefaultAppPool", { environmentVariables: { DB: "new" } }),
    ).toMatchObject({ ok: true, warnings: [told("environmentVariables DB=[secret] -> DB=[changed]")] });
    expect(host.config()).toContain('<add name="DB" value="new" />');
  });

  it("is named where appcmd refused our commit because of it, with the settings that were as declared before", async () => {
    const host = world({ APPCMD_EMULATOR_FAULT: "changed:1:count" });
    runTheirs(host, set("/processModel.idleTimeout:00:10:00"));
    const transport = disturbed(host, "before", set("/processModel.idleTimeout:00:01:00"));
    expect(await apply(transport)).toMatchObject({
      ok: true,
      warnings: [told("processModel.idleTimeout 60 s -> 10 min")],
    });
  });

  it("is told as an error with both values where it does not give in", async () => {
    const theirs = set("/queueLength:1111");
    const outcome = await apply(disturbed(world(), "after", theirs, theirs));
    expect(outcome).toMatchObject({ ok: false, error: { code: "VERIFY_FAILED" } });
    expect(!outcome.ok && outcome.error.message).toContain("queueLength 1111 -> 2000");
  });

  it("ends the request after three commits, also if it writes a different value each time", async () => {
    const host = world();
    const theirs = [1111, 1112, 1113, 1114, 1115].map((length) => set(`/queueLength:${length}`));
    const outcome = await apply(disturbed(host, "after", ...theirs));
    expect(outcome).toMatchObject({ ok: false, error: { code: "VERIFY_FAILED" } });
    expect(host.config()).toContain('queueLength="1113"');
  });

  it("is not suspected where a new pool gets its list in a second commit", async () => {
    const host = world();
    host.appcmd(...scheduled("applicationPoolDefaults", "02:00:00"));
    expect(await apply(memoryTransport(host), "New", { [schedule]: ["03:00:00"] })).toMatchObject({
      ok: true,
      warnings: [],
    });
  });

  it("is not suspected where a list that is no longer declared is cleared, and then written", async () => {
    const host = world({ APPCMD_EMULATOR_ASSUME: "clear-config-on-collection=empties" });
    host.appcmd(...scheduled("applicationPoolDefaults", "02:00:00"));
    host.appcmd(...scheduled("[name='DefaultAppPool']", "04:00:00"));
    expect(await apply(memoryTransport(host), "DefaultAppPool", {}, [schedule])).toMatchObject({
      ok: true,
      warnings: [],
    });
    expect(host.config().match(/02:00:00/g)).toHaveLength(2);
  });

  it("is not suspected where a commit failed and is repeated", async () => {
    for (const fault of ["busy", "before-commit", "after-commit"]) {
      const host = world({ APPCMD_EMULATOR_FAULT: `${fault}:1:count` });
      expect(await apply(memoryTransport(host))).toMatchObject({ ok: true, warnings: [] });
    }
  });
});
