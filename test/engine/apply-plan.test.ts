import { readFileSync } from "node:fs";
import type { PlannedHost } from "../../provider/engine/prepare";
import { targetName } from "../../provider/plan/change/desired";
import type { HostApply } from "../../provider/plan/results";
import type { ExecResult, Transport } from "../../provider/transport/transport";
import { memoryTransport } from "../emulator/memory-transport";
import { type MemoryWorld, memoryWorld } from "../emulator/memory-world";
import { sampleConfig } from "./offline-host";
import { applyPlanned, planYaml } from "./planned";

const sample = readFileSync(sampleConfig, "utf8");

/** One of everything: new, changed, deleted, stopped, and the defaults. */
const everything = `
pools:
  New: { queueLength: 2000, recycling: { periodicRestart: { schedule: ["06:00"] } } }
  Old: { state: absent }
  DefaultAppPool: { state: Stopped, queueLength: 50 }
  Legacy .NET v2.0: { processModel: { idleTimeout: 5m }, recycling: { periodicRestart: { schedule: [] } } }
applicationPoolDefaults: { startMode: AlwaysRunning }
`;

const withOld = sample.replace('<add name="DefaultAppPool" />', '<add name="DefaultAppPool" /><add name="Old" />');

type Group = readonly HostApply["applied"][number][];
const names = (changes: Group): string[] => changes.map(({ change }) => targetName(change.target));

function ending({ applied, failed, remaining }: HostApply): Record<"applied" | "failed" | "remaining", string[]> {
  return { applied: names(applied), failed: names(failed.map(({ change }) => change)), remaining: names(remaining) };
}

describe("applying a plan", () => {
  it("makes everything that is planned, and the next plan is empty", async () => {
    const transport = memoryTransport(memoryWorld(withOld));
    const planned = await planYaml(transport, everything);
    expect(ending(await applyPlanned(transport, planned))).toEqual({
      applied: ["Old", "DefaultAppPool", "applicationPoolDefaults", "Legacy .NET v2.0", "New"],
      failed: [],
      remaining: [],
    });
    expect((await planYaml(transport, everything)).requests).toEqual([]);
  });

  it("reads nothing and makes no backup where nothing is planned", async () => {
    const transport = memoryTransport(memoryWorld(sample));
    const planned = await planYaml(transport, "pools: { DefaultAppPool: {} }");
    const exec = jest.fn((args: readonly string[]) => transport.exec(args));
    expect(ending(await applyPlanned({ ...transport, exec }, planned, { backup: "iispools-1" }))).toMatchObject({
      applied: [],
    });
    expect(exec).not.toHaveBeenCalled();
  });

  it.each<[string, (world: MemoryWorld) => void]>([
    ["a value that is another by now", (world) => world.appcmd("set", "apppool", "DefaultAppPool", "/queueLength:77")],
    ["a value that is set already", (world) => world.appcmd("set", "apppool", "DefaultAppPool", "/queueLength:50")],
    ["a pool that is there by now", (world) => world.appcmd("add", "apppool", "/name:New")],
    ["a pool that is gone", (world) => world.appcmd("delete", "apppool", "Old")],
    ["a pool that stopped by itself", (world) => world.appcmd("stop", "apppool", "DefaultAppPool")],
    [
      "other defaults",
      (world) =>
        world.appcmd(
          "set",
          "config",
          "-section:system.applicationHost/applicationPools",
          "/applicationPoolDefaults.startMode:AlwaysRunning",
          "/commit:apphost",
        ),
    ],
  ])("writes nothing at all for %s", async (_what, change) => {
    const world = memoryWorld(withOld);
    const transport = memoryTransport(world);
    const planned = await planYaml(transport, everything);
    change(world);
    const before = world.config();
    const apply = await applyPlanned(transport, planned);
    expect(world.config()).toBe(before);
    expect(apply.applied).toEqual([]);
    expect(apply.failed.map(({ error }) => error.code)).toEqual(["PLAN_STALE"]);
    expect(apply.failed[0]!.error.message).toMatch(/^memory: .*the host has changed since the plan/);
    expect(apply.remaining).toHaveLength(planned.requests.length - 1);
  });

  it.each([
    ["a pool to create was made", ["add", "apppool", "/name:New"]],
    ["a pool to change was deleted", ["delete", "apppool", "Legacy .NET v2.0"]],
    ["a pool to delete was deleted", ["delete", "apppool", "Old"]],
  ])("writes nothing at all if after the plan's own read %s", async (_what, theirs) => {
    const world = memoryWorld(withOld);
    const transport = memoryTransport(world);
    const planned = await planYaml(transport, everything);
    let disturbed: string | undefined;
    const exec: Transport["exec"] = (args) => {
      if (args[0] !== "list" && disturbed === undefined) {
        world.appcmd(...theirs);
        disturbed = world.config();
      }
      return transport.exec(args);
    };
    const apply = await applyPlanned({ ...transport, exec }, planned, { fromPlanRead: true });
    expect(world.config()).toBe(disturbed);
    expect(apply.failed.map(({ error }) => error.code)).toEqual(["PLAN_STALE"]);
    expect(apply.remaining).toHaveLength(planned.requests.length - 1);
  });

  it("tells planned and live values of a stale change, but no secret", async () => {
    const world = memoryWorld(sample);
    const transport = memoryTransport(world);
    const identity = "processModel: { identityType: SpecificUser, userName: me, password: canary-1 }";
    await applyPlanned(transport, await planYaml(transport, `pools: { DefaultAppPool: { ${identity} } }`));
    const yaml = `pools: { DefaultAppPool: { ${identity.replace("canary-1", "canary-2")}, queueLength: 50 } }`;
    const planned = await planYaml(transport, yaml);
    world.appcmd("set", "apppool", "DefaultAppPool", "/processModel.password:canary-3");
    const [secret] = (await applyPlanned(transport, planned)).failed;
    expect(secret!.error.message).toContain("a secret has changed since the plan");
    world.appcmd("set", "apppool", "DefaultAppPool", "/queueLength:77");
    const [both] = (await applyPlanned(transport, planned)).failed;
    expect(both!.error.message).toMatch(/planned: queueLength 1000 -> 50; .*; now: queueLength 77 -> 50; /);
    expect(secret!.error.message + both!.error.message).not.toContain("canary");
  });

  it("refuses a pool that applications took into use after it was planned", async () => {
    const world = memoryWorld(withOld);
    const transport = memoryTransport(world);
    const planned = await planYaml(transport, everything);
    const [path = ""] = world.contents.keys();
    world.contents.set(path, world.config().replace('applicationPool="Legacy .NET v2.0"', 'applicationPool="Old"'));
    const apply = await applyPlanned(transport, planned);
    expect(apply.failed.map(({ error }) => error.code)).toEqual(["POOL_IN_USE"]);
    expect(apply.applied).toEqual([]);
  });
});

