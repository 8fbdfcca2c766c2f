import type { Fault } from "../errors";
import { isRecord } from "../record";
import { readDuration } from "./read-duration";
import { nearestName } from "../nearest-name";

/** A request that tells whether a pool's worker process answers. */
export interface Probe {
  /** `http:` or `https:`; `{host}` and `{pool}` in it stand for names. */
  readonly url: string;
  /** The status that is expected. */
  readonly status: number;
  /** How long an answer may take. */
  readonly timeoutMs: number;
}

const keys = ["url", "status", "timeout"] as const;
const example = "probe: { url: http://{host}/health }";
const defaultStatus = 200;
/** A cold application takes its time. */
const defaultTimeoutMs = 30_000;
const longestTimeout = 3600;

/** Reads `{ url, status, timeout }`; the paths of faults are below the probe. */
export function readProbe(input: unknown): { readonly probe?: Probe; readonly faults: readonly Fault[] } {
  if (!isRecord(input)) {
    return { faults: [{ path: "", message: `expected a request, for example ${example}` }] };
  }
  const { url, status = defaultStatus, timeout } = input as Partial<Record<(typeof keys)[number], unknown>>;
  const seconds = timeout === undefined ? defaultTimeoutMs / 1000 : readDuration(timeout);
  const problems: readonly (readonly [string, string | undefined])[] = [
    ...Object.keys(input).map((key) => [key, unknownKey(key)] as const),
    ["url", urlProblem(url)],
    ["status", isStatus(status) ? undefined : "expected an HTTP status from 100 to 599"],
    ["timeout", timeoutProblem(seconds)],
  ];
  const faults = problems.flatMap(([path, message]) => (message === undefined ? [] : [{ path, message }]));
  if (faults.length > 0 || typeof url !== "string" || !isStatus(status) || typeof seconds === "string")
    return { faults };
  return { probe: { url, status, timeoutMs: seconds * 1000 }, faults };
}

/** The probe's URL for a host and a pool; the names are escaped as parts of a URL. */
export function probeUrl({ url }: Pick<Probe, "url">, names: { readonly host: string; readonly pool: string }): string {
  return url.replace(/\{(host|pool)\}/g, (_, name: "host" | "pool") => encodeURIComponent(names[name]));
}

function unknownKey(key: string): string | undefined {
  if (keys.some((known) => known === key)) return undefined;
  const meant = nearestName(key, keys);
  return meant === undefined
    ? `unknown key; known here are ${keys.join(", ")}`
    : `unknown key, did you mean "${meant}"?`;
}

function urlProblem(url: unknown): string | undefined {
  if (url === undefined) return `is needed, for example ${example}`;
  if (typeof url !== "string") return `expected a URL, for example ${example}`;
  // First: what stands in braces is shown.
  if (/^[^/]*\/\/[^/?#\\]*@/.test(url)) return "must not hold a user or a password";
  const unknown = /\{(?!(?:host|pool)\})[^}]*\}?/.exec(url)?.[0];
  if (unknown !== undefined) return `holds ${unknown}; only {host} and {pool} stand for something`;
  const example1 = probeUrl({ url }, { host: "host", pool: "pool" });
  const parsed = URL.canParse(example1) ? new URL(example1) : undefined;
  const isOne = parsed !== undefined && /^https?:$/.test(parsed.protocol) && parsed.username + parsed.password === "";
  return isOne ? undefined : "expected a URL with http:// or https://";
}

function isStatus(status: unknown): status is number {
  return Number.isInteger(status) && (status as number) >= 100 && (status as number) <= 599;
}

function timeoutProblem(seconds: number | string): string | undefined {
  if (typeof seconds === "string") return seconds;
  return seconds < 1 || seconds > longestTimeout ? "expected one second to one hour" : undefined;
}
