import { readFileSync } from "node:fs";
import fc, { type Scheduler } from "fast-check";
import { applyRequests, desiredOf, HostSession, type Outcome, type Request } from "../../provider/engine";
import type { Settings } from "../../provider/settings/value";
import { poolKey } from "../../provider/names";
import { inspectHost } from "../../provider/engine/inspect";
import { memoryTransport } from "../emulator/memory-transport";
import { type MemoryWorld, memoryWorld } from "../emulator/memory-world";
import { sampleConfig } from "./offline-host";
import { scheduledHost, scheduleTimers } from "./scheduled-host";

const sample = readFileSync(sampleConfig, "utf8");

const ensure = (pool: string, settings: Record<string, number>, mustBeNew = false): Request => ({
  kind: "ensure",
  desired: desiredOf({ pool }, { settings }),
  mustBeNew,
});

/** What stands on the host in the end, read by nobody else's leave. */
async function settingsOf(world: MemoryWorld, pool: string): Promise<Settings | undefined> {
  return (await inspectHost(memoryTransport(world))).pools.get(poolKey(pool))?.settings;
}

const isOk = ({ ok }: Outcome): boolean => ok;

/** Runs a property for every order that the scheduler tries, with its timers. */
function everyOrder(property: (s: Scheduler) => Promise<void>): Promise<void> {
  return fc.assert(
    fc.asyncProperty(fc.scheduler(), async (s) => {
      const end = scheduleTimers(s);
      try {
        await property(s);
      } finally {
        end();
      }
    }),
    { numRuns: 150 },
  );
}

describe("two processes that write to one host, whatever order their reads, commits and answers are in,", () => {
  it("both get what they declare of one pool, and keep what neither declares", () =>
    everyOrder(async (s) => {
      const world = memoryWorld(sample);
      world.appcmd("set", "apppool", "DefaultAppPool", "/failure.rapidFailProtectionMaxCrashes:9");
      const [a, b] = ["A", "B"].map((name) => scheduledHost(s, world, name).transport);
      const outcomes = await s.waitFor(
        Promise.all([
          applyRequests(a!, [ensure("DefaultAppPool", { queueLength: 2000 }), ensure("OfA", { queueLength: 50 })]),
          applyRequests(b!, [ensure("DefaultAppPool", { "cpu.limit": 5000 }), ensure("OfB", { queueLength: 60 })]),
        ]),
      );
      expect(outcomes.flat().every(isOk)).toBe(true);
      const left = { queueLength: 2000, "cpu.limit": 5000, "failure.rapidFailProtectionMaxCrashes": 9 };
      expect(await settingsOf(world, "DefaultAppPool")).toMatchObject(left);
      expect(await settingsOf(world, "OfA")).toMatchObject({ queueLength: 50 });
      expect(await settingsOf(world, "OfB")).toMatchObject({ queueLength: 60 });
    }));

  it("make one new pool once: the other is refused, and the pool is as the first declares it", () =>
    everyOrder(async (s) => {
      const world = memoryWorld(sample);
      const lengths = [2000, 3000];
      const outcomes = await s.waitFor(
        Promise.all(
          lengths.map((queueLength, index) =>
            applyRequests(scheduledHost(s, world, `AB`[index]!).transport, [ensure("Shop", { queueLength }, true)]),
          ),
        ),
      );
      const made = outcomes.flat().map(isOk);
      expect([...made].sort()).toEqual([false, true]);
      expect(outcomes.flat()[made.indexOf(false)]).toMatchObject({ error: { code: "POOL_EXISTS" } });
      expect(await settingsOf(world, "Shop")).toMatchObject({ queueLength: lengths[made.indexOf(true)] });
    }));

  it("end with what one of them declares where both declare the same setting", () =>
    everyOrder(async (s) => {
      const world = memoryWorld(sample);
      const outcomes = await s.waitFor(
        Promise.all(
          [2000, 3000].map((queueLength, index) =>
            applyRequests(scheduledHost(s, world, `AB`[index]!).transport, [ensure("DefaultAppPool", { queueLength })]),
          ),
        ),
      );
      const left = (await settingsOf(world, "DefaultAppPool"))?.["queueLength"];
      expect([2000, 3000]).toContain(left);
      expect(outcomes.flat()[left === 2000 ? 0 : 1]).toMatchObject({ ok: true });
      for (const outcome of outcomes.flat()) if (!outcome.ok) expect(outcome.error.code).toBe("VERIFY_FAILED");
    }));
});

