import type { IgnoreRule } from "../../pool-file/pool-file";
import { variableKey } from "../../names";
import { attributeOf, findAttribute } from "../../settings/app-pool-attributes";
import { asMap, type SettingValue } from "../../settings/value";
import { matchesPattern } from "../change/desired";

/** Whether a rule is about the whole pool, for every difference. */
export function ignoresPool(rule: IgnoreRule, pool: string): boolean {
  return rule.path === undefined && namesPool(rule, pool);
}

/** Whether a rule is about that path of the pool, or about a group above it. */
export function ignoresPath(rule: IgnoreRule, pool: string, path: string): boolean {
  if (rule.path === undefined || !namesPool(rule, pool)) return false;
  return matchesPattern(rule.path, path) || matchesPattern(`${rule.path}.*`, path);
}

function namesPool(rule: IgnoreRule, pool: string): boolean {
  return rule.pool === undefined || matchesPattern(rule.pool, pool);
}

/**
 * The rules that together suppress a difference of a setting; empty if it is reported. A map is suppressed by its own
 * path, or by the paths of all entries that differ: `environmentVariables.PATH`.
 */
export function suppressing(
  rules: readonly IgnoreRule[],
  pool: string,
  path: string,
  from: SettingValue | undefined,
  to: SettingValue | undefined,
): readonly IgnoreRule[] {
  const whole = rules.find((rule) => ignoresPath(rule, pool, path));
  if (whole !== undefined) return [whole];
  if (findAttribute(path) === undefined || attributeOf(path).codec.shape !== "map") return [];
  const found = differingNames(from, to).map((name) =>
    rules.find((rule) => ignoresPath(rule, pool, `${path}.${name}`)),
  );
  return found.every((rule) => rule !== undefined) ? [...new Set(found)] : [];
}

function differingNames(from: SettingValue | undefined, to: SettingValue | undefined): string[] {
  const lowered = (value: SettingValue | undefined): Map<string, string> =>
    new Map(Object.entries(asMap(value ?? "")).map(([name, text]) => [variableKey(name), text]));
  const [before, after] = [lowered(from), lowered(to)];
  return [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
}
