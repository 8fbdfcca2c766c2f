import type * as zod from "zod";
import type { Fault } from "../errors";
import { describeInput } from "../schema/describe-input";
import { keysOf } from "../schema/settings-paths";
import { suggest } from "./suggest";

/** What the zod model found, in this package's words: one fault a problem, each with the path of its property. */
export function faultsOfIssues(
  issues: readonly zod.core.$ZodIssue[],
  input: unknown,
  ownKeys: readonly string[],
): readonly Fault[] {
  return issues.flatMap((issue) => {
    const path = issue.path.join(".");
    switch (issue.code) {
      case "unrecognized_keys":
        return unknownKeys(path, issue.keys, valueAt(input, issue.path), ownKeys);
      case "custom":
        return [{ path: `${path}${String(issue.params?.["subpath"] ?? "")}`, message: issue.message }];
      default:
        return [{ path, message: wrongShape(path, valueAt(input, issue.path)) }];
    }
  });
}

function unknownKeys(
  group: string,
  keys: readonly string[],
  input: unknown,
  ownKeys: readonly string[],
): readonly Fault[] {
  return keys
    .filter((key) => valueAt(input, [key]) !== undefined)
    .map((key) => ({ path: group === "" ? key : `${group}.${key}`, message: unknownKey(group, key, ownKeys) }));
}

function unknownKey(group: string, key: string, ownKeys: readonly string[]): string {
  const meant = suggest(group, key, ownKeys);
  if (meant === undefined) {
    const known = [...(group === "" ? ownKeys : []), ...keysOf(group)];
    return `unknown key; known here are ${known.join(", ")}`;
  }
  if (key.includes(".")) return `unknown key; write ${meant} as nested groups`;
  return `unknown key, did you mean "${meant}"?`;
}

function wrongShape(path: string, input: unknown): string {
  const what = path === "" ? "the settings of an application pool" : `a group of settings (${keysOf(path).join(", ")})`;
  // A text in the place of a group can be anything, a password as well.
  return `expected ${what}, got ${describeInput({ secret: true }, input)}`;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}
