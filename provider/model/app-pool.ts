import type { Fault } from "../errors";
import type { AttributeValue } from "../schema/codecs";
import { flattenSettings, nestSettings } from "../schema/settings-paths";
import { crossChecks, type Declared } from "./cross-checks";
import { faultsOfIssues } from "./faults-of-issues";
import { settingsModel } from "./settings-model";

/** The desired side of one pool: what the user declared and nothing else. */
export interface CheckedPool {
  readonly name?: string;
  readonly state?: "Started" | "Stopped";
  /** Path to canonical value; what was left out is absent. */
  readonly settings: Record<string, AttributeValue>;
}

/** How an input is to be read. */
export interface CheckOptions {
  readonly kind: "pool" | "defaults";
  /** Keys beside the settings that the caller handles itself: passed over here, and offered by "did you mean". */
  readonly otherKeys?: readonly string[];
  /** True where the value at that path, a setting or a group, is not known yet; such paths are absent from the input. */
  readonly isUnknown?: (path: string) => boolean;
}

const models = { pool: settingsModel("pool"), defaults: settingsModel("defaults") };

/**
 * Reads one pool's input, or that of applicationPoolDefaults. All faults are found at once; with faults, `pool` holds
 * what could be read and must not be applied.
 */
export function checkPool(
  input: unknown,
  options: CheckOptions,
): { readonly pool: CheckedPool; readonly faults: readonly Fault[] } {
  const otherKeys = options.otherKeys ?? [];
  const own = withoutKeys(input, otherKeys);
  const model = models[options.kind];
  const result = model.safeParse(own);
  const ownKeys = [...(options.kind === "pool" ? ["name", "state"] : []), ...otherKeys];
  const found = result.success ? [] : faultsOfIssues(result.error.issues, own, ownKeys);
  const data = result.success ? result.data : model.parse(readablePart(own, found));
  const settings = flattenSettings(data) as Record<string, AttributeValue>;
  const faults = [...found, ...crossChecks((path) => declaredAt(path, settings, found, options))];
  return { pool: { ...nameAndState(data), settings }, faults };
}

function withoutKeys(input: unknown, keys: readonly string[]): unknown {
  if (!isRecord(input)) return input;
  return Object.fromEntries(Object.entries(input).filter(([key]) => !keys.includes(key)));
}

function isRecord(input: unknown): input is Record<string, unknown> {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}

/** The input without everything that a fault is about, so that the rest can still be read. */
function readablePart(input: unknown, faults: readonly Fault[]): Record<string, unknown> {
  if (!isRecord(input)) return {};
  const { name, state } = input;
  const all = { name, state, ...flattenSettings(input) };
  const sound = Object.fromEntries(Object.entries(all).filter(([path]) => !isFaulty(path, faults)));
  return { name: sound["name"], state: sound["state"], ...nestSettings(sound) };
}

function isFaulty(path: string, faults: readonly Fault[]): boolean {
  return faults.some((fault) => {
    const after = fault.path.slice(path.length);
    const inside = fault.path.startsWith(path) && (after === "" || after.startsWith(".") || after.startsWith("["));
    return inside || path.startsWith(`${fault.path}.`);
  });
}

function declaredAt(
  path: string,
  settings: Record<string, AttributeValue>,
  faults: readonly Fault[],
  options: CheckOptions,
): Declared {
  const value = settings[path];
  if (value !== undefined) return { kind: "value", value };
  const parts = path.split(".");
  const unknown = parts.some((_, index) => options.isUnknown?.(parts.slice(0, index + 1).join(".")) === true);
  return { kind: unknown || isFaulty(path, faults) ? "unknown" : "absent" };
}

function nameAndState(data: Record<string, unknown>): Pick<CheckedPool, "name" | "state"> {
  const { name, state } = data;
  return {
    ...(typeof name === "string" ? { name } : {}),
    ...(state === "Started" || state === "Stopped" ? { state } : {}),
  };
}
