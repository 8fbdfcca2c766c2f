import { describeError, type ErrorFields } from "./errors";
import { mostListed } from "./list-faults";
import { listNames } from "./list-names";
import { nearestName } from "./nearest-name";
import { shorten } from "./shorten";

/** What a name can be a name of. */
export type NamedKind =
  "key" | "setting" | "host" | "host or group" | "pool" | "option" | "command" | "resource type" | "function";

/** The most of a name that is shown. */
const longestName = 60;
/** The most known names that are listed: all keys of an object, some of the hosts of a fleet. */
const mostKnown = 30;

/**
 * The one wording of a name that nothing has: ``unknown key `x`. Did you mean `y`?`` Without a suggestion it lists what is known:
 * ``unknown key `x`. Known keys: a, b, c``.
 *
 * @param name undefined: it is not shown, as it may be anything
 * @param suggest the name that was meant. Default: the nearest of the known names
 */
export function unknownName(
  kind: NamedKind,
  name: string | undefined,
  known: readonly string[],
  suggest?: () => string | undefined,
): string {
  return describeError(unknownNameFields(kind, name, known, suggest));
}

/** The same for an error, whose hint is a field of its own. */
export function unknownNameFields(
  kind: NamedKind,
  name: string | undefined,
  known: readonly string[],
  suggest = (): string | undefined => (name === undefined ? undefined : nearestName(name, known)),
): Pick<ErrorFields, "problem" | "hint"> {
  const meant = suggest();
  return {
    problem: `unknown ${kind}${name === undefined ? "" : ` \`${shorten(name, longestName)}\``}`,
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

/** Many names of one kind. A suggestion compares all that is known: only as many are made as faults are listed. */
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
