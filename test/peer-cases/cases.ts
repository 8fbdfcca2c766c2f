import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Settings by their path, as the cases write them. */
export type Flat = Readonly<Record<string, unknown>>;

/** What a host is like before a case. */
export interface Given {
  /** By name; a text where the case describes them in words. */
  readonly pools?: Readonly<Record<string, Flat>> | string;
  readonly state?: Readonly<Record<string, string>>;
  readonly applicationPoolDefaults?: Flat;
  /** Version of IIS. */
  readonly iis?: string;
  /** Applications and their pools. */
  readonly apps?: Readonly<Record<string, string>>;
  /** What is odd about the configuration file, in words. */
  readonly "applicationHost.config"?: string;
}

/** What a case asks for. */
export interface Wanted {
  readonly pools?: Readonly<Record<string, Flat>> | string;
  readonly applicationPoolDefaults?: Flat;
  readonly absent?: readonly string[];
  /** Only look, write nothing. */
  readonly preview?: boolean;
  readonly detectDrift?: boolean;
  /** What is not declared goes back to its inherited value. */
  readonly exact?: boolean;
  /** Asked for afterwards. */
  readonly then?: Wanted;
  readonly read?: string | readonly string[];
  readonly times?: number;
  readonly range_of?: string;
  readonly appcmd?: readonly string[];
  readonly action?: string;
  readonly pool?: string;
  readonly rename?: Readonly<Record<string, string>>;
  readonly resourceName?: string;
}

/** What a case says must come of it. */
export interface Expected {
  readonly changed?: boolean;
  readonly after?: Flat | string;
  readonly second_run_changed?: boolean;
  readonly error?: string | null;
  readonly [key: string]: unknown;
}

/** One case of a peer's test suite. */
export interface PeerCase {
  readonly id: string;
  readonly source: string;
  readonly given: Given;
  readonly desired: Wanted;
  readonly expect: Expected;
}

const file = join(__dirname, "../../../shared/reference/peer-cases.jsonl");

/** Why the cases cannot be run here; undefined where they can. */
export const missingCases = existsSync(file) ? undefined : "skipped: ../shared/reference/peer-cases.jsonl is not there";

/** Stands for what the cases leave open. */
const placeholders: readonly (readonly [RegExp, string])[] = [
  [/<random>/g, "peer-7f3a21"],
  [/<host>/g, "WEB01"],
  [/<user>/g, "WEB01\\svc-peer"],
  [/<secret>/g, "Correct horse 7!"],
  [/ \(added by hand\)/g, ""],
];

/** Every case of the file; none where it is not there. */
export function readCases(): PeerCase[] {
  if (missingCases !== undefined) return [];
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => filled(JSON.parse(line)) as PeerCase);
}

/** What the case is about, in the words of its source, and what must come of it. */
export function titleOf({ id, source, desired, expect: { changed, error } }: PeerCase): string {
  const said = source.replace(/^derived from (?:issue )?/, "").replace(/^\S+@\S+ /, "");
  const subject = said.replace(/^(?:[\w.-]+\/)*[\w.-]+\.\w+(?::[\d-]+)?(?: \+ \S+)?,? ?/, "").replace(/^"(.+)"$/, "$1");
  const isMute = subject === "" || subject.includes("://") || /^test \d+$/.test(subject);
  const words = isMute ? `${JSON.stringify(desired).slice(0, 100)} ${subject}` : subject;
  const result =
    typeof error === "string" ? error : changed === true ? "changes" : changed === false ? "changes nothing" : "";
  return [`${id}: ${words.trim()}`, result].filter((part) => part !== "").join(" -> ");
}

function filled(value: unknown): unknown {
  if (typeof value === "string") {
    return placeholders.reduce((text, [open, concrete]) => text.replace(open, () => concrete), value);
  }
  if (Array.isArray(value)) return value.map(filled);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [filled(key), filled(child)]));
}

/** The pools of a given or wanted side by name; none where it has none or tells of them in words. */
export function poolsOf({ pools }: { readonly pools?: Given["pools"] }): [name: string, settings: Flat][] {
  return typeof pools === "object" ? Object.entries(pools) : [];
}

/** The plain text of a value that may be marked as a secret. */
export function unmarked(value: unknown): unknown {
  return typeof value === "object" && value !== null && "secret" in value ? value.secret : value;
}
