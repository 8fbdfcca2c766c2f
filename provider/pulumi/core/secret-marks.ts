import type { Fault } from "../../errors";
import { isRecord } from "../../record";
import { findAttribute } from "../../settings/app-pool-attributes";
import { isTouched } from "../../settings/paths";
import {
  isMarked,
  isSecretByItself,
  marksKey,
  marksOf,
  showsEnvironment,
  unmarked,
  withoutMarks,
} from "./secret-properties";
import type { Properties } from "./resource-inputs";

/** The properties with these paths as marks, without those that are secrets in any case. */
export function withMarks(properties: Properties, marks: readonly string[]): Properties {
  const plain = withoutMarks(properties);
  const isShown = showsEnvironment(plain);
  const own = [...new Set(marks)].filter((path) => !isSecretByItself(path, isShown)).sort();
  return own.length === 0 ? plain : { ...plain, [marksKey]: own };
}

/** Plain properties with their marks, from the engine's form. */
export function takeMarks(marked: Properties): Properties {
  return withMarks(unmarked(marked) as Properties, markedPaths(marked));
}

/** The paths of the marked values, outermost first; a list is marked as a whole, because its order may change. */
export function markedPaths(value: unknown, path = ""): readonly string[] {
  if (isMarked(value)) return [path];
  if (Array.isArray(value)) return value.some((item) => markedPaths(item).length > 0) ? [path] : [];
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, one]) => markedPaths(one, path === "" ? key : `${path}.${key}`));
}

/** The faults without what they show of marked values. @param marks see {@link marksOf} */
export function hideFaults(faults: readonly Fault[], marks: readonly string[]): readonly Fault[] {
  return faults.map(({ path, message }) =>
    isTouched(dotted(path), marks) ? { path, message: hiddenFault(path) } : { path, message },
  );
}

function hiddenFault(path: string): string {
  const help = findAttribute(path) === undefined ? "" : `. iispools explain ${path} shows what is allowed`;
  return `has a value that is not allowed, which is a secret and not shown${help}`;
}

/** The path of a fault, `schedule[1]`, `environmentVariables["a.b"]`, with dots only. */
function dotted(path: string): string {
  return path.replace(/\[(?:"([^"]*)"|(\d+))\]/g, ".$1$2");
}

/** The inputs that are part of the ID of a resource. */
const identities: readonly string[] = ["name", "pool", "connection.host", "connection.configFile"];

/** A fault for each mark of a value that is part of the ID, which the engine stores and shows in clear. */
export function refuseHiddenIdentity(marks: readonly string[]): Fault[] {
  return identities
    .filter((path) => marks.includes(path))
    .map((path) => ({
      path,
      message:
        "must not be a secret, because it is part of the resource's ID, which is never encrypted. Pass plain text",
    }));
}

/** The texts of the marked values, at most as long as they are worth masking; those of an ID are shown anyway. */
export function markedTexts(properties: Properties): readonly string[] {
  const marks = marksOf(properties);
  if (marks.length === 0) return [];
  const textsAt = (value: unknown, path: string): string[] => {
    if (identities.includes(path)) return [];
    if (typeof value === "string") return value.length >= shortest && isBelow(path, marks) ? [value] : [];
    if (Array.isArray(value)) return value.flatMap((item) => textsAt(item, path));
    if (!isRecord(value)) return [];
    return Object.entries(value).flatMap(([key, one]) => textsAt(one, path === "" ? key : `${path}.${key}`));
  };
  return textsAt(withoutMarks(properties), "");
}

/** A shorter text is part of too many sentences. */
const shortest = 3;

function isBelow(path: string, marks: readonly string[]): boolean {
  return marks.some((mark) => mark === path || path.startsWith(`${mark}.`));
}
