import { findPool, inspectHost, type LiveHost } from "../../provider/engine";
import type { Settings, SettingValue } from "../../provider/settings/value";
import { Secret } from "../../provider/secret";
import type { OfflineHost } from "../engine/offline-host";
import { type Flat, type PeerCase, poolsOf, unmarked } from "./cases";
import { bytesOf, onHost } from "./given-host";

const ofDefaults = "applicationPoolDefaults.";

/** Asserts that the host, looked at again, is as the case says; `before`: its bytes at the start. */
export async function expectAfter(one: PeerCase, host: OfflineHost, before: string): Promise<void> {
  const { after } = one.expect;
  if (after === undefined) return;
  if (after === "identical to before") {
    expect(bytesOf(host)).toBe(before);
  } else if (after === "schema or applicationPoolDefaults values") {
    await expectNothingExplicit(one, host);
  } else if (typeof after === "object") {
    expectLive(one, after, await look(host, after));
  } else {
    throw new Error(`${one.id}: nobody knows how to check "${after}"`);
  }
}

function look(host: OfflineHost, after: Flat): Promise<LiveHost> {
  return inspectHost(host.transport, {
    defaults: Object.keys(after).some((key) => key.startsWith("applicationPoolDefaults")),
  });
}

function expectLive(one: PeerCase, after: Flat, live: LiveHost): void {
  const { pool_exists: exists, state, ...rest } = after;
  const names = namesOf(one);
  if (exists !== undefined) {
    expect(names.map((name) => findPool(live, name) !== undefined)).toEqual(names.map(() => exists));
    const others = poolsOf(one.given).filter(([name]) => !names.includes(name));
    expect(others.filter(([name]) => findPool(live, name) === undefined)).toEqual([]);
  }
  if (state !== undefined) expect(names.map((name) => findPool(live, name)?.state)).toEqual(names.map(() => state));
  for (const [key, expected] of Object.entries(rest)) {
    if (key === "applicationPoolDefaults") expectSettings(live.defaults, expected as Flat);
    else if (key.startsWith(ofDefaults)) expectSettings(live.defaults, { [key.slice(ofDefaults.length)]: expected });
    else if (key === "effective of a pool that sets nothing") expectPools(live, poolNames(one.given), expected as Flat);
    else if (key === "effective schedule") expectPools(live, names, { "recycling.periodicRestart.schedule": expected });
    else expectPools(live, names, { [key]: expected });
  }
}

/** The pools that a case is about. */
function namesOf({ given, desired }: PeerCase): readonly string[] {
  return [desired.then ?? desired, given].map(poolNames).find((names) => names.length > 0) ?? [];
}

function poolNames(side: PeerCase["given"] & { readonly absent?: readonly string[] }): readonly string[] {
  return [...poolsOf(side).map(([name]) => name), ...(side.absent ?? [])];
}

/** Asserts settings of pools that must be there. */
export function expectPools(live: LiveHost, names: readonly string[], expected: Flat): void {
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expectSettings(findPool(live, name)?.settings, expected);
}

/** Asserts live settings. What the case writes as one text may live as a list. */
export function expectSettings(live: Settings | undefined, expected: Flat): void {
  const shown = Object.entries(expected).map(([path, marked]) => {
    const wanted = unmarked(marked);
    const now = live?.[path];
    return [path, spelledAs(now, wanted), comparable(wanted)] as const;
  });
  expect(Object.fromEntries(shown.map(([path, now]) => [path, now]))).toEqual(
    Object.fromEntries(shown.map(([path, , wanted]) => [path, wanted])),
  );
}

function spelledAs(now: SettingValue | undefined, wanted: unknown): unknown {
  if (now instanceof Secret) return now.reveal();
  if (Array.isArray(now) && typeof wanted === "string") return comparable(now.join(","));
  return comparable(now);
}

/** Flags are compared without the blanks behind their commas, lists as sets. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return [...(value as unknown[])].sort();
  return typeof value === "string" ? value.replaceAll(", ", ",") : value;
}

/** Nothing is written at the pool any more, and it has the values of a pool that never had anything of its own. */
async function expectNothingExplicit(one: PeerCase, host: OfflineHost): Promise<void> {
  const live = await inspectHost(host.transport, { explicit: true });
  const names = namesOf(one);
  const fresh = { ...one.given, pools: Object.fromEntries(names.map((name) => [name, {}])) };
  const untouched = await onHost(fresh, (other) => inspectHost(other.transport));
  for (const name of names) {
    expect(Object.keys(live.explicit?.pools.get(name.toLowerCase()) ?? {})).toEqual([]);
    expect(host.config()).toContain(`<add name="${name}" />`);
    expect(findPool(live, name)?.settings).toEqual(findPool(untouched, name)?.settings);
  }
}
