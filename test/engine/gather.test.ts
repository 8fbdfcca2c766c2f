import { readFileSync } from "node:fs";
import fc from "fast-check";
import { HostSession, type Outcome, type Request, type Transport } from "../../provider/engine";
import { ExpectedRequests } from "../../provider/engine/gather/expected-requests";
import { memoryTransport } from "../emulator/memory-transport";
import { memoryWorld } from "../emulator/memory-world";
import { sampleConfig } from "./offline-host";

/** How long a call of appcmd takes here, in milliseconds. */
const appcmdMs = 100;

const ensure = (pool: string, queueLength = 2000): Request => ({
  kind: "ensure",
  desired: { target: { pool }, settings: { queueLength }, inherit: [] },
});

/** A host whose calls each take {@link appcmdMs}, and a session of it. */
function slowHost() {
  const expected = new ExpectedRequests();
  const inner = memoryTransport(memoryWorld(readFileSync(sampleConfig, "utf8")));
  const calls: { readonly verb: string; readonly at: number; readonly pools: number }[] = [];
  const exec: Transport["exec"] = async (args) => {
    const pools = args.filter((argument) => argument.startsWith("/+")).length;
    calls.push({ verb: args[0] ?? "", at: performance.now(), pools });
    await new Promise((resolve) => setTimeout(resolve, appcmdMs));
    return inner.exec(args);
  };
  const session = new HostSession({ ...inner, exec }, { expected });
  return { calls, expected, session, commits: () => calls.filter(({ verb }) => verb === "set") };
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The engine asks about a resource and has its answer after some time: a request will follow. */
async function ask({ expected, session }: ReturnType<typeof slowHost>, pool: string, ms: number): Promise<void> {
  const answered = expected.ask();
  await after(ms);
  session.expect(pool);
  answered();
}

/** As the engine does it: it asks about one resource after the other, and works on so many at a time. */
async function runEngine(
  host: ReturnType<typeof slowHost>,
  pools: readonly { readonly pauseMs: number; readonly askMs: number; readonly saveMs: number }[],
  parallel: number,
): Promise<Outcome[]> {
  const outcomes: Promise<Outcome>[] = [];
  const working = new Set<Promise<unknown>>();
  let saved = Promise.resolve();
  for (const [index, { pauseMs, askMs, saveMs }] of pools.entries()) {
    await after(pauseMs);
    await ask(host, `Pool ${index}`, askMs);
    while (working.size >= parallel) await Promise.race(working);
    // The state is written before each change, for one after the other.
    saved = saved.then(() => after(saveMs));
    const outcome = saved.then(() => host.session.submit(ensure(`Pool ${index}`)));
    const work: Promise<unknown> = outcome.finally(() => working.delete(work));
    working.add(work);
    outcomes.push(outcome);
  }
  return Promise.all(outcomes);
}

/** Lets everything go on until the work is done; the clock moves as fast as it can. */
async function played<T>(work: Promise<T>): Promise<T> {
  const progress = { isDone: false };
  const settled = work.finally(() => (progress.isDone = true));
  settled.catch(() => undefined);
  while (!progress.isDone) await jest.advanceTimersToNextTimerAsync();
  return settled;
}

const steady = (count: number, saveMs = 30) => Array.from({ length: count }, () => ({ pauseMs: 4, askMs: 3, saveMs }));

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

describe("requests that were expected", () => {
  it("are sent at once when the last of them is there", async () => {
    const host = slowHost();
    await played(Promise.all(["A", "B"].map((pool) => ask(host, pool, 3))));
    await played(host.session.look());
    const first = host.session.submit(ensure("A"));
    await jest.advanceTimersByTimeAsync(150);
    expect(host.commits()).toEqual([]);
    const at = performance.now();
    await played(Promise.all([first, host.session.submit(ensure("B"))]));
    expect(host.commits()).toEqual([{ verb: "set", at, pools: 2 }]);
  });

  it("are not waited for any longer where nothing of them differs", async () => {
    const host = slowHost();
    await played(Promise.all(["A", "B"].map((pool) => ask(host, pool, 3))));
    const first = host.session.submit(ensure("A"));
    await jest.advanceTimersByTimeAsync(50);
    host.session.unexpect("b");
    host.session.expectMore();
    const at = performance.now();
    await played(first);
    expect(host.calls[0]).toMatchObject({ verb: "list", at });
  });

  it("are waited for while the engine asks about a resource", async () => {
    const host = slowHost();
    await played(ask(host, "A", 3));
    const answered = host.expected.ask();
    const first = host.session.submit(ensure("A"));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(host.calls).toEqual([]);
    answered();
    expect((await played(first)).ok).toBe(true);
  });

  it("are waited for 15 s at most", async () => {
    const host = slowHost();
    await played(ask(host, "A", 3));
    host.expected.ask();
    expect((await played(host.session.submit(ensure("A")))).ok).toBe(true);
    expect(host.calls[0]?.at).toBe(15_003);
  });

  it("are waited for again after a question that took longer than 15 s: the engine was not at its limit", async () => {
    const host = slowHost();
    for (const pool of ["A", "Slow"]) host.session.expect(pool);
    const answered = host.expected.ask();
    await played(host.session.submit(ensure("A")));
    answered();
    for (const pool of ["B", "C"]) host.session.expect(pool);
    const first = host.session.submit(ensure("B"));
    await jest.advanceTimersByTimeAsync(50);
    await played(Promise.all([first, host.session.submit(ensure("C"))]));
    expect(host.commits().map(({ pools }) => pools)).toEqual([1, 2]);
  });

  it("hold up nothing for ever where they never come, and not a third time", async () => {
    const host = slowHost();
    await played(Promise.all(["A", "B", "Gone"].map((pool) => ask(host, pool, 3))));
    const waited: number[] = [];
    for (const pools of [["A", "B"], ["C"], ["D"]]) {
      const [before, start] = [host.commits().length, performance.now()];
      for (const pool of pools) host.session.expect(pool);
      await played(Promise.all(pools.map((pool) => host.session.submit(ensure(pool)))));
      waited.push((host.commits()[before]?.at ?? 0) - start);
    }
    // The first one also reads the host.
    expect(waited).toEqual([200 + appcmdMs, 200, 0]);
  });

  it("wait for the next question of an engine that has a rhythm", async () => {
    const host = slowHost();
    const submitted: Promise<Outcome>[] = [];
    await played(host.session.look());
    const asking = (async () => {
      for (const pool of ["A", "B", "C", "D"]) {
        await ask(host, pool, 3);
        submitted.push(host.session.submit(ensure(pool)));
        await after(20);
      }
    })();
    await played(asking.then(() => Promise.all(submitted)));
    expect(host.commits().map(({ pools }) => pools)).toEqual([1, 3]);
  });

  it.each([
    [4900, "starts from it", ["list", "set", "list"]],
    [5100, "reads the host anew", ["list", "list", "set", "list"]],
  ])("%i ms after the last read: the write %s", async (ms, _what, calls) => {
    const host = slowHost();
    await played(host.session.look());
    await jest.advanceTimersByTimeAsync(ms);
    host.session.expect("A");
    await played(host.session.submit(ensure("A")));
    expect(host.calls.map(({ verb }) => verb)).toEqual(calls);
  });

  it("do not end with what an earlier read shows: it is read again", async () => {
    const host = slowHost();
    await played(host.session.look());
    host.session.expect("DefaultAppPool");
    const request: Request = {
      kind: "ensure",
      desired: { target: { pool: "DefaultAppPool" }, settings: {}, inherit: [] },
    };
    expect(await played(host.session.submit(request))).toMatchObject({ ok: true, change: undefined });
    expect(host.calls.map(({ verb }) => verb)).toEqual(["list", "list"]);
  });

  it("do not hold up another host", async () => {
    const [host, other] = [slowHost(), slowHost()];
    const second = new HostSession({ ...other.session.transport, key: "other" }, { expected: host.expected });
    second.expect("Gone");
    host.session.expect("A");
    const at = performance.now();
    await played(host.session.submit(ensure("A")));
    expect(host.calls[0]?.at).toBe(at);
  });
});

describe("requests of an engine", () => {
  it("that works on all at once are one commit, read back once", async () => {
    const host = slowHost();
    expect((await played(runEngine(host, steady(100), 100))).every(({ ok }) => ok)).toBe(true);
    expect(host.commits().map(({ pools }) => pools)).toEqual([100]);
    expect(host.calls.map(({ verb }) => verb)).toEqual(["list", "set", "list"]);
  });

  it.each([1, 3, 8, 16])(
    "that works on %i at a time need no more than one commit beyond the fewest",
    async (parallel) => {
      const host = slowHost();
      await played(runEngine(host, steady(40), parallel));
      expect(host.commits().length).toBeLessThanOrEqual(Math.ceil(40 / parallel) + 1);
      // From the second batch on, no time is lost: what was read back is what the next write starts from.
      expect(host.calls.length).toBeLessThanOrEqual(2 * host.commits().length + 1);
    },
  );

  it("that takes a minute for all of them are one commit all the same", async () => {
    const host = slowHost();
    await played(runEngine(host, steady(60, 800), 100));
    expect(host.commits().map(({ pools }) => pools)).toEqual([60]);
  });

  it("that come while a commit runs are the next one together, and start from its read-back", async () => {
    const host = slowHost();
    host.session.expect("A");
    const first = host.session.submit(ensure("A"));
    while (host.commits().length === 0) await jest.advanceTimersByTimeAsync(1);
    const late = ["B", "C", "D"].map((pool) => {
      host.session.expect(pool);
      return host.session.submit(ensure(pool));
    });
    await played(Promise.all([first, ...late]));
    expect(host.calls.map(({ verb, pools }) => (verb === "set" ? pools : verb))).toEqual([
      ...["list", 1, "list"],
      ...[3, "list"],
    ]);
  });

  it("that stands still again and again makes two commits at most of what is known to come", async () => {
    const pause = (usual: number) =>
      fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 0, max: usual }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 250 }) },
      );
    const resource = fc.record({ pauseMs: pause(10), askMs: pause(5), saveMs: pause(40) });
    await fc.assert(
      fc.asyncProperty(fc.array(resource, { minLength: 2, maxLength: 25 }), async (resources) => {
        const host = slowHost();
        const known = resources.map((_, index) => `Pool ${index}`);
        for (const pool of known) host.session.expect(pool);
        const outcomes = await played(runEngine(host, resources, 100));
        expect(outcomes.every(({ ok }) => ok)).toBe(true);
        expect(host.commits().length).toBeLessThanOrEqual(2);
        expect(host.calls.length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 15 },
    );
  });
});
