import { riskName } from "../../plan/assess/risk-names";
import { explainZero } from "../../settings/value";
import { plural } from "../../text";
import { showHidden } from "../../visible-text";
import type { WaveJson } from "../schema/change-reports";
import type { EntryJson, NoteJson } from "../schema/parts";
import type { BlockSetting, Variant } from "./blocks";
import { listHosts } from "./list-hosts";
import type { EntryView, SettingView, View } from "./model";

type Impact = NonNullable<EntryJson["impact"]>;
type Affected = Pick<EntryJson, "pool" | "action" | "impact">;

const noteStarts: Readonly<Record<NoteJson["kind"], string>> = {
  refusal: "refused",
  risk: "needs --allow",
  kept: "in no file, but kept",
  warning: "warning",
  backup: "backup",
  "rolled back": "rolled back",
  "not rolled back": "not rolled back",
};

/** The kinds of effects that are words for programs. */
const effects: Readonly<Partial<Record<Impact["kind"], string>>> = {
  none: "ends no worker process",
  "on next start": "takes effect when a worker process starts next",
};

/**
 * `recycles now, overlapped: the old process drains up to 90 s`; undefined where there is nothing to say, as of a new pool. What
 * is lost is said once, see {@link describeLosses}.
 */
function describeImpact({ kind, reason }: Impact): string | undefined {
  if (kind === "none" && reason === undefined) return undefined;
  const effect = effects[kind] ?? kind;
  return reason === undefined ? effect : `${effect}: ${reason}`;
}

/** What a report says of the effect of an entry: of drift, what repairing costs; of the others, what the change does. Without its name. */
export function describeEffect(report: View["kind"], entry: Affected): string | undefined {
  if (entry.impact === undefined) return undefined;
  return report === "drift" ? describeRepair(entry) : describeImpact(entry.impact);
}

/** What repairing a drift costs, without the name of the pool: `repairing would recycle it`. */
function describeRepair({ pool, action, impact }: Affected): string {
  if (action === "create") return "repairing would create it";
  if (action === "rename") return "repairing would rename the pool and restart its applications";
  if (action === "delete") return "repairing would delete it";
  const repair = impact && repairs[impact.kind];
  if (repair === undefined) return "repairing would end no worker process";
  // The defaults have no worker process: the reason says how many pools inherit them.
  const [what, why] = pool === "applicationPoolDefaults" ? ["pools", impact?.reason] : ["it"];
  return `repairing would ${repair(what)}${why === undefined ? "" : `: ${why}`}`;
}

const repairs: Readonly<Partial<Record<Impact["kind"], (what: string) => string>>> = {
  "recycles now, overlapped": (what) => `recycle ${what}`,
  "recycles now, not overlapped": (what) => `recycle ${what} with a gap in service`,
  "stops now": (what) => `stop ${what}`,
  "starts now": (what) => `start ${what}`,
};

/** The effect on each of several pools: `each pool recycles now`; of a drift `each pool: repairing would recycle it`. */
export function describeSharedEffect(report: View["kind"], effect: string): string {
  return report === "drift" ? `each pool: ${effect}` : `each pool ${effect}`;
}

/** What to do about settings that are explicit on the server but in no file. */
export const undeclaredAdvice =
  "apply does not change these. Write the value into the file, accept it with a rule (drift.ignore), or remove it on the server: " +
  "appcmd clear config -section:system.applicationHost/applicationPools \"/[name='POOL'].SETTING\" /commit:apphost";

/** What to do about changes of an apply that were not started. */
export const remainingAdvice = "These pools are unchanged. Fix the errors, then rerun the same command";

/**
 * What a declared pool of a drift is: `MISSING on web-01`, `changed`; of a comparison: `differs`; empty for what is in no file, undefined for an entry that is
 * neither drift nor of a comparison.
 *
 * @param on the hosts, see {@link listHosts}
 */
export function describeDriftKind(
  { kind, action, found }: Pick<EntryView, "kind" | "action" | "found">,
  on: string,
): string | undefined {
  if (found !== undefined) return found;
  if (kind === "missing") return `MISSING on ${on}`;
  if (kind === "extra") return action === "delete" ? "exists, but the file says state: absent" : "";
  return kind;
}

/** What is reported of an entry in a word, for formats without pictures: of a plan its action. */
export function describeEntry(entry: Pick<EntryView, "kind" | "action" | "found">, on: string): string {
  const drift = describeDriftKind(entry, on);
  return drift === "" ? "in no file" : (drift ?? entry.action);
}

/** What is lost when worker processes end, once for a whole report; undefined if none ends. */
export function describeLosses({ hosts }: View): string | undefined {
  const entries = hosts.flatMap(({ groups }) => groups.flatMap(({ entries }) => entries));
  const lost = new Set(entries.flatMap(({ impact }) => impact?.loses ?? []));
  return lost.size === 0 ? undefined : `A pool that recycles or stops loses ${[...lost].join(", ")}.`;
}

/** Whether worker processes of the pool end when the change is made. */
export function endsProcesses({ impact }: Pick<EntryJson, "impact">): boolean {
  return impact !== undefined && impact.loses.length > 0;
}

/** The name of a risk for `--allow`; reports of earlier versions have only its rule. */
export function allowedName({ allow, code = "" }: NoteJson): string {
  return allow ?? riskName(code);
}

