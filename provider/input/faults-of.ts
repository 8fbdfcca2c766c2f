import type * as z from "zod";
import type { Fault } from "../errors";
import { joinPath } from "../text";
import { isRecord } from "../record";
import { unknownName } from "../unknown-name";
import type { UnknownKey } from "./object";

/** A fault of an input. */
export interface InputFault extends Fault {
  /** Its place, key by key; a number is an index of a list. `path` is the same as text. */
  readonly keys: readonly (string | number)[];
  /** Whether a required member is missing. */
  readonly isMissing?: true;
}

/**
 * Turns zod's issues into faults, one for each error. For a union, only the faults of the form that the user most
 * likely meant.
 */
export function faultsOf(issues: readonly z.core.$ZodIssue[], above: readonly (string | number)[] = []): InputFault[] {
  return issues.flatMap((issue): InputFault[] => {
    const keys = [...above, ...issue.path.map((key) => (typeof key === "number" ? key : String(key)))];
    const inner = issue.code === "invalid_union" ? meantOf(issue.errors, issue.input) : undefined;
    if (inner !== undefined) return faultsOf(inner, keys);
    return [{ ...faultAt(keys, messageOf(issue, keys)), ...(isMissing(issue) && { isMissing: true }) }];
  });
}

/** A fault at a path. */
export function faultAt(keys: readonly (string | number)[], message: string): InputFault {
  return { keys, path: pathOf(keys), message };
}

/** The path of a member as text: `hosts.web-01.port`, `pools["Default Web Site"].schedule[1]`. */
export function pathOf(keys: readonly (string | number)[]): string {
  return keys.reduce<string>((path, key) => (typeof key === "number" ? `${path}[${key}]` : joinPath(path, key)), "");
}

/** For a fault of a key itself: the message of a record's key, or the known keys of an object. */
function messageOf(issue: z.core.$ZodIssue, keys: readonly (string | number)[]): string {
  if (issue.code === "invalid_key" || issue.code === "invalid_element")
    return issue.issues[0]?.message ?? issue.message;
  const params = issue.code === "custom" ? (issue.params as Partial<UnknownKey> | undefined) : undefined;
  if (params?.known === undefined) return issue.message;
  const key = String(keys.at(-1));
  return params.word?.(key) ?? unknownName("key", key, params.known);
}

/**
 * The issues of the form that the user meant: the only form whose members alone are faulty, else the only one that
 * accepts a value of this type. undefined if no form or more than one matches. An empty object matches no form.
 * An unknown key may be a misspelled required key.
 */
function meantOf(
  forms: readonly (readonly z.core.$ZodIssue[])[],
  input: unknown,
): readonly z.core.$ZodIssue[] | undefined {
  if (isRecord(input) && Object.keys(input).length === 0) return undefined;
  const inside = forms.filter((issues) => issues.every(({ path }) => path.length > 0));
  if (inside.length === 1) {
    const given = inside[0]?.filter((issue) => issue.path.length > 1 || !isMissing(issue));
    return given?.some(isUnknownKey) ? given : inside[0];
  }
  const fitting = forms.filter((issues) => !issues.some(isOfOtherType));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function isMissing(issue: z.core.$ZodIssue): boolean {
  return "input" in issue && issue.input === undefined && issue.code !== "custom";
}

function isUnknownKey(issue: z.core.$ZodIssue): boolean {
  return issue.path.length === 1 && issue.code === "custom" && issue.params?.["known"] !== undefined;
}

/** Whether the whole value has another type; zod reports this as another value for constants. */
function isOfOtherType(issue: z.core.$ZodIssue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === "invalid_value") return issue.values.every((value) => typeof value !== typeof issue.input);
  return issue.code === "invalid_type";
}
