import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import {
  prepareRecycle,
  type RecycleChoice,
  recyclePools,
  type RecycleOptions,
} from "../../provider/engine/verbs/recycle-pools";
import { stoppable } from "../../provider/engine/apply/stop";
import { IisError } from "../../provider/errors";
import type { HostRecycle, PoolRecycle } from "../../provider/plan/results";
import { inHostQueue } from "../../provider/transport/transport";
import type { ExecResult, Transport } from "../../provider/engine";
import { memoryTransport } from "../emulator/memory-transport";
import { type MemoryWorld, memoryWorld, poolsConfig } from "../emulator/memory-world";

const config = poolsConfig(`<add name="Shop" startMode="AlwaysRunning" />
<add name="Garden" startMode="AlwaysRunning"><processModel maxProcesses="2" /></add>
<add name="Alone" startMode="AlwaysRunning"><processModel shutdownTimeLimit="00:00:20" /><recycling disallowOverlappingRotation="true" /></add>
<add name="Idle" />
<add name="Off" autoStart="false" />`);

/** A host whose time passes only where someone waits for it. */
interface Host {
  readonly world: MemoryWorld;
  readonly transport: Transport;
  readonly calls: string[];
  /** How long was waited, in milliseconds. */
  readonly waits: number[];
  readonly recycle: (choice: RecycleChoice | string, options?: Partial<RecycleOptions>) => Promise<HostRecycle>;
}

type Exec = (args: readonly string[]) => Promise<ExecResult>;

interface Interference {
  /** Called whenever time has passed. */
  readonly onSleep?: () => void;
  /** What the host answers, in place of the emulator or after it. */
  readonly answer?: (args: readonly string[], exec: Exec) => Promise<ExecResult>;
}

function makeHost(env: Record<string, string> = {}, { onSleep, answer }: Interference = {}): Host {
  const world = memoryWorld(config, env);
  const inner = memoryTransport(world);
  const calls: string[] = [];
  const waits: number[] = [];
  const transport: Transport = {
    ...inner,
    exec: (args) => {
      calls.push(args.slice(0, 2).join(" "));
      const exec: Exec = (same) => inner.exec(same);
      return answer === undefined ? exec(args) : answer(args, exec);
    },
  };
  const clock: RecycleOptions["clock"] = {
    now: () => world.clock.ms,
    sleep: (ms) => {
      waits.push(ms);
      world.clock.ms += ms;
      onSleep?.();
      return Promise.resolve();
    },
  };
  return {
    ...{ world, transport, calls, waits },
    recycle: async (choice, options = {}) => {
      const prepared = await prepareRecycle(transport, typeof choice === "string" ? { names: [choice] } : choice);
      expect(prepared.refusals).toEqual([]);
      const signal = new AbortController().signal;
      return recyclePools(transport, prepared, { wait: false, signal, clock, ...options });
    },
  };
}

function pids(world: MemoryWorld, pool: string): number[] {
  return [...world.appcmd("list", "wp", `/apppool.name:${pool}`).stdout.matchAll(/WP "(\d+)"/g)]
    .map((one) => Number(one[1]))
    .sort((a, b) => a - b);
}

async function one(host: Host, pool: string, options?: Partial<RecycleOptions>): Promise<PoolRecycle> {
  const { pools } = await host.recycle(pool, options);
  expect(pools).toHaveLength(1);
  return pools[0]!;
}

const drain = (ms: number): Record<string, string> => ({ APPCMD_EMULATOR_DRAIN_MS: String(ms) });

describe("WAS, between two states right after a commit,", () => {
  it("is asked again, and the pool is recycled once", async () => {
    const host = makeHost({ APPCMD_EMULATOR_FAULT: "control1061:2:C:\\count" });
    const [before] = pids(host.world, "Shop");
    expect((await host.recycle("Shop")).pools).toMatchObject([{ outcome: "recycled", oldPids: [before] }]);
    expect(host.calls.filter((call) => call === "recycle apppool")).toHaveLength(3);
  });
});

