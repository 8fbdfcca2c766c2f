import { formatPosition } from "../pool-file/pool-file";
import { poolKey } from "../names";
import { characterReference, escapeAttribute } from "../xml/escape";
import { describeEntry, describeEntryValues, showMessage } from "./view/sentences";
import { breakCommands, showHidden } from "../visible-text";
import type { ErrorJson } from "./schema/parts";
import { describeCounts } from "./view/counts";
import type { EntryView, GroupId, HostView, View } from "./view/model";

interface Outcome {
  readonly element: "failure" | "error" | "skipped";
  readonly message: string;
  readonly type?: string;
  readonly text?: string;
}

interface Case {
  readonly name: string;
  readonly className: string;
  /** Absent: it passes. */
  readonly outcome?: Outcome;
}

/** The result of a pool in a group, for tools that count test cases; in other groups it passes. */
const outcomes: Readonly<Partial<Record<GroupId, Outcome["element"]>>> = {
  changes: "failure",
  failed: "failure",
  remaining: "skipped",
  declared: "failure",
  undeclared: "failure",
  "unknown-pools": "failure",
  "one-server": "failure",
  defaults: "failure",
  suppressed: "skipped",
};

/**
 * A report as JUnit XML: a suite for each host, with a case for each pool. A case fails if the pool differs or its
 * change failed. It is skipped if a rule ignores it, its change was not started, or `--prune` keeps it. For lint: a
 * case for each finding, which fails for an error and is skipped otherwise. A host that could not be read, a refusal, a
 * wave whose health check failed and a fault of a file are cases with an error. The type of an error is its code; host,
 * pool, path and hint are lines of its text.
 */
export function writeJunit(view: View): string {
  const suites = view.hosts.map((host) => suiteText(host.host, hostCases(view.kind, host)));
  const waves = waveCases(view);
  if (waves.length > 0) suites.push(suiteText("waves", waves));
  const lint = lintCases(view);
  if (lint.length > 0 || view.kind === "lint") suites.push(suiteText("lint", lint));
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  return `${head}<testsuites name="iispools ${view.kind}">\n${suites.join("")}</testsuites>\n`;
}

function hostCases(kind: View["kind"], { host, error, isSkipped, groups, notes, recycling }: HostView): Case[] {
  if (error !== undefined && isSkipped === true)
    return [
      { name: host, className: host, outcome: { element: "skipped", message: `${error.code}: ${error.message}` } },
    ];
  if (error !== undefined) return [erroneous(host, host, error)];
  const found = groups.flatMap(({ id, entries }) => entries.map((entry) => ({ id, entry })));
  const byPool = Map.groupBy(found, ({ entry }) => poolKey(entry.pool));
  const refusals = notes.filter((note) => note.kind === "refusal");
  const kept = new Map(
    notes.filter(({ kind }) => kind === "kept").map(({ pools: [pool = ""] = [], text }) => [poolKey(pool), text]),
  );
  const cases = [
    ...[...byPool.values()].map((ofPool) => poolCase(kind, host, ofPool)),
    ...recycling
      .filter(({ pool }) => !byPool.has(poolKey(pool)))
      .map(({ pool }) => keptCase(pool, host, kept.get(poolKey(pool)))),
    ...refusals.map(({ code = "", text: message, pools: [pool] = [], path, hint }) =>
      erroneous(`refused: ${message}`, host, { code, message, host, pool, path, hint }),
    ),
  ];
  return cases.length === 0 ? [{ name: describeCounts(kind, []), className: host }] : cases;
}

function poolCase(
  kind: View["kind"],
  host: string,
  found: readonly { readonly id: GroupId; readonly entry: EntryView }[],
): Case {
  const name = found[0]?.entry.pool ?? "";
  const of = (element: Outcome["element"]): typeof found => found.filter(({ id }) => outcomes[id] === element);
  const failed = of("failure");
  const skipped = of("skipped");
  if (failed.length > 0) {
    const message = failed.map(({ entry }) => entry.error?.message ?? describeEntry(entry, host)).join(", ");
    const text = failed.flatMap(({ entry }) => entryLines(kind, host, entry)).join("\n");
    const type = failed[0]?.entry.error?.code ?? failed[0]?.id ?? "";
    return { name, className: host, outcome: { element: "failure", message, type, text } };
  }
  if (skipped.length < found.length) return { name, className: host };
  const message = skipped.map(({ entry }) => entry.ignored?.reason ?? "not begun").join(", ");
  return { name, className: host, outcome: { element: "skipped", message } };
}