describe("taking back what was done", () => {
  it("restores every kind of change that it can, and tells of deletions", async () => {
    const world = memoryWorld(withOld, {});
    const transport = memoryTransport(world);
    const yaml = everything.replace(
      "applicationPoolDefaults",
      "  zz: { CLRConfigFile: refused }\napplicationPoolDefaults",
    );
    const planned = await planYaml(transport, yaml, { explicit: true });
    (world.env as Record<string, string>)["APPCMD_EMULATOR_FAULT"] = "refuse:CLRConfigFile";
    const apply = await applyPlanned(transport, planned, { rollbackOnError: true });
    expect(names(apply.failed.map(({ change }) => change))).toEqual(["zz"]);
    expect(apply.rolledBack?.failed.map(({ pool, error }) => [pool, error.code])).toEqual([["Old", "POOL_MISSING"]]);
    expect(apply.rolledBack?.failed[0]!.error.message).toContain("Restore the backup");
    const left = await planYaml(transport, "pools: { DefaultAppPool: { state: Started } }");
    expect(left.requests).toEqual([]);
    const without = (config: string): string =>
      config.replace(/<add name="Old" \/>/, "").replace(/ autoStart="true"/, "");
    expect(without(world.config()).split(/\s+/)).toEqual(without(withOld).split(/\s+/));
  });

  describe("tells of a deletion or a rename that failed", () => {
    const deletion = { pool: "Old", yaml: "pools: { Old: { state: absent }, DefaultAppPool: { queueLength: 50 } }" };
    const rename = { pool: "New", yaml: "pools: { New: { renamedFrom: Old } }" };

    /** What is told of the pool where every write is answered so, and each look behind the first one so. */
    async function told(
      { pool, yaml }: typeof deletion,
      write: (world: MemoryWorld) => ExecResult,
      look: (number: number) => ExecResult | undefined = () => undefined,
    ): Promise<unknown> {
      const world = memoryWorld(withOld);
      const transport = memoryTransport(world);
      const planned = await planYaml(transport, yaml, { explicit: true });
      let [isWritten, looks] = [false, 0];
      const exec: Transport["exec"] = (args) => {
        isWritten ||= args[0] !== "list";
        if (args[0] !== "list") return Promise.resolve(write(world));
        const answer = isWritten ? look(++looks) : undefined;
        return answer === undefined ? transport.exec(args) : Promise.resolve(answer);
      };
      jest.useFakeTimers();
      const applying = applyPlanned({ ...transport, exec }, planned, { rollbackOnError: true });
      await jest.advanceTimersByTimeAsync(120_000);
      const apply = await applying;
      expect(names(apply.failed.map(({ change }) => change))).toContain(pool);
      return apply.rolledBack?.failed.flatMap((one) => (one.pool === pool ? [one.error.message] : []));
    }

    afterEach(() => {
      jest.useRealTimers();
    });

    const denied = { exitCode: 5, stdout: "ERROR ( hresult:80070005, message:Access is denied. )\r\n" };
    const busy = { exitCode: 32, stdout: "ERROR ( hresult:80070020, message:The file is in use. )\r\n" };

    it.each([
      ["a deletion was refused", deletion, denied],
      ["a deletion met a busy file throughout", deletion, busy],
      ["a rename was refused", rename, denied],
    ])("nothing where %s and nothing was done", async (_what, change, answer) => {
      expect(await told(change, () => answer)).toEqual([]);
    });

    it("that a deletion cannot be rolled back where the pool is gone all the same", async () => {
      const isGone = (world: MemoryWorld): ExecResult => {
        world.appcmd("delete", "apppool", "Old");
        return denied;
      };
      const blind = { exitCode: 5, stdout: "" };
      expect(await told(deletion, isGone, (number) => (number === 1 ? blind : undefined))).toEqual([
        expect.stringMatching(/^memory: pool "Old": was deleted, and a deletion cannot be rolled back/),
      ]);
    });

    it("that nobody knows of a deletion where nobody can look", async () => {
      expect(
        await told(
          deletion,
          () => denied,
          () => denied,
        ),
      ).toEqual([
        expect.stringMatching(
          /^memory: pool "Old": cannot verify whether it was deleted: appcmd failed .*Access is denied/,
        ),
      ]);
    });
  });

  it("is not done unless it was asked for", async () => {
    const world = memoryWorld(sample, { APPCMD_EMULATOR_FAULT: "refuse:name='Bad'" });
    const transport = memoryTransport(world);
    const apply = await applyPlanned(transport, await planYaml(transport, "pools: { Good: {}, Bad: {} }"));
    expect(ending(apply)).toEqual({ applied: ["Good"], failed: ["Bad"], remaining: [] });
    expect(apply.rolledBack).toBeUndefined();
  });
});

