import { readFileSync } from "node:fs";
import { HostSession, type IisError, type Outcome, type Request, type Transport } from "../../provider/engine";
import { interruptGraceMs, readBackMs, stoppable } from "../../provider/engine/apply/stop";
import { IisError as StopError } from "../../provider/errors";
import { memoryTransport } from "../emulator/memory-transport";
import { memoryWorld } from "../emulator/memory-world";
import { type OfflineHost, offlineHost, sampleConfig, verbs } from "./offline-host";
import { stopTimers, until, watch } from "./stopped";

let host: OfflineHost;

beforeEach(() => {
  host = offlineHost();
  stopTimers();
});

afterEach(() => {
  jest.useRealTimers();
  host.dispose();
});

const ensure = (pool: string, queueLength = 2000, state?: "Stopped"): Request => ({
  kind: "ensure",
  desired: { target: { pool }, settings: { queueLength }, inherit: [], ...(state && { state }) },
});

/** Submits all of them, and lets them be sent. */
function submitAll(session: HostSession, requests: readonly Request[], timeouts: readonly number[] = []) {
  const outcomes = requests.map((request, index) => session.submit(request, { timeoutMs: timeouts[index] ?? 0 }));
  jest.advanceTimersByTime(200);
  return outcomes;
}

const place = 'applicationHost.config: pool "A": ';
const failure = (code: IisError["code"], sent: boolean, message: string): unknown => ({
  ok: false,
  sent,
  error: expect.objectContaining({ code, message: place + message }),
});

describe("a look after a write whose time is over", () => {
  it("takes ten seconds at most, where a look may take as long as its command", async () => {
    const hangs: Transport = {
      ...host.transport,
      exec: (_args, _signal, end) =>
        new Promise((resolve) => {
          end?.addEventListener("abort", () => {
            resolve({ exitCode: -1, stdout: "", ended: "stopped" });
          });
        }),
    };
    const looking = expect(new HostSession(hangs).lookBack()).rejects.toMatchObject({ code: "TIMEOUT" });
    await jest.advanceTimersByTimeAsync(readBackMs);
    await looking;
    expect((await new HostSession(host.transport).lookBack()).pools.size).toBeGreaterThan(0);
  });
});