describe("recycling a pool", () => {
  it("tells which worker process replaced which, and writes nothing else", async () => {
    const host = makeHost();
    const before = pids(host.world, "Shop");
    expect(await one(host, "shop")).toEqual({
      ...{ pool: "Shop", outcome: "recycled", isOverlapped: true, shutdownTimeLimit: 90 },
      ...{ oldPids: before, newPids: pids(host.world, "Shop"), drainingPids: [], ms: 0 },
    });
    expect(pids(host.world, "Shop")).not.toEqual(before);
    expect(host.world.config()).toBe(config);
    expect(host.calls).toEqual(["list apppool", "list wp", "recycle apppool", "list wp"]);
  });

  it("tells what drains still, and waits for nothing, without wait", async () => {
    const host = makeHost(drain(30_000));
    const before = pids(host.world, "Shop");
    const done = await one(host, "Shop");
    expect(done).toMatchObject({ outcome: "draining", oldPids: before, drainingPids: before });
    expect(done.newPids).toHaveLength(1);
    expect(done.error).toBeUndefined();
    expect(host.waits).toEqual([]);
  });

  it("waits until the old worker processes of a web garden are gone, with wait", async () => {
    const host = makeHost(drain(30_000));
    const before = pids(host.world, "Garden");
    const done = await one(host, "Garden", { wait: true });
    expect(done).toMatchObject({ outcome: "recycled", oldPids: before, drainingPids: [] });
    expect(done.newPids).toHaveLength(2);
    expect(done.ms).toBeGreaterThanOrEqual(30_000);
    expect(done.ms).toBeLessThanOrEqual(32_000);
  });

  it("says where rotation does not overlap, and looks no longer than 5 s for it to begin", async () => {
    const host = makeHost(drain(60_000));
    const before = pids(host.world, "Alone");
    expect(await one(host, "Alone")).toMatchObject({
      ...{ outcome: "draining", isOverlapped: false, shutdownTimeLimit: 20 },
      ...{ newPids: [], drainingPids: before },
    });
    expect(host.waits.reduce((sum, ms) => sum + ms)).toBe(5_000);
  });

  it("is an error with wait where an old one outlives limit and grace", async () => {
    const [old] = pids(memoryWorld(config), "Alone");
    const host = makeHost(undefined, {
      answer: async (args, exec) => {
        const answer = await exec(args);
        if (args[1] !== "wp" || answer.stdout.includes(`"${old}"`)) return answer;
        const also = `<WP WP.NAME="${old}" APPPOOL.NAME="Alone" /></appcmd>`;
        return { ...answer, stdout: answer.stdout.replace("</appcmd>", also) };
      },
    });
    const done = await one(host, "Alone", { wait: true });
    expect(done).toMatchObject({ outcome: "draining", drainingPids: [old], error: { code: "NOT_RECYCLED" } });
    expect(done.error?.message).toBe(
      `memory: pool "Alone": the old worker process ${old} is still there, 10 s after the shutdownTimeLimit of 20 s. ` +
        "Find out what it does, and end it on the server if necessary",
    );
    expect(host.waits.reduce((sum, ms) => sum + ms)).toBe(30_000);
  });

  it("leaves a pool without worker process alone", async () => {
    const host = makeHost();
    expect(await one(host, "Idle", { wait: true })).toMatchObject({ outcome: "no worker process", oldPids: [] });
    expect(host.calls).not.toContain("recycle apppool");
  });

  it("looks again behind the probe, whose request has started the worker process of an idle pool", async () => {
    const host = makeHost();
    const site = createServer((_, response) => {
      (host.world.env as Record<string, string>)["APPCMD_EMULATOR_SERVING"] = "Idle";
      response.end();
    });
    await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    const done = await one(host, "Idle", { wait: true, probeOf: () => ({ url, status: 200, timeoutMs: 60_000 }) });
    await new Promise((resolve) => site.close(resolve));
    const started = pids(host.world, "Idle");
    expect(started).toHaveLength(1);
    expect(done).toMatchObject({
      ...{ pool: "Idle", outcome: "no worker process", oldPids: [], newPids: started, drainingPids: [] },
      probe: { url, ok: true, status: 200 },
    });
    expect(done.error).toBeUndefined();
    expect(host.calls).toEqual(["list apppool", "list wp", "list wp"]);
  });

  it("finds the pool of a worker process", async () => {
    const host = makeHost();
    const [, second] = pids(host.world, "Garden");
    expect((await host.recycle({ pid: second! })).pools).toMatchObject([{ pool: "Garden", outcome: "recycled" }]);
  });

  it("keeps one pool's failure from the others", async () => {
    const refusal = { exitCode: 5, stdout: "ERROR ( hresult:80070005, message:Access is denied. )\r\n" };
    const host = makeHost(undefined, {
      answer: (args, exec) =>
        args[0] === "recycle" && args.some((arg) => arg.includes("Shop")) ? Promise.resolve(refusal) : exec(args),
    });
    const { pools } = await host.recycle({ names: ["Shop", "Garden"] });
    expect(pools).toMatchObject([
      { pool: "Shop", outcome: "failed", error: { code: "ACCESS_DENIED" } },
      { pool: "Garden", outcome: "recycled" },
    ]);
    expect(pools[0]!.error?.message).toMatch(
      /^memory: pool "Shop": appcmd failed with exit code 5: Access is denied\./,
    );
  });

  it.each([
    ["was carried out all the same", true, 1],
    ["was not carried out", false, 2],
  ])("looks before it sends a command again that failed and %s", async (_what, isCarriedOut, sent) => {
    let commands = 0;
    const host = makeHost(undefined, {
      answer: async (args, exec) => {
        if (args[0] !== "recycle" || commands++ > 0) return exec(args);
        if (isCarriedOut) await exec(args);
        return { exitCode: 1726, stdout: "ERROR ( hresult:800706be, message:The remote procedure call failed. )\r\n" };
      },
    });
    expect(await one(host, "Shop")).toMatchObject({ outcome: "recycled" });
    expect(commands).toBe(sent);
  });

  it("is not sent a second time after the connection broke, even if the pool still has its old worker process", async () => {
    let commands = 0;
    const host = makeHost(undefined, {
      answer: (args, exec) =>
        args[0] !== "recycle" || commands++ > 0
          ? exec(args)
          : Promise.resolve({ exitCode: -1, stdout: "", ended: "lost" }),
    });
    expect(await one(host, "Shop")).toMatchObject({ outcome: "failed", error: { code: "APPCMD_FAILED" } });
    expect(commands).toBe(1);
  });

  it("begins no pool and waits no longer once it is interrupted", async () => {
    const controller = new AbortController();
    const onSleep = (): void => {
      controller.abort(new Error("interrupted"));
    };
    const host = makeHost(drain(60_000), { onSleep });
    const waiting = await host.recycle("Shop", { wait: true, signal: controller.signal });
    expect(waiting.pools).toMatchObject([{ outcome: "draining" }]);
    expect(waiting.pools[0]!.error).toBeUndefined();
    expect(host.waits).toHaveLength(1);
    const later = await host.recycle("Garden", { wait: true, signal: controller.signal });
    expect(later.pools).toMatchObject([{ outcome: "not begun" }]);
  });

  it("does not wait for its turn any longer once it has to stop, and is not begun later", async () => {
    const host = makeHost();
    let end = (): void => undefined;
    const earlier = inHostQueue(host.transport.key, () => new Promise<void>((resolve) => (end = resolve)));
    const controller = new AbortController();
    const waiting = host.recycle({ names: ["Shop", "Idle"] }, { signal: controller.signal });
    const first = Promise.race([waiting, earlier.then(() => "the earlier one")]);
    while (host.calls.length < 2) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(new Error("interrupted"));
    // What takes no turns by then waits for the earlier one.
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    end();
    expect(await first).toMatchObject({
      pools: [
        { pool: "Shop", outcome: "not begun", newPids: [] },
        { pool: "Idle", outcome: "no worker process" },
      ],
    });
    await inHostQueue(host.transport.key, () => Promise.resolve());
    expect(host.calls).toEqual(["list apppool", "list wp"]);
  });

  it("says that the recycle command was sent if it had to be ended", async () => {
    const controller = new AbortController();
    const host = makeHost(undefined, {
      answer: (args, exec) => {
        if (args[0] !== "recycle") return exec(args);
        controller.abort(new IisError("TIMEOUT", { problem: "too late" }));
        return Promise.resolve({ exitCode: -1, stdout: "", ended: "stopped" });
      },
    });
    const prepared = await prepareRecycle(host.transport, { names: ["Shop"] });
    const { signal } = controller;
    const { pools } = await recyclePools(stoppable(host.transport, signal), prepared, { wait: false, signal });
    expect(pools).toMatchObject([{ outcome: "failed", error: { code: "TIMEOUT" } }]);
    expect(pools[0]!.error?.message).toBe(
      'memory: pool "Shop": too late; not read. The recycle command was sent; check the result with: iispools ps',
    );
  });

  it("says that the recycle command was sent if the result cannot be read", async () => {
    let isBlind = false;
    const host = makeHost(undefined, {
      answer: async (args, exec) => {
        if (isBlind) return { exitCode: 50, stdout: "ERROR ( message:The WAS service is not available. )\r\n" };
        isBlind = args[0] === "recycle";
        return exec(args);
      },
    });
    const { pools } = await host.recycle("Shop");
    expect(pools).toMatchObject([{ outcome: "failed", error: { code: "WAS_NOT_AVAILABLE" } }]);
    expect(pools[0]!.error?.message).toContain("The recycle command was sent; check the result with: iispools ps");
  });
});