/** A note as one line: `refused (POOL_IN_USE): …`, `needs --allow stop: …`. */
export function describeNote(note: NoteJson): string {
  const { kind, code, text, hint, restorePools } = note;
  // Its hint only says which --allow it needs.
  if (kind === "risk") return `${noteStarts.risk} ${allowedName(note)}: ${withoutHint(text, hint)}`;
  if (kind === "backup") {
    const ofPools = restorePools === undefined ? "" : `, only the application pools with: ${restorePools}`;
    return `backup ${code ?? ""}, restore it with: ${text} (${whatRestoreOverwrites})${ofPools}`;
  }
  return `${noteStarts[kind]}${code === undefined ? "" : ` (${code})`}: ${text}`;
}

function withoutHint(text: string, hint: string | undefined): string {
  return hint !== undefined && text.endsWith(`. ${hint}`) ? text.slice(0, -hint.length - 2) : text;
}

/** What restoring a backup does, for people. */
export const whatRestoreOverwrites = "overwrites all of IIS's configuration, sites included";

/** A wave in one line: `wave 2 (25%) failed: web-02, web-03`; of many hosts their number. */
export function describeWave({ name, hosts, outcome }: WaveJson, index: number): string {
  const who = hosts.length > 8 ? plural(hosts.length, "host", "hosts") : hosts.join(", ");
  return `wave ${index + 1} (${name}) ${outcome}: ${who}`;
}

/** The response to a probe: `web-02 http://web-02/health 200 in 12 ms`. */
export function describeAnswer({ host, url, status, ms }: WaveJson["answers"][number]): string {
  return `${host} ${url} ${status ?? "no response"} in ${ms} ms`;
}

/** A message of one or more lines as one line, see {@link showHidden}. */
export function showMessage(text: string): string {
  return showHidden(text.trim().replace(/\s*[\r\n]\s*/g, " "));
}

/** A link for a document; undefined if it is not a plain `https:` address. */
export function safeLink(link: string): string | undefined {
  return /^https:\/\/[\w.~%/?#=&;,:+@!*-]+$/.test(link) ? link : undefined;
}

/** How much of the equal beginning of two long values is kept. */
const lead = 12;

/** How values are shortened. */
export interface ValueLimits {
  /** Longer values are cut, in characters. Default: none is. */
  readonly longest?: number;
  /** The hosts of the report in its order, to name several hosts in short. */
  readonly all?: readonly string[];
}

/** A text of at most `longest` characters. */
export function cutText(text: string, longest = Infinity): string {
  return cut(text, 0, longest);
}

/** At least so many values by host are shown as the first, the last, and their number. */
const manyVariants = 4;

/**
 * `old -> new` of a setting, as far as both exist; empty if only the path is known. Values longer than `longest`
 * characters are cut so that the first difference stays visible. Of values by host there are at most three with their hosts.
 */
export function describeSettingValues(
  setting: BlockSetting,
  { longest = Infinity, all = [] }: ValueLimits = {},
): string {
  const { variants, text } = setting;
  if (text !== undefined) return cutText(text, longest);
  if (variants === undefined) return describeValues(setting, longest);
  const [first] = variants;
  // An old value that is the same everywhere is said once.
  const before = first !== undefined && variants.every(({ from }) => from === first.from) ? first.from : undefined;
  const one = (variant: Variant): string => {
    const { to } = variant;
    const values = before === undefined || to === undefined ? variant : { to };
    return `${describeValues(values, longest)} on ${listHosts(variant.hosts, all)}`;
  };
  const start = before === undefined || first?.to === undefined ? "" : `${cutText(before, longest)} -> `;
  const last = variants.at(-1);
  if (variants.length < manyVariants || first === undefined || last === undefined)
    return `${start}${variants.map(one).join("; ")}`;
  return `${start}${one(first)} … ${one(last)} (${variants.length} different values)`;
}

/** Both values in words if the setting of a drift differs: `is off (no limit), file says 1.5 GB`; otherwise {@link describeSettingValues}. */
export function describeEntryValues(
  report: View["kind"],
  { kind }: Pick<EntryView, "kind">,
  setting: BlockSetting,
  limits: ValueLimits = {},
): string {
  const { path, from, to, variants } = setting;
  if (report !== "drift" || kind !== "changed" || variants !== undefined || to === undefined)
    return describeSettingValues(setting, limits);
  const live = from === undefined ? "is not set" : `is ${cutText(explainZero(path, from), limits.longest)}`;
  return `${live}, file says ${cutText(to, limits.longest)}`;
}

function describeValues({ from, to, servers }: Pick<SettingView, "from" | "to" | "servers">, longest: number): string {
  const texts = [from, to].filter((text) => text !== undefined);
  const join = (values: readonly string[]): string =>
    servers === undefined
      ? values.join(" -> ")
      : values.map((text, index) => `${text} on ${servers[index] ?? ""}`).join(", ");
  if (texts.every((text) => text.length <= longest)) return join(texts);
  const [first = "", second = first] = texts;
  const shared = texts.length < 2 ? 0 : sharedLength(first, second);
  const start = shared > 2 * lead ? shared - lead : 0;
  return join(texts.map((text) => cut(text, start, longest)));
}

function cut(text: string, start: number, longest: number): string {
  if (text.length <= longest) return text;
  const kept = text.slice(start, start + longest);
  const isWhole = start + longest >= text.length;
  return `${start > 0 ? "…" : ""}${kept}${isWhole ? "" : "…"} (${text.length} characters)`;
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
