import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { importHost } from "../../engine/verbs/drift-host";
import { formatPosition, type PoolFiles } from "../../pool-file/pool-file";
import type { ImportedHost } from "../../plan/import/import-pools";
import { importFleet } from "../../plan/import/import-fleet";
import { withNotes, writePoolFile } from "../../pool-file/write/pool-file";
import { listNames, plural } from "../../text";
import { allOrFail, countPools, eachHost, reading } from "../each-host";
import { Failure } from "../failure";
import { type ChosenHost, chooseHosts, readFiles } from "../hosts";
import type { Io } from "../io";
import type { LiveHostOptions } from "../options";
import type { CallProblem } from "../outcome";
import type { IisError } from "../../errors";
import { poolFilesRead, refuseOverwriting } from "../refuse-overwriting";
import { type SkipFlags, splitUnreachable } from "../skip-unreachable";
import { checkSavable, makeFolder, ownerOnly, saveFile, type SaveOptions } from "../save-file";

/** The options of an import from the hosts of pool files. */
interface FleetFlags extends LiveHostOptions, SkipFlags {
  readonly files: readonly string[];
  readonly out?: string;
  readonly force?: boolean;
}

/** What was imported, in words, and the file that has it; absent for stdout. */
export interface WrittenFleet {
  readonly file?: string;
  readonly what: string;
  /** The errors of hosts that were skipped. */
  readonly skipped: readonly IisError[];
}

/**
 * Writes one file with the pools of all hosts, beside the files that declare these hosts.
 *
 * @param faults of the call that are already known
 * @throws Failure with every fault of the call, or with the errors of all hosts that are not skipped; then nothing is written
 */
export async function importFromFiles(
  flags: FleetFlags,
  faults: readonly CallProblem[],
  io: Io,
): Promise<WrittenFleet> {
  const { out, force } = flags;
  const save: SaveOptions = { option: "--out", mode: ownerOnly, isNew: force !== true };
  const target = out === undefined ? undefined : targetOf(out, io);
  const problems = [...faults];
  const collect = collectIn(problems);
  const { files, hosts } = chosenFrom(flags, problems, io);
  collect(() => {
    if (target !== undefined && isThere(target.folder ?? ".", io)) checkSavable(target.file, save, io);
  });
  // What --out names itself is compared with the choice of the hosts.
  collect(() => {
    if (target?.folder !== undefined) refuseOverwriting(poolFilesRead(files.names), { out: target.file }, io);
  });
  if (problems.length > 0) throw new Failure(problems);
  const results = await eachHost(hosts, flags, io, {
    doing: reading,
    work: ({ connectToRead }) => importHost(connectToRead()),
    summarize: ({ pools }) => countPools(pools.length),
  });
  const { kept, skipped } = splitUnreachable(results, flags);
  allOrFail(kept, () => []);
  const read = results.flatMap((result) => (result.ok ? [{ name: result.host, imported: result.value }] : []));
  const file = importFleet(read, { hosts: files.hosts.map(({ name }) => name), groups: files.groups });
  const text = withNotes(writePoolFile(file), notesOf(read));
  const what = `${plural(file.pools.length, "pool", "pools")} of ${plural(read.length, "host", "hosts")}`;
  if (target === undefined) {
    io.stdout.write(text);
    return { what, skipped };
  }
  if (target.folder !== undefined) makeFolder(target.folder, { option: "--out" }, io);
  saveFile(target.file, text, save, io);
  return { file: target.file, what, skipped };
}

/** What all files declare, and the chosen hosts; faults are added to the problems. */
function chosenFrom(
  flags: FleetFlags,
  problems: CallProblem[],
  io: Io,
): { readonly files: PoolFiles; readonly hosts: readonly ChosenHost[] } {
  const { files, faults } = readFiles(flags.files, io, "may be missing");
  problems.push(...faults, ...declaredAlready(files));
  const hosts = collectIn(problems)(() => chooseHosts(files, flags, io)) ?? [];
  return { files, hosts };
}

/** The imported file would declare these pools a second time. One fault for each file. */
function declaredAlready({ pools, defaults }: PoolFiles): CallProblem[] {
  const places = [...pools, ...defaults].flatMap(({ positions: { "": position } }) => position ?? []);
  const byFile = new Map(places.toReversed().map((position) => [position.file, position]));
  return [...byFile.values()].map((position) => ({
    path: "--files",
    message: `${formatPosition(position)} declares pools already. Name files that declare only hosts and groups`,
  }));
}

function collectIn(problems: CallProblem[]): <T>(work: () => T) => T | undefined {
  return (work) => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
}

/** A folder gets one file; what is no folder and ends with .yaml or .yml, or exists, is the file itself. */
function targetOf(out: string, io: Io): { readonly file: string; readonly folder?: string } {
  const known = statSync(resolve(io.place.cwd, out), { throwIfNoEntry: false });
  const isFile = known === undefined ? /\.ya?ml$/i.test(out) : !known.isDirectory();
  return isFile ? { file: out } : { file: join(out, "pools.yaml").replaceAll("\\", "/"), folder: out };
}

function isThere(path: string, { place: { cwd } }: Io): boolean {
  return statSync(resolve(cwd, path), { throwIfNoEntry: false }) !== undefined;
}

/** Each note once, with the hosts that have it. */
function notesOf(read: readonly { readonly name: string; readonly imported: ImportedHost }[]): string[] {
  const notes = read.flatMap(({ name, imported }) => imported.notes.map((note) => ({ name, note })));
  return [...Map.groupBy(notes, ({ note }) => note)].map(
    ([note, hosts]) =>
      `${listNames(
        hosts.map(({ name }) => name),
        3,
      )}: ${note}`,
  );
}
