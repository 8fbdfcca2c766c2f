import type { KeyObject } from "node:crypto";
import { hostname } from "node:os";
import { join, resolve, win32 } from "node:path";
import { parseEnv } from "node:util";
import { type AgentSource, sourceOf } from "../../../agent/source";
import { readTrustedKey } from "../../../bundle/envelope";
import { isPem } from "../../../connection/pem";
import type { Environment } from "../../../env-reference";
import type { Fault } from "../../../errors";
import { megabyte, readRegularFile, UnreadableFile } from "../../../read-file";
import { Failure } from "../../failure";
import type { Io, Place } from "../../io";
import { readKeyFile } from "../../key-file";
import type { AgentFlags } from "./options";

/** What a run works with. */
export interface AgentSetup {
  readonly source: AgentSource;
  /** The name of this server, to find its host. */
  readonly name: string;
  readonly trusted: readonly KeyObject[] | undefined;
  readonly caCert: string | undefined;
  /** The variables of this process and of `--secrets`. */
  readonly env: Environment;
  readonly stateFolder: string;
}

/** Reads all that the options name. @throws Failure with every fault */
export function readSetup(words: readonly string[], flags: AgentFlags, io: Io): AgentSetup {
  const faults: Fault[] = [];
  const tried = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      faults.push(...error.problems.map(({ path = "", message }) => ({ path, message })));
      return undefined;
    }
  };
  const source = sourceOf(words);
  if ("problem" in source) faults.push({ path: "source", message: source.problem });
  else faults.push(...trustFaults(source, flags));
  const trusted = (flags.trust ?? []).map((file) => tried(() => readKeyFile(file, "--trust", readTrustedKey, io)));
  const caCert = tried(() => readText("--ca-cert", flags.caCert, io));
  if (caCert !== undefined && !isPem(caCert))
    faults.push({ path: "--ca-cert", message: "is not a certificate in PEM" });
  const variables = tried(() => readText("--secrets", flags.secrets, io));
  faults.push(...cutSecrets(variables ?? ""));
  if (faults.length > 0 || "problem" in source) throw new Failure(faults);
  const keys = trusted.filter((key) => key !== undefined);
  return {
    source,
    name: flags.as ?? hostname(),
    trusted: keys.length === 0 ? undefined : keys,
    caCert,
    env: { ...io.place.env, ...(variables !== undefined && parseEnv(variables)) },
    stateFolder: stateFolderOf(flags, io.place),
  };
}

function trustFaults(source: AgentSource, { trust = [], unsigned = false }: AgentFlags): Fault[] {
  const isSigned = trust.length > 0;
  if (isSigned && unsigned) return [{ path: "--unsigned", message: "cannot be combined with --trust" }];
  if (isSigned && source.kind === "files") {
    const message = "requires a bundle: iispools bundle pools --out pools.bundle --sign key.pem";
    return [{ path: "--trust", message }];
  }
  const isAway = source.kind === "address" || source.isRemote;
  if (isSigned || unsigned || !isAway) return [];
  const message = "is required for files of another machine: the public key of its bundle. To do without: --unsigned";
  return [{ path: "--trust", message }];
}

/** A `#` begins a comment in a value without quotation marks, so the rest of a password would be lost. */
function cutSecrets(variables: string): Fault[] {
  const isCut = /^\s*(?:export\s+)?[\w.]+\s*=(?!\s*["'`])[^#]*#/;
  const message = "a # begins a comment there. Put the value into single quotes: NAME='value'";
  return variables
    .split("\n")
    .flatMap((line, index) => (isCut.test(line) ? [{ path: `--secrets: line ${index + 1}`, message }] : []));
}

/** The text of a file that an option names, without a byte order mark. @throws Failure, also for a file that is not UTF-8 */
function readText(option: string, file: string | undefined, { place: { cwd } }: Io): string | undefined {
  if (file === undefined) return undefined;
  const refuse = (message: string): never => {
    throw new Failure([{ path: option, message: `${file} ${message}` }]);
  };
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readRegularFile(resolve(cwd, file), megabyte));
  } catch (error) {
    if (error instanceof UnreadableFile) return refuse(error.message);
    // The error of a decoder: a password in another encoding would be another password.
    if (error instanceof TypeError) return refuse("is not UTF-8; in PowerShell write it with -Encoding utf8");
    throw error;
  }
}

/** The folder of an agent's copy, lock and last run: that of `--state`, else the one of this system. */
export function stateFolderOf({ state }: Pick<AgentFlags, "state">, { cwd, env }: Pick<Place, "cwd" | "env">): string {
  if (state !== undefined) return resolve(cwd, state);
  return process.platform === "win32"
    ? win32.join(env["ProgramData"] ?? "C:\\ProgramData", "iispools")
    : join("/var/lib", "iispools");
}
