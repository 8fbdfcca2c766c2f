import { formatFault } from "../pool-file/pool-file";
import { poolKey } from "../names";
import type { Position } from "../errors";
import { findAttribute } from "../settings/app-pool-attributes";
import { settingGroups } from "../settings/groups";
import { describeEntry, describeEntryValues, showMessage } from "./view/sentences";
import { showHidden } from "../visible-text";
import { sha256 } from "../sha256";
import { eachOnce } from "../record";
import type { ErrorJson, FindingJson, NoteJson } from "./schema/parts";
import type { EntryView, HostView, SettingView, View } from "./view/model";

type Level = "error" | "warning" | "note";

/** One result. */
interface Found {
  readonly rule: string;
  readonly help: string;
  readonly ruleText: string;
  readonly level: Level;
  readonly message: string;
  readonly host?: string | undefined;
  readonly pool: string;
  readonly path: string;
  readonly position?: Position | undefined;
  readonly error?: ErrorJson | undefined;
}

const schema = "https://json.schemastore.org/sarif-2.1.0.json";

/** The place of a result that no pool file declares: the server's configuration, without a line. */
const serverFile = "applicationHost.config";

const levels = { error: "error", warning: "warning", info: "note" } as const;

/** The notes of a host that are not errors. */
const noteLevels: Readonly<Partial<Record<NoteJson["kind"], Level>>> = {
  warning: "warning",
  risk: "warning",
  kept: "note",
};

/** Differences of a plan are notes, differences that should not exist are warnings, failures are errors. */
const groupLevels: Readonly<Partial<Record<string, Level>>> = {
  changes: "note",
  failed: "error",
  declared: "warning",
  "one-server": "warning",
  defaults: "warning",
  undeclared: "warning",
  "unknown-pools": "warning",
};

/**
 * A report as SARIF 2.1.0: a result for each differing setting and each lint finding, at the line of the pool file. A
 * host that could not be read, and faults of files, are notifications of the run, which is then not successful.
 */
export function writeSarif(view: View): string {
  const results = [
    ...view.hosts.flatMap((host) => hostResults(view.kind, host)),
    ...allFindings(view).map(lintResult),
    ...view.faults.map(({ path, message, position }): Found => ({
      ...{ rule: "pool-file-fault", help: poolPage, ruleText: "A pool file cannot be read", level: "error" },
      ...{ message: formatFault({ path, message }), pool: "", path, position },
    })),
  ];
  const rules = [...new Map(results.map((found) => [found.rule, found])).values()].sort((a, b) =>
    a.rule < b.rule ? -1 : 1,
  );
  const indexes = new Map(rules.map(({ rule }, index) => [rule, index]));
  const run = {
    tool: { driver: { name: "iispools", rules: rules.map(ruleJson) } },
    columnKind: "utf16CodeUnits",
    invocations: [invocation(view)],
    results: results.map((found) => resultJson(found, indexes.get(found.rule) ?? -1)),
  };
  return `${JSON.stringify({ $schema: schema, version: "2.1.0", runs: [run] }, undefined, 2)}\n`;
}

const poolPage = settingGroups[0]?.link ?? "";

function hostResults(kind: View["kind"], { host, groups }: HostView): Found[] {
  return groups.flatMap(({ id, entries }) => {
    const level = groupLevels[id];
    return level === undefined ? [] : entries.flatMap((entry) => entryResults(kind, host, entry, level));
  });
}

/** A created or deleted pool is one result besides those of its settings. */
function entryResults(kind: View["kind"], host: string, entry: EntryView, level: Level): Found[] {
  const { action, pool, settings, effect, position, error } = entry;
  const isChange = kind === "plan" || kind === "apply";
  const remarks = [
    ...(action === "undeclared" ? [describeEntry(entry, host)] : []),
    ...(effect === undefined ? [] : [effect]),
    ...(error === undefined ? [] : [`${error.code}: ${error.message}`]),
  ];
  const start = `${host}: pool "${pool}":`;
  const whole: Found = {
    ...{
      rule: `pool-${action}`,
      help: poolPage,
      ruleText: `A pool differs as a whole${isChange ? `: ${action}` : ""}`,
      level,
      host,
      pool,
    },
    ...{ path: "", message: [`${start} ${describeEntry(entry, host)}`, ...remarks].join("; "), position, error },
  };
  const differing = settings.map((one): Found => ({
    ...settingRule(one, action === "undeclared" ? action : "differs"),
    ...{ level, host, pool, path: one.path, position: one.position ?? position, error },
    message: [`${start} ${one.path} ${describeEntryValues(kind, entry, one)}`, ...remarks].join("; "),
  }));
  return action === "update" || action === "undeclared" ? differing : [whole, ...differing];
}

