import { readFileSync } from "node:fs";
import { applyWaves, type WaveOptions } from "../../provider/engine/verbs/apply-waves";
import type { ApplyTarget } from "../../provider/engine/verbs/apply-plan";
import { memoryTransport } from "../emulator/memory-transport";
import { memoryWorld } from "../emulator/memory-world";
import { sampleConfig } from "./offline-host";
import { planYaml } from "./planned";

const sample = readFileSync(sampleConfig, "utf8");
const changes = "pools: { DefaultAppPool: { queueLength: 2000 } }";

/** Hosts to be changed as their texts say; all that happens is written down. */
async function fleet(texts: Readonly<Record<string, string>>, happened: string[]): Promise<ApplyTarget[]> {
  return Promise.all(
    Object.entries(texts).map(async ([name, yaml]) => {
      const inner = memoryTransport(memoryWorld(sample));
      const transport: ApplyTarget["transport"] = {
        ...inner,
        host: name,
        exec: (args, signal) => {
          happened.push(`${name} ${args[0] ?? ""}`);
          return inner.exec(args, signal);
        },
      };
      const planned = await planYaml(inner, yaml, { explicit: true });
      return { name, transport, planned };
    }),
  );
}

function options(happened: string[], more: Partial<WaveOptions> = {}): WaveOptions {
  return {
    ...{ rollbackOnError: false, parallel: 1 },
    ...{ signal: new AbortController().signal, settleMs: 10_000, tell: () => undefined },
    wait: (ms) => Promise.resolve(void happened.push(`wait ${ms}`)),
    probesOf: (address) => ({ address, probes: new Map() }),
    ...more,
  };
}

const waves = [
  { name: "1", hosts: ["a"] },
  { name: "100%", hosts: ["b", "c"] },
];

it("lets a wave settle once before its gate looks, and one without changes not at all", async () => {
  const happened: string[] = [];
  const targets = await fleet({ a: changes, b: "pools: {}", c: "pools: {}" }, happened);
  const { waves: ended } = await applyWaves(targets, waves, options(happened));
  expect(ended.map(({ outcome }) => outcome)).toEqual(["passed", "passed"]);
  expect(happened).toEqual(["a list", "a set", "a list", "wait 10000", "a list"]);
});

it("does not wait where it is to settle for no time", async () => {
  const happened: string[] = [];
  await applyWaves(await fleet({ a: changes, b: "pools: {}", c: "pools: {}" }, happened), waves, {
    ...options(happened),
    settleMs: 0,
  });
  expect(happened).toEqual(["a list", "a set", "a list", "a list"]);
});

it("is interrupted while it settles: the gate looks no more, and that is told", async () => {
  const happened: string[] = [];
  const control = new AbortController();
  const targets = await fleet({ a: changes, b: changes, c: changes }, happened);
  const { hosts, waves: ended } = await applyWaves(targets, waves, {
    ...options(happened, { rollbackOnError: true }),
    signal: control.signal,
    wait: () => {
      control.abort();
      return Promise.resolve();
    },
  });
  expect(ended.map(({ outcome, problems }) => [outcome, problems.map(({ code }) => code)])).toEqual([
    ["failed", ["INTERRUPTED"]],
    ["not begun", []],
  ]);
  expect(hosts.map((one) => one.ok && [one.value.applied.length, one.value.remaining.length])).toEqual([
    [1, 0],
    [0, 1],
    [0, 1],
  ]);
  expect(happened.filter((what) => what.endsWith(" set"))).toEqual(["a set"]);
});

it("begins no further wave once it is interrupted", async () => {
  const happened: string[] = [];
  const control = new AbortController();
  const targets = await fleet({ a: "pools: {}", b: changes, c: changes }, happened);
  const told: string[] = [];
  const tell = (line: string): void => {
    told.push(line);
    if (line.endsWith("passed")) control.abort();
  };
  const { waves: ended } = await applyWaves(targets, waves, options(happened, { signal: control.signal, tell }));
  expect(ended.map(({ outcome }) => outcome)).toEqual(["passed", "not begun"]);
  expect(told).toEqual(["wave 1 of 2 (1): a", "wave 1 of 2 (1) passed"]);
  expect(happened).toEqual([]);
});

it("does not pass a wave that is interrupted before its first change", async () => {
  const happened: string[] = [];
  const control = new AbortController();
  const targets = await fleet({ a: changes, b: changes, c: changes }, happened);
  const tell = (line: string): void => {
    if (line === "wave 1 of 2 (1): a") control.abort();
  };
  const { hosts, waves: ended } = await applyWaves(targets, waves, options(happened, { signal: control.signal, tell }));
  expect(ended.map(({ outcome }) => outcome)).toEqual(["failed", "not begun"]);
  expect(hosts.map((one) => one.ok && one.value.remaining.length)).toEqual([1, 1, 1]);
  expect(happened.filter((what) => what.endsWith(" set"))).toEqual([]);
});

it("tells of a host that cannot be looked at behind its wave, and of the others", async () => {
  const happened: string[] = [];
  const targets = await fleet({ a: "pools: {}", b: changes, c: changes }, happened);
  const isWritten = (name: string): boolean => happened.filter((what) => what === `${name} list`).length > 2;
  const broken = targets.map((target) =>
    target.name === "b"
      ? {
          ...target,
          transport: {
            ...target.transport,
            exec: async (args: readonly string[]) => {
              const result = await target.transport.exec(args);
              return isWritten("b") ? { exitCode: 5, stdout: "denied" } : result;
            },
          },
        }
      : target,
  );
  const { hosts, waves: ended } = await applyWaves(broken, waves, options(happened));
  expect(ended[1]).toMatchObject({ outcome: "failed", problems: [{ code: "ACCESS_DENIED" }] });
  expect(ended[1]?.problems).toHaveLength(1);
  expect(hosts.map((one) => one.ok && one.value.applied.length)).toEqual([0, 1, 1]);
});
