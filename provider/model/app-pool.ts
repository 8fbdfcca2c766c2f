import type { Fault } from "../errors";
import type { AttributeValue } from "../schema/codecs";
import { crossChecks, type Declared } from "./cross-checks";
import { contradictions, impliedSettings, multiInstanceFaults, multiInstanceKey } from "./multi-instance";
import { poolNameProblem } from "./pool-name";
import { readSettings } from "./read-settings";

/** The desired side of one pool: what the user declared and nothing else. */
export interface CheckedPool {
  readonly name?: string;
  readonly state?: "Started" | "Stopped";
  /** As declared; what `false` stands for is among the settings. */
  readonly multiInstance?: boolean;
  /** Path to canonical value; what was left out is absent. */
  readonly settings: Record<string, AttributeValue>;
}

const poolKeys = ["name", "state", multiInstanceKey] as const;

/** How an input is to be read. */
export interface CheckOptions {
  readonly kind: "pool" | "defaults";
  /** False where the pool's name stands elsewhere: `name` is a fault then. */
  readonly isNamed?: boolean;
  /** Keys beside the settings that the caller handles itself: passed over here, and offered by "did you mean". */
  readonly otherKeys?: readonly string[];
  /** True where the value at that path, a setting or a group, is not known yet; such paths are absent from the input. */
  readonly isUnknown?: (path: string) => boolean;
}

/** A pool, or every fault of it. With faults, `pool` holds what could be read and must not be applied. */
export interface PoolCheck {
  readonly pool: CheckedPool;
  readonly faults: readonly Fault[];
}

/** Reads one pool's input, or that of applicationPoolDefaults. All faults are found at once. */
export function checkPool(input: unknown, options: CheckOptions): PoolCheck {
  const read = readPool(input, options);
  const { pool, faults } = completePool(read.pool, read.faults, options.isUnknown);
  return { pool, faults: [...read.faults, ...faults] };
}

/** The first half of {@link checkPool}: each value on its own. */
export function readPool(input: unknown, { kind, isNamed = true, otherKeys = [] }: CheckOptions): PoolCheck {
  const ownKeys = kind === "defaults" ? [] : isNamed ? poolKeys : poolKeys.slice(1);
  const { name, state, multiInstance } = ownValues(input);
  const refused = poolKeys.filter((key) => !ownKeys.includes(key) && ownValues(input)[key] !== undefined);
  const read = readSettings(input, [...ownKeys, ...otherKeys, ...refused]);
  const { settings } = read;
  const message =
    kind === "defaults" ? "applicationPoolDefaults have none; leave it out" : "stands above; leave it out";
  const faults = [...refused.map((path) => ({ path, message })), ...read.faults];
  if (kind === "defaults") return { pool: { settings }, faults };
  const ownFaults = [
    ...(isNamed ? nameFaults(name) : []),
    ...stateFaults(state),
    ...multiInstanceFaults(multiInstance),
  ];
  const pool = {
    ...(isNamed && typeof name === "string" && nameFaults(name).length === 0 && { name }),
    ...(stateOf(state) !== undefined && { state: stateOf(state) }),
    ...(typeof multiInstance === "boolean" && { multiInstance }),
    settings,
  } as CheckedPool;
  return { pool, faults: [...ownFaults, ...faults] };
}

/**
 * The second half of {@link checkPool}: what `multiInstance` stands for, and the rules over several settings.
 *
 * @param known the faults found so far; no rule complains of what they are about
 */
export function completePool(
  pool: CheckedPool,
  known: readonly Fault[],
  isUnknown: (path: string) => boolean = () => false,
): PoolCheck {
  const declared = (path: string): Declared => declaredAt(path, pool.settings, known, isUnknown);
  const faults = [...crossChecks(declared), ...contradictions(pool.multiInstance, declared)];
  const implied = Object.entries(impliedSettings(pool.multiInstance)).filter(
    ([path]) => declared(path).kind === "absent",
  );
  if (implied.length === 0) return { pool, faults };
  return { pool: { ...pool, settings: { ...pool.settings, ...Object.fromEntries(implied) } }, faults };
}

type OwnValues = Partial<Record<"name" | "state" | "multiInstance", unknown>>;

function ownValues(input: unknown): OwnValues {
  return typeof input === "object" && input !== null ? input : {};
}

function nameFaults(name: unknown): readonly Fault[] {
  const message = name === undefined ? undefined : poolNameProblem(name);
  return message === undefined ? [] : [{ path: "name", message }];
}

function stateFaults(state: unknown): readonly Fault[] {
  if (state === undefined || stateOf(state) !== undefined) return [];
  return [{ path: "state", message: "expected Started or Stopped" }];
}

function stateOf(input: unknown): "Started" | "Stopped" | undefined {
  const wanted = typeof input === "string" ? input.trim().toLowerCase() : "";
  if (wanted === "started") return "Started";
  return wanted === "stopped" ? "Stopped" : undefined;
}

function declaredAt(
  path: string,
  settings: Record<string, AttributeValue>,
  faults: readonly Fault[],
  isUnknown: (path: string) => boolean,
): Declared {
  const value = settings[path];
  if (value !== undefined) return { kind: "value", value };
  const parts = path.split(".");
  const unknown = parts.some((_, index) => isUnknown(parts.slice(0, index + 1).join(".")));
  return { kind: unknown || isFaulty(path, faults) ? "unknown" : "absent" };
}

function isFaulty(path: string, faults: readonly Fault[]): boolean {
  return faults.some((fault) => {
    const after = fault.path.slice(path.length);
    const inside = fault.path.startsWith(path) && (after === "" || after.startsWith(".") || after.startsWith("["));
    return inside || path.startsWith(`${fault.path}.`);
  });
}
