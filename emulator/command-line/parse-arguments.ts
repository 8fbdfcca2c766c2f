import { notSupported, plainError, win32 } from "../errors";
import { decodeValue } from "./parse-path";

/** One `/name:value` that is not a general parameter. */
export interface Property {
  /** `+` adds, `-` removes, the empty text sets. */
  readonly prefix: "" | "+" | "-";
  readonly path: string;
  /** Decoded; undefined if the parameter has no colon. */
  readonly value: string | undefined;
  /** The whole argument as given. */
  readonly argument: string;
}

/** A parsed command line; verb and object in upper case. */
export interface Arguments {
  readonly verb: string | undefined;
  readonly object: string | undefined;
  readonly identifier: string | undefined;
  readonly help: boolean;
  readonly xml: boolean;
  /** Whether objects come as XML on standard input. */
  readonly input: boolean;
  readonly text: string | undefined;
  /** `/config` shows explicit values, `/config:*` effective ones. */
  readonly config: "explicit" | "effective" | undefined;
  readonly commit: string | undefined;
  readonly section: string | undefined;
  readonly apphostconfig: string | undefined;
  readonly properties: readonly Property[];
}

const general = [
  "text",
  "xml",
  "in",
  "config",
  "metadata",
  "commit",
  "commitPath",
  "apphostconfig",
  "debug",
  "section",
];

/**
 * Parses a command line. `/x:y` and `-x:y` mean the same; names of verbs, objects and parameters ignore letter case.
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const words: string[] = [];
  const options = new Map<string, string>();
  const properties: Property[] = [];
  for (const argument of argv) {
    if (!/^[/-]/.test(argument)) words.push(argument);
    else if (argument === "-") options.set("in", "");
    else addParameter(argument, options, properties);
  }
  const [verb, object, identifier, surplus] = words;
  if (surplus !== undefined) throw mustBeginWith(surplus);
  for (const name of ["metadata", "debug"]) if (options.has(name)) throw notSupported(`the parameter /${name}`);
  const config = options.get("config");
  return {
    verb: verb?.toUpperCase(),
    object: object?.toUpperCase(),
    identifier: identifier === undefined ? undefined : decodeValue(identifier),
    help: options.has("?"),
    xml: options.has("xml"),
    input: options.has("in"),
    text: options.get("text"),
    config: config === undefined ? undefined : config === "*" ? "effective" : "explicit",
    commit: options.get("commit") ?? options.get("commitPath"),
    section: options.get("section"),
    apphostconfig: options.get("apphostconfig"),
    properties,
  };
}

/** The error about a word in a place where only a parameter is allowed. */
function mustBeginWith(word: string): Error {
  return plainError(
    `Failed to process input: The parameter '${word}' must begin with a / or - (HRESULT=80070057).`,
    win32.invalidParameter,
  );
}

function addParameter(argument: string, options: Map<string, string>, properties: Property[]): void {
  const parameter = argument.slice(1);
  if (parameter === "?") {
    options.set("?", "");
    return;
  }
  const colon = separator(parameter);
  const name = colon < 0 ? parameter : parameter.slice(0, colon);
  const value = colon < 0 ? undefined : decodeValue(parameter.slice(colon + 1));
  const option = generalParameter(name);
  if (option !== undefined) {
    options.set(option, value ?? "");
    return;
  }
  const prefix = /^[+-]/.exec(name)?.[0] as "+" | "-" | undefined;
  const path = prefix === undefined ? name.replace(/^!/, "") : name.slice(1);
  properties.push({ prefix: prefix ?? "", path, value, argument });
}

/** `@` marks a general parameter, which may be shortened. */
function generalParameter(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (!lower.startsWith("@")) return general.find((option) => option.toLowerCase() === lower);
  const matches = general.filter((option) => option.toLowerCase().startsWith(lower.slice(1)));
  return matches.length === 1 ? matches[0] : undefined;
}

/** The first colon that is not inside the quotes of an indexer. */
function separator(parameter: string): number {
  let inIndexer = false;
  let inQuotes = false;
  for (let index = 0; index < parameter.length; index += 1) {
    const character = parameter[index];
    if (inIndexer && character === "'") inQuotes = !inQuotes;
    else if (inQuotes) continue;
    else if (character === "[") inIndexer = true;
    else if (character === "]") inIndexer = false;
    else if (character === ":" && !inIndexer) return index;
  }
  return -1;
}