/** A pool without changes; one that is in no file and is kept is skipped. */
function keptCase(name: string, className: string, message: string | undefined): Case {
  return { name, className, ...(message !== undefined && { outcome: { element: "skipped", message } }) };
}

function lintCases({ findings, faults }: View): Case[] {
  return [
    ...faults.map(({ position, path, message }) => {
      const place = position === undefined ? "files" : position.file;
      const where = position === undefined ? "" : `${formatPosition(position)} `;
      return erroneous(`${where}${path === "" ? message : path}`, place, { code: "fault", message, path });
    }),
    ...findings.map(({ rule, severity, pool, host, path, message, link, position }) => {
      const place = position === undefined ? [] : [formatPosition(position)];
      const name = [`${rule}:`, ...(pool === "" ? [] : [pool]), path].join(" ");
      const text = [...place, link].join("\n");
      const element = severity === "error" ? ("failure" as const) : ("skipped" as const);
      const outcome = { element, message, type: severity, text };
      return { name, className: host ?? position?.file ?? "lint", outcome };
    }),
  ];
}

/** A wave whose health check failed is a case with one error for each problem; the errors of its hosts are cases of the hosts. */
function waveCases({ waves = [] }: View): Case[] {
  return waves.flatMap(({ name, problems }) =>
    problems.length === 0
      ? [{ name, className: "waves" }]
      : problems.map((problem) => erroneous(`${name}: ${problem.message}`, "waves", problem)),
  );
}

/** An error for the writers: `code` is the type of the outcome. */
type ErrorParts = Pick<ErrorJson, "code" | "message"> & {
  readonly [part in "host" | "pool" | "path" | "hint"]?: string | undefined;
};

function erroneous(name: string, className: string, error: ErrorParts): Case {
  const { code: type, message } = error;
  const text = errorLines(error).join("\n");
  return { name, className, outcome: { element: "error", message, type, ...(text !== "" && { text }) } };
}

/** The fields of an error, a line for each known one: `hint: Run it on the server`. */
function errorLines({ host, pool, path, hint }: Omit<ErrorParts, "code" | "message">): string[] {
  return Object.entries({ host, pool, path, hint }).flatMap(([name, text = ""]) =>
    text === "" ? [] : [`${name}: ${showMessage(text)}`],
  );
}

function entryLines(kind: View["kind"], host: string, entry: EntryView): string[] {
  const { settings, effect, position, findings, pool, error } = entry;
  const place = position === undefined ? "" : ` ${formatPosition(position)}`;
  const what = describeEntry(entry, host);
  return [
    `${kind === "plan" || kind === "apply" ? `${what} ${pool}` : `${pool}: ${what}`}${place}`,
    ...settings.map((one) => {
      const values = describeEntryValues(kind, entry, one);
      return `  ${[one.path, values].filter((part) => part !== "").join(" ")}`;
    }),
    ...(effect === undefined ? [] : [`  ${effect}`]),
    ...findings.map(({ severity, rule, message }) => `  ${severity} ${rule}: ${message}`),
    ...(error === undefined ? [] : errorLines(error)),
  ];
}

function suiteText(name: string, cases: readonly Case[]): string {
  const count = (element: Outcome["element"]): number =>
    cases.filter(({ outcome }) => outcome?.element === element).length;
  const counts = { tests: cases.length, failures: count("failure"), errors: count("error"), skipped: count("skipped") };
  const head = attributes({ name, ...counts });
  return `  <testsuite${head}>\n${cases.map(caseText).join("")}  </testsuite>\n`;
}

function caseText({ name, className, outcome }: Case): string {
  const head = `    <testcase${attributes({ name, classname: className })}`;
  if (outcome === undefined) return `${head}/>\n`;
  const { element, message, type, text } = outcome;
  const about = attributes({ message, ...(type !== undefined && { type }) });
  const body = text === undefined ? "/>" : `>${escapeText(text)}</${element}>`;
  return `${head}>\n      <${element}${about}${body}\n    </testcase>\n`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(showMessage(String(value)))}"`)
    .join("");
}

function escaped(text: string): string {
  return breakCommands(escapeAttribute(text), characterReference);
}

/** Line by line, so that only its own line breaks are kept. */
function escapeText(text: string): string {
  return text
    .split("\n")
    .map((line) => escaped(showHidden(line)))
    .join("\n");
}