describe("Ctrl-C while a plan is applied, at any of its commands,", () => {
  const yaml = `
pools:
  New: { queueLength: 2000, recycling: { periodicRestart: { schedule: ["06:00"] } } }
  DefaultAppPool: { state: Stopped, queueLength: 50 }
`;
  const inheriting = sample.replace(
    '<applicationPoolDefaults managedRuntimeVersion="v4.0">',
    '$&<recycling><periodicRestart><schedule><add value="05:00:00" /></schedule></periodicRestart></recycling>',
  );

  async function interruptAt(
    at: number,
  ): Promise<{ apply: HostApply; count: number; writesAfter: number; left: PlannedHost }> {
    const transport = memoryTransport(memoryWorld(inheriting));
    const planned = await planYaml(transport, yaml);
    const controller = new AbortController();
    let count = 0;
    let writesAfter = 0;
    const exec: typeof transport.exec = (args) => {
      count += 1;
      if (controller.signal.aborted && args[0] !== "list") writesAfter += 1;
      if (count === at) controller.abort(new Error("interrupted by SIGINT"));
      return transport.exec(args);
    };
    const apply = await applyPlanned({ ...transport, exec }, planned, {
      signal: controller.signal,
      backup: "iispools-1",
    });
    return { apply, count, writesAfter, left: await planYaml(transport, yaml) };
  }

  it("writes nothing further, and tells exactly what was done", async () => {
    const { count } = await interruptAt(0);
    expect(count).toBeGreaterThan(6);
    for (let at = 1; at <= count; at += 1) {
      const { apply, writesAfter, left } = await interruptAt(at);
      expect([at, writesAfter]).toEqual([at, 0]);
      const open = left.requests.map(({ planned }) => targetName(planned!.target));
      const { applied, failed, remaining } = ending(apply);
      expect([at, [...failed, ...remaining].sort()]).toEqual([at, open.sort()]);
      expect([at, applied.length + failed.length + remaining.length]).toEqual([at, 2]);
      expect(apply.failed.every(({ error }) => error.code === "INTERRUPTED")).toBe(true);
    }
  });
});