describe("what cannot be recycled", () => {
  it("is told of at once: missing and stopped pools", async () => {
    const { transport, calls } = makeHost();
    const { refusals } = await prepareRecycle(transport, { names: ["Shp", "Shop", "Off", "Nothing"] });
    expect(refusals.map(({ code, message }) => [code, message])).toEqual([
      ["POOL_MISSING", "memory: unknown pool `Shp`. Did you mean `Shop`?"],
      ["POOL_MISSING", "memory: unknown pool `Nothing`. Known pools: Shop, Garden, Alone, Idle, Off"],
      [
        "POOL_STOPPED",
        'memory: pool "Off": it is stopped, so there is nothing to recycle. To start it: iispools start "Off"',
      ],
    ]);
    expect(calls).toEqual(["list apppool", "list wp"]);
  });

  it("is a process that is no worker process", async () => {
    const { refusals } = await prepareRecycle(makeHost().transport, { pid: 7 });
    expect(refusals).toMatchObject([
      {
        code: "POOL_MISSING",
        message: expect.stringMatching(/^memory: no worker process has the ID 7; there are \d+/),
      },
    ]);
  });

  it("asks again before it takes silence for no worker process", async () => {
    const host = makeHost({ APPCMD_EMULATOR_ASSUME: "list-missing-xml=nothing" });
    for (const pool of ["Shop", "Garden", "Alone"]) host.world.appcmd("stop", "apppool", pool);
    host.calls.length = 0;
    const { found } = await prepareRecycle(host.transport, { names: ["Idle"] });
    expect(found.workers).toEqual([]);
    expect(host.calls).toEqual(["list apppool", "list wp", "list wp"]);
  });
});
