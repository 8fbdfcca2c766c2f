import type { KeyObject } from "node:crypto";
import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { openEnvelope, sealEnvelope } from "../bundle/envelope";
import { loadBundle, readForBundle } from "../bundle/make-bundle";
import { type BundlePayload, decodePayload, encodePayload } from "../bundle/payload";
import type { Environment } from "../env-reference";
import { type FileFault, IisError } from "../errors";
import type { PoolFiles } from "../pool-file/pool-file";
import { describeSystemError, readRegularFile, systemErrorCode, UnreadableFile } from "../read-file";
import { type Fetched, fetchBundle } from "./fetch-bundle";
import { type KeptCopy, keepCopy, readCopy } from "./kept-copy";
import { type AgentSource, largestBundle } from "./source";

/** How far ahead of this machine's clock a bundle may have been made, in milliseconds. */
const mostAhead = 24 * 60 * 60 * 1000;
const fetchMs = 60_000;

/** What an agent needs to obtain its pool files. */
export interface ObtainOptions {
  /** Keys, one of which must have signed the bundle; undefined: none is required. */
  readonly trusted: readonly KeyObject[] | undefined;
  /** The folder of the copies. */
  readonly stateFolder: string;
  readonly caCert?: string | undefined;
  readonly cwd: string;
  readonly env: Environment;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** Pool files, and where they are from. */
export interface Obtained {
  readonly files: PoolFiles;
  /** When the bundle was made; of files without a bundle, when they were read. */
  readonly made: string;
  /** How long ago the source confirmed them, in seconds: 0 unless they are a copy. */
  readonly age: number;
  /** Why a copy is used. */
  readonly copyBecause?: string;
  /** Warnings about the copy. */
  readonly warnings: readonly string[];
}

/** Faults of pool files or of a bundle. */
export class FaultyFiles extends Error {
  constructor(readonly faults: readonly FileFault[]) {
    super("the pool files have faults");
  }
}

/**
 * Reads pool files, a bundle, or what an address sends. If another machine has them and cannot be reached, the last good copy is
 * used. A bundle that is not signed as required, is older than the last one or has faults is refused: no copy takes its place.
 *
 * @throws FaultyFiles; IisError `BUNDLE_UNTRUSTED`, `INTERRUPTED`, or `SOURCE_UNREACHABLE` without a copy
 */
export async function obtainFiles(source: AgentSource, options: ObtainOptions): Promise<Obtained> {
  const { stateFolder, env, now } = options;
  const isKept = source.kind === "address" || source.isRemote;
  const key = copyKeyOf(source, options.cwd);
  const found = isKept || options.trusted !== undefined ? readCopy(stateFolder, key, source.name) : undefined;
  const copy = found === "damaged" ? undefined : found;
  const warnings = found === "damaged" ? ["the last good copy is damaged and is not used"] : [];
  const read = await readSource(source, copy, options);
  if (options.signal.aborted) throw new IisError("INTERRUPTED", { problem: "interrupted; no server was read" });
  if (read.kind === "failed" && copy === undefined) {
    const hint = "Check the address or path and the network; there is no copy of an earlier run";
    throw new IisError("SOURCE_UNREACHABLE", { path: source.name, problem: read.problem, hint });
  }
  const text = read.kind === "new" ? read.text : (copy?.bundle ?? "");
  const payload = openBundle(text, source, options);
  const last = copy === undefined ? undefined : madeOfCopy(copy);
  if (read.kind === "new") refuseOlder(payload, last, source, options);
  const { files, faults } = loadBundle(payload, env);
  if (faults.length > 0) throw new FaultyFiles(faults);
  if (read.kind !== "failed" && (isKept || options.trusted !== undefined)) {
    const etag = read.kind === "new" ? read.etag : copy?.etag;
    const confirmed = now.toISOString();
    keepCopy(stateFolder, key, { source: source.name, confirmed, bundle: text, ...(etag !== undefined && { etag }) });
  }
  const isCopy = read.kind === "failed" && copy !== undefined;
  return {
    files,
    made: payload.made,
    age: isCopy ? Math.max(0, Math.round((now.getTime() - Date.parse(copy.confirmed)) / 1000)) : 0,
    ...(isCopy && { copyBecause: read.problem }),
    warnings,
  };
}

/** Distinguishes sources, also those of the same name: an address by its query, a path by its folder. */
function copyKeyOf(source: AgentSource, cwd: string): string {
  if (source.kind === "address") return `${source.url.origin}${source.url.pathname}${source.url.search}`;
  const paths = source.kind === "bundle" ? [source.file] : source.paths;
  return JSON.stringify(paths.map((path) => resolve(cwd, path)));
}

async function readSource(
  source: AgentSource,
  copy: KeptCopy | undefined,
  { caCert, cwd, env, now, signal }: ObtainOptions,
): Promise<Fetched> {
  if (source.kind === "address") {
    return fetchBundle(source.url, { etag: copy?.etag, caCert, timeoutMs: fetchMs, signal });
  }
  if (source.kind === "bundle") return readFileOf(source.file, cwd);
  const away = source.isRemote ? unreachable(source.paths, cwd) : undefined;
  if (away !== undefined) return { kind: "failed", problem: away };
  const read = readForBundle(source.paths, { cwd, env, now });
  if ("payload" in read) return { kind: "new", text: sealEnvelope(encodePayload(read.payload), undefined) };
  throw new FaultyFiles(read.faults);
}

function readFileOf(file: string, cwd: string): Fetched {
  try {
    return { kind: "new", text: readRegularFile(resolve(cwd, file), largestBundle).toString("utf8") };
  } catch (error) {
    if (error instanceof UnreadableFile) return { kind: "failed", problem: error.message };
    throw error;
  }
}

/** Why a folder on another machine cannot be read; undefined if all can. What they lack is a fault of the files. */
function unreachable(paths: readonly string[], cwd: string): string | undefined {
  for (const path of paths.map((one) => resolve(cwd, one))) {
    try {
      statSync(/[*?]/.test(path) ? dirname(path) : path);
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === undefined) throw error;
      return `cannot be read: ${describeSystemError(code)}`;
    }
  }
  return undefined;
}