function settingRule({ path }: SettingView, what: "differs" | "undeclared"): Pick<Found, "rule" | "help" | "ruleText"> {
  const { link = poolPage, doc = "Whether the pool is started or stopped." } = findAttribute(path) ?? {};
  return { rule: `${what}/${path}`, help: link, ruleText: doc };
}

function allFindings({ hosts, findings }: View): readonly FindingJson[] {
  const beside = hosts.flatMap(({ groups }) => groups.flatMap(({ entries }) => entries.flatMap((one) => one.findings)));
  return eachOnce([...beside, ...findings]);
}

function lintResult({ rule, severity, pool, host, path, message, link, position }: FindingJson): Found {
  const whose = [...(host === undefined ? [] : [host]), ...(pool === "" ? [] : [`pool "${pool}"`])];
  const text = [...whose, path, message].join(": ");
  return {
    ...{ rule: `lint/${rule}`, help: link, ruleText: `Lint rule ${rule}`, level: levels[severity] },
    ...{ message: text, host, pool, path, position },
  };
}

function ruleJson({ rule, help, ruleText }: Found): object {
  return { id: rule, shortDescription: { text: ruleText }, helpUri: help };
}

function resultJson(found: Found, ruleIndex: number): object {
  const { rule, level, message, host, pool, path, position, error } = found;
  const name = [host, pool, path].filter((part) => part !== undefined && part !== "").join("/");
  const physicalLocation = {
    artifactLocation: { uri: fileUri(position?.file ?? serverFile) },
    region: position === undefined ? { startLine: 1 } : { startLine: position.line, startColumn: position.column },
  };
  return {
    ...{ ruleId: rule, ruleIndex, level, message: { text: showMessage(message) } },
    locations: [
      { physicalLocation, ...(name !== "" && { logicalLocations: [{ fullyQualifiedName: showHidden(name) }] }) },
    ],
    partialFingerprints: { "iispools/v1": fingerprint(found) },
    ...propertiesOf({ code: error?.code, host, pool, path, hint: error?.hint }),
  };
}

/** The identity of a result across runs: without the line and the value, because both change. */
function fingerprint({ rule, host = "", pool, path, position, message }: Found): string {
  const what = pool === "" ? [position?.file ?? "", message] : [poolKey(pool)];
  return sha256([rule, host, path, ...what].join("\0")).toString("hex");
}

function invocation({ hosts, waves = [] }: View): object {
  const problems = waves.flatMap((wave) => wave.problems);
  const notifications = [
    ...hosts.flatMap(({ host, error, isSkipped, notes }) => [
      ...(error === undefined ? [] : [notification(isSkipped ? "warning" : "error", error.message, error)]),
      ...notes
        .filter(({ kind }) => kind !== "backup" && kind !== "rolled back")
        .map(({ kind, text, code, pools = [], path, hint }) =>
          notification(noteLevels[kind] ?? "error", text, {
            ...{ code, host, pool: pools.length === 1 ? pools[0] : undefined, path, hint },
          }),
        ),
    ]),
    ...problems.map((problem) => notification("error", problem.message, problem)),
  ];
  return {
    executionSuccessful:
      problems.length === 0 && hosts.every(({ error, isSkipped }) => error === undefined || isSkipped === true),
    ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
  };
}

/** The fields of an error or a note, each if it is known. */
type Parts = Readonly<Partial<Record<"code" | "host" | "pool" | "path" | "hint", string | undefined>>>;

function notification(level: Level, message: string, { code, host, pool, path, hint }: Parts): object {
  return {
    ...{ level, message: { text: showMessage(message) }, ...(code !== undefined && { descriptor: { id: code } }) },
    ...propertiesOf({ code, host, pool, path, hint }),
  };
}

/** The known fields as a property bag; undefined if there are none. */
function propertiesOf(parts: Parts): { readonly properties?: object } {
  const known = Object.entries(parts).flatMap(([name, text = ""]) => (text === "" ? [] : [[name, showMessage(text)]]));
  return known.length === 0 ? {} : { properties: Object.fromEntries(known) as object };
}

/** A path as a URI reference relative to the checkout; an absolute one as a `file:` URI. */
function fileUri(file: string): string {
  const path = file.replaceAll("\\", "/").replace(/^\.\//, "").toWellFormed();
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  if (/^[A-Za-z]:\//.test(path)) return `file:///${encoded.replace("%3A", ":")}`;
  return path.startsWith("/") ? `file://${encoded}` : encoded;
}
