import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One fault as a door reports it. */
export interface GoldenFault {
  /** `file:line:column`, of a saved plan the file alone; left out where the fault stands in no file. */
  readonly at?: string;
  /** The property, option or resource that it is about; left out for the whole input. */
  readonly path?: string;
  readonly message: string;
  /** The code of an `IisError`. */
  readonly code?: string;
}

/** All that a door says of an input. */
export interface Outcome {
  /** In the order in which they are reported; none: the input is accepted. */
  readonly faults: readonly GoldenFault[];
  /** The errors that a command line writes as JSON. */
  readonly json?: readonly GoldenFault[];
  /** Of command lines only. */
  readonly exitCode?: number;
}

/** A faulty input, and what its door says of it. */
export interface GoldenCase {
  /** Names the case in the whole golden file. */
  readonly id: string;
  /** The input, in the form that the adapter of its door takes. */
  readonly given: unknown;
  readonly expected: Outcome;
}

/** Characters that nobody sees in an editor. */
const hidden = /[\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const folder = join(__dirname, "faulty-inputs");

/** What stands for a secret in the inputs; no output of any door holds it. */
export const canary = "c4n4ry";

/** The doors of the golden file: the names of its files, without `.json`. */
export const goldenDoors: readonly string[] = readdirSync(folder)
  .map((name) => name.replace(/\.json$/, ""))
  .sort();

/** The cases of a door, in the order of its file. */
export function readCases(door: string): readonly GoldenCase[] {
  return JSON.parse(readFileSync(fileOf(door), "utf8")) as GoldenCase[];
}

/** Records what the doors say today. */
export function writeCases(door: string, cases: readonly GoldenCase[]): void {
  writeFileSync(fileOf(door), `${printJson(cases).replace(hidden, spelledOut)}\n`);
}

/** JSON with a fault, and whatever is short, on a line of its own. */
function printJson(value: unknown, indent = ""): string {
  const line = JSON.stringify(value);
  const isWhole = line.length < 100 || typeof value !== "object" || value === null || "message" in value;
  if (isWhole) return line;
  const inner = `${indent} `;
  const items = Array.isArray(value)
    ? value.map((item) => printJson(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${printJson(item, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${items.map((item) => `${inner}${item}`).join(",\n")}\n${indent}${close}`;
}

function spelledOut(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** What was said before the errors were unified, by the id of the case. It is history: nothing writes it again. */
export function readBefore(): Readonly<Record<string, Outcome>> {
  return JSON.parse(readFileSync(join(__dirname, "messages-before.json"), "utf8")) as Record<string, Outcome>;
}

/** A fault as people read it: `pools.yaml:7:9 pools.Shop.queueLength: expected a whole number`. */
export function faultLine({ at, path, message, code }: GoldenFault): string {
  const place = [at, path].filter((part) => part !== undefined).join(" ");
  return `${place === "" ? "" : `${place}: `}${message}${code === undefined ? "" : ` (${code})`}`;
}

function fileOf(door: string): string {
  return join(folder, `${door}.json`);
}
