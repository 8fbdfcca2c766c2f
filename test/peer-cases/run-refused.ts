import { findPool, inspectHost } from "../../provider/engine";
import type { Fault } from "../../provider/errors";
import type { OfflineHost } from "../engine/offline-host";
import { type Flat, type PeerCase, poolsOf } from "./cases";
import { check } from "./declare";
import { messageLike } from "./expect-message";
import { bytesOf, onHost } from "./given-host";

/** What the check must refuse: a path of the input and how the message reads. */
export type Refusals = Readonly<Record<string, RegExp>>;

/** The case must be refused before anything is written: one fault, at what the case declares, worded as the peer's. */
export async function runRefused(one: PeerCase): Promise<void> {
  const [[, settings] = ["", {}], ...others] = poolsOf(one.desired);
  expect(others).toEqual([]);
  const [path = "name", ...more] = Object.keys(settings);
  expect(more).toEqual([]);
  expect(["error", "after"]).toEqual(expect.arrayContaining(Object.keys(one.expect)));
  const message = messageLike(one.expect.error ?? "");
  await onHost(one.given, async (host) => {
    await expectNothingHappens(host, () => {
      const faults = faultsOf(one, host);
      expect(faults).toHaveLength(1);
      expect(faults[0]?.path).toMatch(placeOf(path, settings));
      expect(faults[0]?.message).toMatch(message);
    });
    await expectAbsence(one, host);
  });
}

/** The case as it stands is refused by ours alone: exactly these faults, and nothing written. */
export async function expectRefused(one: PeerCase, refusals: Refusals): Promise<void> {
  await onHost(one.given, (host) =>
    expectNothingHappens(host, () => {
      const faults = faultsOf(one, host);
      expect(faults.map(({ path }) => path)).toEqual(Object.keys(refusals));
      for (const { path, message } of faults) expect(message).toMatch(refusals[path] ?? /^$/);
    }),
  );
}

function faultsOf({ desired }: PeerCase, host: OfflineHost): Fault[] {
  const defaults = desired.applicationPoolDefaults;
  return [
    ...poolsOf(desired).flatMap(([name, settings]) => check(host, "pool", settings, name).faults),
    ...(defaults === undefined ? [] : check(host, "defaults", defaults).faults),
  ];
}

/** The fault of a list or a map names the entry. */
function placeOf(path: string, settings: Flat): RegExp {
  const value = settings[path];
  const entry = Array.isArray(value) ? "\\[\\d+\\]" : typeof value === "object" ? "\\.\\w+" : "";
  return new RegExp(`^${path.replaceAll(".", "\\.")}${entry}$`);
}

/** Zero commits, zero processes even, and the bytes as they were. */
async function expectNothingHappens(host: OfflineHost, work: () => void): Promise<void> {
  const before = bytesOf(host);
  work();
  await new Promise(setImmediate);
  expect(host.takeCalls()).toEqual([]);
  expect(bytesOf(host)).toBe(before);
}

async function expectAbsence({ desired, expect: { after } }: PeerCase, host: OfflineHost): Promise<void> {
  if (after === undefined) return;
  expect(after).toEqual({ pool_exists: false });
  const live = await inspectHost(host.transport);
  for (const [name] of poolsOf(desired)) expect(findPool(live, name)).toBeUndefined();
}