function openBundle(text: string, { name }: AgentSource, { trusted }: ObtainOptions): BundlePayload {
  const opened = openEnvelope(text, trusted);
  if ("problem" in opened) throw untrusted(name, opened.problem);
  const read = decodePayload(opened.payload);
  if ("payload" in read) return read.payload;
  throw new FaultyFiles(read.faults.map((fault) => ({ ...fault, position: { file: name, line: 1, column: 1 } })));
}

function untrusted(path: string, problem: "no bundle" | "not signed" | "other key"): IisError {
  const [what, hint] = {
    "no bundle": ["is not a bundle", "Make one: iispools bundle pools --out pools.bundle --sign key.pem"],
    "not signed": ["is not signed", "Sign it: iispools bundle pools --out pools.bundle --sign key.pem"],
    "other key": ["is signed with none of the trusted keys, or was changed", "Sign it with the key of --trust"],
  }[problem] as [string, string];
  return new IisError("BUNDLE_UNTRUSTED", { path, problem: `${what}; nothing was changed`, hint });
}

/** When the bundle of a copy was made. Its signature is not verified: it may be of an earlier key, and the time is compared only. */
function madeOfCopy({ bundle }: KeptCopy): string | undefined {
  const opened = openEnvelope(bundle, undefined);
  const read = "payload" in opened ? decodePayload(opened.payload) : undefined;
  return read !== undefined && "payload" in read ? read.payload.made : undefined;
}

function refuseOlder(
  { made }: BundlePayload,
  last: string | undefined,
  { kind, name }: AgentSource,
  { now }: ObtainOptions,
): void {
  if (kind === "files") return;
  const refuse = (problem: string, hint: string): never => {
    throw new IisError("BUNDLE_UNTRUSTED", { path: name, problem: `${problem}; nothing was changed`, hint });
  };
  if (Date.parse(made) > now.getTime() + mostAhead) {
    refuse(
      `was made at ${made}, which is later than tomorrow`,
      "Correct the clock of the machine that made it, or of this one",
    );
  }
  if (last !== undefined && made < last) {
    refuse(
      `was made at ${made}, before the last one (${last})`,
      "To go back to earlier files, make a new bundle of them",
    );
  }
}
