import { faultLine, type GoldenCase, type GoldenFault, type Outcome } from "./golden";

/**
 * In what an outcome is worse than it was, a sentence each; none: it is as good or better. Held against each other are
 * the number of faults, their places, codes and exit codes, all names, numbers and quoted texts that a message has
 * (suggestions, accepted values, ranges, the value that was given), and what is shown of the input now and was not.
 *
 * @param vocabulary words that the product says of its own, see {@link vocabularyOf}
 */
export function whatIsWorse(
  given: unknown,
  before: Outcome,
  now: Outcome,
  vocabulary: ReadonlySet<string> = new Set(),
): readonly string[] {
  const told = wordsOf(linesOf(before).join("\n"));
  const inputs = wordsOf(JSON.stringify(given));
  const leaked = [...new Set(linesOf(now).flatMap(shownIn))].filter(
    (word) => inputs.has(word) && !told.has(word) && !vocabulary.has(word) && !kinds.has(word),
  );
  return [
    ...(before.exitCode === now.exitCode ? [] : [`the exit code is ${now.exitCode} and was ${before.exitCode}`]),
    ...compare(before.faults, now.faults),
    ...compare(before.json ?? [], now.json ?? []).map((worse) => `in JSON, ${worse}`),
    ...leaked.map((word) => `shows "${word}" of the input, which was not shown`),
  ];
}

/** What a fault says of the kind of what was given. */
const kinds: ReadonlySet<string> = new Set(["null", "true", "false", "function"]);

/** The words of messages that stand in no input of theirs. */
export function vocabularyOf(
  cases: readonly Pick<GoldenCase, "id" | "given">[],
  before: Readonly<Record<string, Outcome>>,
): ReadonlySet<string> {
  const words = cases.flatMap(({ id, given }) => {
    const inputs = wordsOf(JSON.stringify(given));
    const outcome = before[id];
    return outcome === undefined ? [] : [...wordsOf(linesOf(outcome).join("\n"))].filter((word) => !inputs.has(word));
  });
  return new Set(words);
}

function compare(before: readonly GoldenFault[], now: readonly GoldenFault[]): readonly string[] {
  const left = [...now];
  // Those that say most choose first: of two at one place each finds its own.
  const ordered = [...before].sort((a, b) => factsIn(b.message).length - factsIn(a.message).length);
  return ordered.flatMap((fault) => {
    const found = takeLikest(fault, left);
    if (found === undefined) return follows(fault, before, now) ? [] : [`lost: ${faultLine(fault)}`];
    const codes =
      fault.code === found.code ? [] : [`the code is ${found.code} and was ${fault.code}: ${found.message}`];
    return [...codes, ...missingFacts(fault, found).map((fact) => `no longer says "${fact}": ${faultLine(found)}`)];
  });
}

/** Takes the fault out of those that are left that is at the same place and says most of what was said. */
function takeLikest(fault: GoldenFault, left: GoldenFault[]): GoldenFault | undefined {
  const there = left.filter((other) => isAtLeastAt(fault, other));
  const [likest] = there.sort((a, b) => missingFacts(fault, a).length - missingFacts(fault, b).length);
  return likest === undefined ? undefined : left.splice(left.indexOf(likest), 1)[0];
}

/** The same place; where no property was named, any. */
function isAtLeastAt(before: GoldenFault, now: GoldenFault): boolean {
  return before.at === now.at && (before.path === undefined || pathOf(before) === pathOf(now));
}

/** Whether a fault follows from one of the group that it is in, which is still there: what is no object has no key. */
function follows(fault: GoldenFault, before: readonly GoldenFault[], now: readonly GoldenFault[]): boolean {
  const isAbove = (other: GoldenFault): boolean =>
    other.path !== undefined &&
    /^[.[]/.test(pathOf(fault).slice(pathOf(other).length)) &&
    pathOf(fault).startsWith(pathOf(other));
  return before.some((other) => isAbove(other) && now.some((one) => isAtLeastAt(other, one)));
}

/** Without the dot or colon that may stand behind it where nothing follows. */
function pathOf({ path = "" }: GoldenFault): string {
  return path.replace(/[.:]$/, "");
}

/** What one says and the other does not. A list of known names may give way to the one that was meant. */
function missingFacts(before: GoldenFault, now: GoldenFault): readonly string[] {
  const isNowSuggested = /unknown/.test(before.message) && suggestionsIn(now.message).length > 0;
  const facts = isNowSuggested && suggestionsIn(before.message).length === 0 ? [] : factsIn(before.message);
  const suggested = suggestionsIn(before.message).filter((name) => !suggestionsIn(now.message).includes(name));
  return [
    ...suggested.map((name) => `did you mean ${name}?`),
    ...facts.filter((fact) => !says(`${now.path ?? ""} ${now.message}`, fact)),
  ];
}

/** Whether a text has the fact; a name or a whole number not as a part of another one. */
function says(text: string, fact: string): boolean {
  return /^[\w-]+$/.test(fact) ? new RegExp(`(?<![\\w-])${fact}(?![\\w-])`).test(text) : text.includes(fact);
}

const quoted = /"((?:[^"\\]|\\.)*)"|`([^`]*)`|(?<!\w)'([^']*)'(?!\w)/g;
const lists =
  /(?:known (?:here )?(?:is|are)|takes|expected|one of|(?:none|list|flags) (?:of )?|object with|choices are|the keys|they name|allowed are|it has|must be) ([^;"(]*)/g;
const names = /--[a-z][a-z-]+|\$\{env:NAME\}|\b[a-z]+[A-Z]\w*\b|\b\w+\.saved-plan\/\d+/g;
const numbers = /(?<![\w.-])-?\d(?:[\d.,:]*\d)?\b/g;
const suggestions = /[Dd]id you mean ["'`]?([^"'`?]+?)["'`]?\?/g;

/** What a message says besides its sentence: suggested and accepted names, ranges, examples, the value that was given. */
function factsIn(message: string): readonly string[] {
  const texts = textsIn(message).map((text) => text.replace(/^(--[a-z-]+) <.*>$/, "$1"));
  const bare = message.replace(quoted, " ");
  const listed = [...bare.matchAll(lists)].flatMap(([, list = ""]) => {
    const items = list.split(/, (?:or )?| or /).map((item) => item.trim().replace(/\.$/, ""));
    return items.length > 2 ? items.filter((item) => /^\S+$/.test(item)) : [];
  });
  return [...new Set([...texts, ...listed, ...(bare.match(names) ?? []), ...(bare.match(numbers) ?? [])])];
}

function suggestionsIn(message: string): readonly string[] {
  return [...message.matchAll(suggestions)].map(([, name = ""]) => name);
}

/** What stands in quotes of any kind. */
function textsIn(message: string): readonly string[] {
  return [...message.matchAll(quoted)].flatMap(([, ...found]) => found.filter(Boolean));
}

/** What a line shows of anything: what stands in quotes, and what was got. */
function shownIn(line: string): readonly string[] {
  const got = /\bgot (.*)$/s.exec(line)?.[1] ?? "";
  return [...wordsOf([...textsIn(line), got].join("\n"))];
}

/** Words of three letters or digits and more. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[\p{L}\p{N}_-]{3,}/gu) ?? []);
}

function linesOf({ faults, json = [] }: Outcome): readonly string[] {
  return [...faults, ...json].map(faultLine);
}