/** What the sessions were asked for, and what of it was answered. */
interface Model {
  readonly submitted: Map<string, Record<string, number>>;
}

interface Real {
  readonly sessions: readonly HostSession[];
  /** What each session has reported as done, by pool. */
  readonly done: readonly Map<string, Record<string, number>>[];
  readonly running: Promise<unknown>[];
}

/** Each session has a setting of its own, so that no order of the two loses anything. */
const own = ["queueLength", "cpu.limit"] as const;

class Submit implements fc.AsyncCommand<Model, Real> {
  constructor(
    readonly session: number,
    readonly pool: string,
    readonly value: number,
  ) {}

  /** One resource manages a pool: a session is asked for each once. */
  check({ submitted }: Model): boolean {
    return !submitted.has(`${this.session} ${this.pool}`);
  }

  run({ submitted }: Model, { sessions, done, running }: Real): Promise<void> {
    const settings = { [own[this.session]!]: this.value };
    submitted.set(`${this.session} ${this.pool}`, settings);
    const outcome = sessions[this.session]!.submit(ensure(this.pool, settings));
    running.push(
      outcome.then((one) => {
        expect(one).toMatchObject({ ok: true, pool: { settings } });
        done[this.session]!.set(poolKey(this.pool), settings);
      }),
    );
    return Promise.resolve();
  }

  toString(): string {
    return `session ${this.session} submits ${this.pool} with ${this.value}`;
  }
}

class Look implements fc.AsyncCommand<Model, Real> {
  constructor(readonly session: number) {}

  check(): boolean {
    return true;
  }

  /** Nothing is awaited here: the scheduler goes on with the host's steps when this is over. */
  run(_model: Model, { sessions, done, running }: Real): Promise<void> {
    const before = [...done[this.session]!];
    const looked = sessions[this.session]!.look();
    running.push(
      looked.then(({ pools }) => {
        for (const [pool, settings] of before) expect(pools.get(pool)?.settings).toMatchObject(settings);
      }),
    );
    return Promise.resolve();
  }

  toString(): string {
    return `session ${this.session} looks`;
  }
}

describe("two sessions of one host in a process, whatever they are asked and in what order it happens,", () => {
  const session = fc.integer({ min: 0, max: 1 });
  const commands = fc.commands(
    [
      fc
        .tuple(session, fc.constantFrom("DefaultAppPool", "New", "Other"), fc.integer({ min: 100, max: 9000 }))
        .map((given) => new Submit(...given)),
      session.map((one) => new Look(one)),
    ],
    { maxCommands: 8 },
  );

  it("lose no update, write one at a time, and see what they wrote", () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), commands, async (s, asked) => {
        const end = scheduleTimers(s);
        try {
          const world = memoryWorld(sample);
          const host = scheduledHost(s, world, "the process");
          const real: Real = {
            sessions: own.map(() => new HostSession(host.transport)),
            done: own.map(() => new Map<string, Record<string, number>>()),
            running: [],
          };
          const model: Model = { submitted: new Map() };
          await fc.scheduledModelRun(s, () => ({ model, real }), asked);
          await s.waitFor(Promise.all(real.running));
          expect(host.mostWriters()).toBeLessThanOrEqual(1);
          for (const [asked, settings] of model.submitted) {
            expect(await settingsOf(world, asked.slice(2))).toMatchObject(settings);
          }
        } finally {
          end();
        }
      }),
      { numRuns: 150 },
    ));
});