describe("cancelling a session", () => {
  it("refuses what waits to be sent, and all that comes later", async () => {
    const session = new HostSession(host.transport);
    const waiting = session.submit(ensure("A"));
    session.cancel();
    const refused = failure("INTERRUPTED", false, "interrupted; nothing was written");
    expect(await waiting).toEqual(refused);
    expect(await session.submit(ensure("A"))).toEqual(refused);
    await expect(session.look()).rejects.toThrow("applicationHost.config: interrupted; not read");
    await expect(session.transport.exec(["recycle", "apppool", "A"])).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect(host.takeCalls()).toEqual([]);
  });

  it("refuses at once what waits for its turn behind a write that runs", async () => {
    const { transport, running } = watch(host, "set config", "when it has worked");
    const session = new HostSession(transport);
    const [first] = submitAll(session, [ensure("DefaultAppPool")]);
    await running;
    const [second] = submitAll(session, [ensure("A")]);
    session.cancel();
    expect(await second).toEqual(failure("INTERRUPTED", false, "interrupted; nothing was written"));
    await until(() => host.config().includes('queueLength="2000"'));
    jest.advanceTimersByTime(interruptGraceMs);
    expect(await first).toMatchObject({ ok: true });
    expect(host.config()).not.toContain('name="A"');
  });

  it("ends a read that runs", async () => {
    const { transport, running } = watch(host, "list apppool", "before it works");
    const session = new HostSession(transport);
    const looks = [session.look(), session.look({ explicit: true })];
    await running;
    session.cancel();
    for (const look of looks) await expect(look).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect(host.takeCalls()).toEqual([]);
  });

  it("ends the look before a write, which is then not begun", async () => {
    const { transport, running } = watch(host, "list apppool", "before it works");
    const session = new HostSession(transport);
    const [outcome] = submitAll(session, [ensure("A")]);
    await running;
    session.cancel();
    expect(await outcome).toEqual(failure("INTERRUPTED", false, "interrupted; nothing was written"));
    expect(host.takeCalls()).toEqual([]);
  });

  it("lets a write that runs come to its end, and reads it back", async () => {
    const { transport, running } = watch(host, "set config", "never");
    const session = new HostSession(transport);
    const [outcome] = submitAll(session, [ensure("A")]);
    await running;
    session.cancel();
    expect(await outcome).toMatchObject({ ok: true, pool: { name: "A" } });
    expect(verbs(host.takeCalls())).toEqual(["list apppool", "set config", "list apppool"]);
  });

  it("ends a write that takes longer than the grace, not sooner, and says what is left of it", async () => {
    const { transport, running } = watch(host, "set config", "before it works");
    const before = host.config();
    const session = new HostSession(transport);
    const [outcome] = submitAll(session, [ensure("A")]);
    const end = await running;
    session.cancel();
    jest.advanceTimersByTime(interruptGraceMs - 1);
    expect(end?.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    const left = "not all of it was written; remaining differences (live -> desired): create; queueLength 2000";
    expect(await outcome).toEqual(failure("INTERRUPTED", true, `interrupted; ${left}`));
    expect(host.config()).toBe(before);
    expect((await session.look()).pools.has("a")).toBe(false);
  });

  it("takes a write for done that was ended after it was carried out", async () => {
    const { transport, running } = watch(host, "set config", "when it has worked");
    const session = new HostSession(transport);
    const outcomes = submitAll(session, [ensure("A"), ensure("B")]);
    await running;
    session.cancel();
    await until(() => host.config().includes('name="B"'));
    jest.advanceTimersByTime(interruptGraceMs);
    expect(await Promise.all(outcomes)).toMatchObject([
      { ok: true, pool: { name: "A" } },
      { ok: true, pool: { name: "B" } },
    ]);
  });

  it("begins no second step, and lets the host be looked at for what the first one left", async () => {
    const { transport, running } = watch(host, "set config", "never");
    const session = new HostSession(transport);
    const [outcome] = submitAll(session, [ensure("DefaultAppPool", 2000, "Stopped")]);
    await running;
    session.cancel();
    expect(await outcome).toMatchObject({
      ...{ ok: false, sent: true },
      error: {
        message: expect.stringMatching(/: interrupted; not all .* remaining differences .*: state Started -> Stopped$/),
      },
    });
    const pool = (await session.look()).pools.get("defaultapppool");
    expect(pool).toMatchObject({ state: "Started", settings: { queueLength: 2000 } });
    expect(verbs(host.takeCalls())).toEqual(["list apppool", "set config", "list apppool", "list apppool"]);
  });

  it("says that it may have taken effect where the host does not answer any more", async () => {
    const writing = watch(host, "set config", "when it has worked");
    const reading = watch({ ...host, transport: writing.transport }, "list apppool", "before it works", 1);
    const session = new HostSession(reading.transport);
    const [outcome] = submitAll(session, [ensure("A")]);
    await writing.running;
    session.cancel();
    jest.advanceTimersByTime(interruptGraceMs);
    const end = await reading.running;
    jest.advanceTimersByTime(readBackMs - 1);
    expect(end?.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    const fate = "what was sent may have taken effect. Rerun, which reads the host first";
    expect(await outcome).toEqual(failure("INTERRUPTED", true, `interrupted; ${fate}`));
  });
});

describe("a write on another machine that is given up", () => {
  /** A host whose first write is answered with nothing, and is carried out at that look afterwards; 0: never. */
  function remoteHost(carriedOutAt: number) {
    const world = memoryWorld(readFileSync(sampleConfig, "utf8"));
    const inner = memoryTransport(world);
    const sent: string[] = [];
    let given: readonly string[] | undefined;
    let looks = 0;
    const exec: Transport["exec"] = (args, signal, end) => {
      sent.push(args.slice(0, 2).join(" "));
      if (args[0] === "set" && given === undefined) {
        given = args;
        return new Promise((resolve) => {
          end?.addEventListener("abort", () => {
            resolve({ exitCode: -1, stdout: "", ended: "lost" });
          });
        });
      }
      if (given !== undefined && ++looks === carriedOutAt) world.appcmd(...given);
      return inner.exec(args, signal, end);
    };
    return { session: new HostSession({ ...inner, exec }), sent };
  }

  it.each([1, 4])("is done where it is carried out all the same, at look %i", async (look) => {
    const { session, sent } = remoteHost(look);
    const [outcome] = submitAll(session, [ensure("A")]);
    await until(() => sent.includes("set config"));
    session.cancel();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await outcome).toMatchObject({ ok: true });
    expect(sent.filter((verb) => verb === "set config")).toHaveLength(1);
    expect(sent.filter((verb) => verb === "list apppool")).toHaveLength(1 + look);
  });

  it("is looked for as long as that of a connection that broke, and not sent again", async () => {
    const { session, sent } = remoteHost(0);
    const [outcome] = submitAll(session, [ensure("A")]);
    await until(() => sent.includes("set config"));
    session.cancel();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await outcome).toMatchObject({ ok: false, sent: true, error: { code: "INTERRUPTED" } });
    expect(sent.filter((verb) => verb === "set config")).toHaveLength(1);
    expect(sent.filter((verb) => verb === "list apppool").length).toBeGreaterThan(5);
  });
});

