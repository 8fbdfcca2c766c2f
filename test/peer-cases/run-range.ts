import { findPool, inspectHost } from "../../provider/engine";
import { checkPool } from "../../provider/pool-file/pool/app-pool";
import { nestSettings } from "../../provider/settings/paths";
import type { PeerCase } from "./cases";
import { again, requestsOf } from "./declare";
import { expectSettings } from "./expect-after";
import { expectOnlyReads, onHost } from "./given-host";
import { applyAll } from "./run-desired";

const ofName = "<name length>";

/** A bound as the setting is written. */
interface Bound {
  readonly name: string;
  readonly path: string;
  readonly value: unknown;
  /** Where a fault is told. */
  readonly place: string;
}

/**
 * Checks both sides of each bound: what lies outside is refused at its path, what lies inside is accepted, and IIS takes
 * it too and gives it back.
 */
export async function runRange(one: PeerCase): Promise<void> {
  const { range_of: range = "" } = one.desired;
  const { unit, valid_at: valid, error_at: invalid } = one.expect;
  const bounds = (numbers: unknown): Bound[] =>
    (numbers as number[]).map((at, index) => boundOf(range, unit, at, index));
  for (const bound of bounds(invalid)) expect(faultPaths(bound)).toEqual([bound.place]);
  for (const bound of bounds(valid)) expect(faultPaths(bound)).toEqual([]);
  const pools = bounds(valid).map(({ name, path, value }) => [name, path === "name" ? {} : { [path]: value }] as const);
  await onHost(one.given, async (host) => {
    const requests = await requestsOf(host, { pools: Object.fromEntries(pools) }, one.given);
    await applyAll(host, requests);
    const live = await inspectHost(host.transport);
    for (const [name, settings] of pools) {
      expect(findPool(live, name)?.name).toBe(name);
      expectSettings(findPool(live, name)?.settings, settings);
    }
    host.takeCalls();
    await applyAll(host, again(requests));
    expectOnlyReads(host.takeCalls());
  });
}

function faultPaths({ name, path, value }: Bound): string[] {
  const { faults } = checkPool({ name, ...nestSettings({ [path]: value }) }, { kind: "pool" });
  return faults.map((fault) => fault.path);
}

function boundOf(range: string, unit: unknown, at: number, index: number): Bound {
  if (range === ofName) return { name: "n".repeat(at), path: "name", value: undefined, place: "name" };
  const name = `Bound ${index + 1}`;
  const path = range.replace("[]", "");
  const value = unit === "min" ? clock(at * 60) : unit === "s" ? clock(at) : at;
  if (path !== range) return { name, path, value: [value], place: `${path}[0]` };
  return { name, path, value, place: path };
}

/** Seconds as IIS writes them. */
function clock(seconds: number): string {
  const rest = Math.abs(seconds);
  const days = Math.floor(rest / 86_400);
  const parts = [Math.floor((rest % 86_400) / 3600), Math.floor((rest % 3600) / 60), rest % 60];
  const time = parts.map((part) => String(part).padStart(2, "0")).join(":");
  return `${seconds < 0 ? "-" : ""}${days > 0 ? `${days}.` : ""}${time}`;
}
