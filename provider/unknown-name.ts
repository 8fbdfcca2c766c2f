import { describeError, type ErrorFields } from "./errors";
import { listNames, mostListed, shownName } from "./text";

/** A known name: in lower case, its letters in alphabetical order, and as it is returned. */
export interface Candidate {
  readonly name: string;
  readonly letters: string;
  readonly path: string;
}

/** The known name that is most similar to an unknown one; `undefined` if none is similar. */
export function nearestName(key: string, names: readonly string[]): string | undefined {
  const known = candidatesOf.get(names) ?? names.map((name) => candidate(name));
  candidatesOf.set(names, known);
  return nearest(key.toLowerCase(), known);
}

/** Many unknown names are compared with the same list. */
const candidatesOf = new WeakMap<readonly string[], readonly Candidate[]>();

/** A known name. @param path what is returned for it. Default: the name */
export function candidate(name: string, path = name): Candidate {
  const lower = name.toLowerCase();
  return { name: lower, letters: sorted(lower), path };
}

function sorted(text: string): string {
  return text.split("").sort().join("");
}

/** How many single letters must be typed, dropped, changed or swapped with their neighbour to turn one text into the other. */
export function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const changed = at(above, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
          ? at(before, column - 2) + 1
          : Infinity;
      current.push(Math.min(at(above, column) + 1, at(current, column - 1) + 1, changed, swapped));
    }
    before = above;
    above = current;
  }
  return at(above, to.length);
}

/**
 * The candidate nearest to a key in lower case. The distance is at least that of the lengths and letters, so most names are skipped, and long
 * keys are never compared.
 */
export function nearest(key: string, all: readonly Candidate[]): string | undefined {
  const limit = Math.max(1, Math.floor(key.length / 4));
  let keyLetters: string | undefined;
  let best: { readonly path: string; readonly distance: number } | undefined;
  for (const { name, letters, path } of all) {
    if (Math.abs(name.length - key.length) > limit) continue;
    keyLetters ??= sorted(key);
    if (lettersApart(keyLetters, letters) > limit) continue;
    const distance = editDistance(key, name);
    if (distance <= limit && distance < (best?.distance ?? Infinity)) best = { path, distance };
  }
  return best?.path;
}

/** The number of letters that one text has more than the other. @param from and `to`: letters in alphabetical order */
function lettersApart(from: string, to: string): number {
  let [own, other, both] = [0, 0, 0];
  while (own < from.length && other < to.length) {
    const difference = from.charCodeAt(own) - to.charCodeAt(other);
    if (difference === 0) both += 1;
    if (difference <= 0) own += 1;
    if (difference >= 0) other += 1;
  }
  return Math.max(from.length, to.length) - both;
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? Infinity;
}

/** The kinds of things that have names. */
export type NamedKind =
  | "key"
  | "setting"
  | "host"
  | "host or group"
  | "pool"
  | "option"
  | "command"
  | "resource type"
  | "function"
  | "risk"
  | "backup";

/** The maximum length of a name that is shown. */
const longestName = 60;
/** The maximum number of known names that are listed: all keys of an object, some of the hosts of a fleet. */
const mostKnown = 40;

/**
 * The one message for a name that does not exist: ``unknown key `x`. Did you mean `y`?`` Without a suggestion it lists
 * the known names: ``unknown key `x`. Known keys: a, b, c``.
 *
 * @param name undefined: it is not shown, because it may be a secret or too long
 * @param suggest the name that the user meant. Default: the nearest of the known names
 */
export function unknownName(
  kind: NamedKind,
  name: string | undefined,
  known: readonly string[],
  suggest?: () => string | undefined,
): string {
  return describeError(unknownNameFields(kind, name, known, suggest));
}

/** The same for an error, where the hint is a separate field. */
export function unknownNameFields(
  kind: NamedKind,
  name: string | undefined,
  known: readonly string[],
  suggest = (): string | undefined => (name === undefined ? undefined : nearestName(name, known)),
): Pick<ErrorFields, "problem" | "hint"> {
  const meant = suggest();
  return {
    problem: `unknown ${kind}${name === undefined ? "" : ` \`${shownName(name, longestName)}\``}`,
    hint: meant === undefined ? knownNames(kind, known) : `Did you mean \`${meant}\`?`,
  };
}

function knownNames(kind: NamedKind, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const kinds = kind
    .split(" or ")
    .map((one) => (known.length === 1 ? one : `${one}s`))
    .join(known.length === 1 ? " or " : " and ");
  return `Known ${kinds}: ${listNames(known, mostKnown)}`;
}

/**
 * Many unknown names of one kind. A suggestion compares all known names, so it is made only for the faults that are
 * listed.
 */
export class UnknownNames {
  #worded = 0;

  constructor(
    readonly kind: NamedKind,
    readonly known: readonly string[],
  ) {}

  /** The fault of a name, see {@link unknownName}. */
  fault(name: string): string {
    this.#worded += 1;
    const suggest = this.#worded > mostListed ? (): undefined => undefined : undefined;
    return unknownName(this.kind, name, this.known, suggest);
  }
}