const over = (seconds: number): string => `not done within ${seconds} s (customTimeouts)`;

describe("a request with a time", () => {
  it("that is not begun by then is refused", async () => {
    const session = new HostSession(host.transport, { quietMs: 60_000 });
    const [outcome] = submitAll(session, [ensure("A")], [5000]);
    jest.advanceTimersByTime(5000);
    expect(await outcome).toEqual(failure("TIMEOUT", false, `${over(5)}; nothing was written`));
    jest.advanceTimersByTime(60_000);
    expect(host.takeCalls()).toEqual([]);
  });

  it("that runs at that time is ended, and what is left of it is told", async () => {
    const { transport, running } = watch(host, "set config", "before it works");
    const session = new HostSession(transport);
    const [outcome] = submitAll(session, [ensure("A")], [60_000]);
    const end = await running;
    expect(end?.aborted).toBe(false);
    jest.advanceTimersByTime(60_000);
    const left = "not all of it was written; remaining differences (live -> desired): create; queueLength 2000";
    expect(await outcome).toEqual(failure("TIMEOUT", true, `${over(60)}; ${left}`));
    // The session is none the worse for it.
    const [again] = submitAll(session, [ensure("A")]);
    expect(await again).toMatchObject({ ok: true });
  });

  it("shares its commit with another that has more, and is done with it", async () => {
    const { transport, running } = watch(host, "set config", "when it has worked");
    const outcomes = submitAll(new HostSession(transport), [ensure("A"), ensure("B")], [5000, 60_000]);
    const end = await running;
    await until(() => host.config().includes('name="B"'));
    jest.advanceTimersByTime(59_000);
    expect(end?.aborted).toBe(false);
    jest.advanceTimersByTime(1000);
    expect(await Promise.all(outcomes)).toMatchObject([{ ok: true }, { ok: true }]);
  });

  it("is not ended by it where another of the commit has none", async () => {
    const { transport, running } = watch(host, "set config", "never");
    const outcomes = submitAll(new HostSession(transport), [ensure("A"), ensure("B")], [5000]);
    const end = await running;
    jest.advanceTimersByTime(60_000);
    expect(end?.aborted).toBe(false);
    expect(await Promise.all(outcomes)).toMatchObject([{ ok: true }, { ok: true }]);
  });

  it("is not sent a second time after it, the others are", async () => {
    const inner = memoryTransport(memoryWorld(readFileSync(sampleConfig, "utf8")));
    const commits: string[][] = [];
    const exec: Transport["exec"] = (args) => {
      if (args[0] === "set") commits.push(args.filter((arg) => arg.startsWith("/+")));
      if (args[0] !== "set" || commits.length > 1) return inner.exec(args);
      jest.advanceTimersByTime(5000);
      return Promise.resolve({ exitCode: 32, stdout: "" });
    };
    const session = new HostSession({ ...inner, exec });
    const outcomes: Promise<Outcome>[] = submitAll(session, [ensure("A"), ensure("B")], [5000]);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await Promise.all(outcomes)).toMatchObject([
      // appcmd refused the common commit, because another tool had the file open: nothing was written.
      { ok: false, sent: false, error: { code: "TIMEOUT" } },
      { ok: true },
    ]);
    expect(commits.map((edits) => edits.length)).toEqual([2, 1]);
  });

  it("of a thousand hours has them", async () => {
    jest.useRealTimers();
    const session = new HostSession(host.transport);
    expect(await session.submit(ensure("A"), { timeoutMs: 3_600_000_000 })).toMatchObject({ ok: true });
  });
});

