import type { FileFault, IisError } from "../../provider/errors";
import { formatPosition } from "../../provider/pool-file/pool-file";
import type { GoldenFault, Outcome } from "./golden";

/** What went wrong, without the progress of what went well. Commander puts its suggestion on a line of its own. */
export function failureLines(text: string): readonly string[] {
  const lines = text.replace(/\n\(/g, " (").split("\n");
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^\S+ \S+… .*\(\d+\.\d s\)$|^\d+\/\d+ \w+.*\(\d+\.\d s\)$/.test(line));
}

const place = String.raw`(?<at>[^\s:]+:\d+:\d+)(?: (?<inFile>\S+?))?: `;
const subject = String.raw`(?<path>--[a-z-]+|(?!error:)[\w.[\]]+): `;
const wholeLine = new RegExp(`^(?:${place}|${subject})?(?<message>.+?)(?: \\((?<code>[A-Z_]{5,})\\))?$`, "s");

/** A line as people get it, taken apart again: `pools.yaml:7:9 pools.Shop: message (CODE)`. */
export function faultOfLine(line: string): GoldenFault {
  const { at, inFile, path = inFile, message = line, code } = wholeLine.exec(line)?.groups ?? {};
  return { ...(at && { at }), ...(path && { path }), message, ...(code && { code }) };
}

/** An entry of `errors` in the JSON of a verb that failed. */
export interface JsonError {
  readonly code: string;
  readonly message: string;
  readonly path?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** The same of an entry in JSON. */
export function faultOfJson({ code, message, path, file, line, column }: JsonError): GoldenFault {
  const at = file === undefined ? {} : { at: `${file}:${line}:${column}` };
  return { ...at, ...(path && { path }), message, code };
}

/** Faults as the core has them. */
export function outcomeOf(faults: readonly FileFault[]): Outcome {
  return {
    faults: faults.map(({ position, path, message }) => ({
      ...(position && { at: formatPosition(position) }),
      ...(path !== "" && { path }),
      message,
    })),
  };
}

/** A fault of a plan: its path is in the message. */
export function faultOfPlan({ code, message }: IisError): GoldenFault {
  const text = message.replace(/^plan\.json: /, "");
  const [, path, rest = text] = /^((?:hosts|host|digest|signature)(?=[[.:])\S*): (.*)$/s.exec(text) ?? [];
  return { at: "plan.json", ...(path && { path }), message: rest, code };
}
