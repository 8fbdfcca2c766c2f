import { humanDuration } from "../settings/codecs/timespan-text";
import { aligned } from "../text";
import { showHidden } from "../visible-text";
import type { RunRecord } from "./run-record";

/** The last run as text of a few lines. */
export function describeRun({
  time,
  host,
  did,
  source,
  made,
  copyAgeSeconds = 0,
  exitCode,
  counts = {},
  errors,
}: RunRecord): string {
  const found = Object.entries(counts)
    .filter(([name, count]) => count > 0 && name !== "hosts")
    .map(([name, count]) => `${name} ${count}`);
  const copy = copyAgeSeconds > 0 ? `, from a copy that is ${humanDuration(copyAgeSeconds)} old` : "";
  const rows = [
    ["Last run", `${time}, ${did ?? "ended before it read the server"}, exit code ${exitCode}`],
    ["Host", host],
    ["Source", `${source}${copy}`],
    ...(made === undefined ? [] : [["Made", made]]),
    ...(found.length === 0 ? [] : [["Counts", found.join(", ")]]),
    ...errors.map(({ code, message }) => ["Error", `${message} (${code})`]),
  ] as const;
  return aligned(rows.map(([name = "", value = ""]) => [name, showHidden(value)]))
    .map((line) => `${line}\n`)
    .join("");
}