describe("work that may have to stop for two reasons", () => {
  const reasons = [
    new StopError("INTERRUPTED", { problem: "interrupted" }),
    new StopError("TIMEOUT", { problem: "too late" }),
  ];

  /** A command that runs until it is ended, by way of a stoppable transport of a stoppable one. */
  function begin(args: readonly string[]) {
    const controllers = [new AbortController(), new AbortController()];
    const given: { signal?: AbortSignal | undefined; end?: AbortSignal | undefined } = {};
    const exec: Transport["exec"] = (_args, signal, end) => {
      Object.assign(given, { signal, end });
      return new Promise((resolve) => {
        end?.addEventListener("abort", () => {
          resolve({ exitCode: -1, stdout: "", ended: "stopped" });
        });
      });
    };
    const [inner, outer] = controllers.map(({ signal }) => signal);
    const result = stoppable(stoppable({ ...host.transport, exec }, inner), outer).exec(args);
    result.catch(() => undefined);
    return {
      result,
      given,
      stop: (which: number) => {
        controllers[which]!.abort(reasons[which]);
      },
    };
  }

  it.each([0, 1])("ends a read for reason %i, and is refused with it", async (which) => {
    const { result, given, stop } = begin(["list", "apppool"]);
    stop(which);
    expect([given.signal?.aborted, given.end?.aborted]).toEqual([true, true]);
    const { code, message } = reasons[which]!;
    await expect(result).rejects.toMatchObject({ code, message: `applicationHost.config: ${message}; not read` });
  });

  it.each([
    [0, interruptGraceMs],
    [1, 0],
  ])("lets a write that runs at reason %i go on for %i ms", async (which, ms) => {
    const { result, given, stop } = begin(["set", "config"]);
    stop(which);
    expect([given.signal?.aborted, given.end?.aborted]).toEqual([true, ms === 0]);
    jest.advanceTimersByTime(ms);
    expect(given.end?.aborted).toBe(true);
    expect(await result).toMatchObject({ ended: "stopped" });
  });

  it("is refused with its reason where the transport knows only that it has to stop", async () => {
    const controller = new AbortController();
    const exec: Transport["exec"] = () => {
      controller.abort(reasons[1]);
      return Promise.reject(
        new StopError("INTERRUPTED", { host: "web-01", problem: "interrupted before anything was sent to it" }),
      );
    };
    const sent = stoppable({ ...host.transport, exec }, controller.signal).exec(["recycle", "apppool", "A"]);
    await expect(sent).rejects.toMatchObject({
      ...{ code: "TIMEOUT", message: "applicationHost.config: too late; not written" },
    });
  });
});
