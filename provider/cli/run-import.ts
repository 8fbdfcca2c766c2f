import { basename, dirname, extname, relative, resolve } from "node:path";
import { importHost } from "../engine/import-host";
import type { Position } from "../errors";
import { megabyte, readRegularFile, UnreadableFile } from "../read-file";
import { writePoolFile } from "../model/write-pool-file";
import { writePulumiImport } from "../model/write-pulumi-import";
import { writePulumiProgram } from "../model/write-pulumi-program";
import { factorDefaults } from "../plan/factor-defaults";
import { importMetabase } from "../plan/import-metabase";
import type { ImportedHost } from "../plan/import-pools";
import { XmlError } from "../xml/parse";
import { hostAt } from "./choose-hosts";
import { Failure } from "./failure";
import type { ImportFlags } from "./import";
import { type ExitCode, exitCodes, type Io } from "./io";
import { countPools, withProgress } from "./progress";
import { ownerOnly, saveFile } from "./save-file";

/** Carries out `iispools import`. @throws Failure, IisError */
export async function runImport(flags: ImportFlags, io: Io): Promise<ExitCode> {
  checkFlags(flags);
  const { configFile, format, from } = flags;
  const name = flags.host ?? (configFile === undefined ? undefined : basename(configFile, extname(configFile)));
  const imported = from === undefined ? await importServer(name, flags, io) : readMetabase(from, io);
  const text = {
    yaml: () => poolFile(imported, name, flags, io),
    typescript: () => program(imported, flags),
    pulumi: () => importFile(imported, flags, io),
  }[format]();
  if (flags.out === undefined) io.stdout.write(text);
  else saveFile(flags.out, text, { option: "--out", mode: ownerOnly, isNew: flags.force !== true }, io);
  return exitCodes.ok;
}

function importServer(name: string | undefined, { configFile }: ImportFlags, io: Io): Promise<ImportedHost> {
  const host = hostAt(name ?? "local", configFile === undefined ? {} : { configFile }, io);
  return withProgress(
    io,
    { host: host.name, doing: "reading", isAlone: true },
    () => importHost(host.connectToRead()),
    ({ pools }) => countPools(pools.length),
  );
}

/** Largest MetaBase.xml; that of a server with 1,000 sites has 10 MB. */
const largestFile = 64 * megabyte;

/** The pools of a MetaBase.xml. */
function readMetabase(file: string, { place: { cwd } }: Io): ImportedHost {
  const refuse = (message: string, position?: Position): Failure =>
    new Failure([{ path: "--from", message, ...(position && { position }) }]);
  try {
    const imported = importMetabase(readRegularFile(resolve(cwd, file), largestFile).toString("utf8"));
    if (imported.pools.length > 0) return imported;
    throw refuse(`${file} holds no application pool of IIS 6; is it the MetaBase.xml of a server?`);
  } catch (error) {
    if (error instanceof XmlError) {
      const { line, column } = error;
      throw refuse(`is no well-formed XML: ${error.message}`, { file, line, column });
    }
    if (!(error instanceof UnreadableFile)) throw error;
    throw refuse(error.code === undefined ? `${file} ${error.message}` : `cannot read: ${error.code}: ${file}`);
  }
}

function poolFile(
  { pools, applicationPoolDefaults, notes }: ImportedHost,
  host: string | undefined,
  flags: ImportFlags,
  io: Io,
): string {
  const { defaults, pools: rest } = factorDefaults(pools);
  const text = writePoolFile({
    ...(host !== undefined && { hosts: { [host]: connectionFrom(flags, io) } }),
    ...(Object.keys(defaults).length > 0 && { defaults: { settings: defaults } }),
    pools: rest,
    ...(applicationPoolDefaults && { applicationPoolDefaults }),
  });
  const comments = notes.map((note) => `# ${note.replace(/[\p{Cc}\u2028\u2029]+/gu, " ")}\n`);
  return text.replace("\n", () => `\n${comments.join("")}`);
}

/** A path in a pool file starts at the file's folder. */
function connectionFrom({ configFile, out }: ImportFlags, { place: { cwd } }: Io): Record<string, unknown> {
  if (configFile === undefined) return {};
  const folder = out === undefined ? cwd : dirname(resolve(cwd, out));
  const path = relative(folder, resolve(cwd, configFile)).replaceAll("\\", "/");
  return { configFile: path.startsWith(".") ? path : `./${path}` };
}

function program(imported: ImportedHost, { configFile }: ImportFlags): string {
  const where = configFile === undefined ? [] : [`pulumi config set iis:configFile ${configFile}`];
  return writePulumiProgram({ ...imported, notes: [...imported.notes, ...where] });
}

/** JSON has no place for comments, so what is to be said goes to stderr. */
function importFile({ pools, applicationPoolDefaults, notes }: ImportedHost, flags: ImportFlags, io: Io): string {
  const { host = "localhost", configFile, provider } = flags;
  const where =
    provider === undefined && configFile !== undefined ? [`pulumi config set iis:configFile ${configFile}`] : [];
  for (const note of [...notes, ...where]) io.stderr.write(`${note.replace(/[\p{Cc}\u2028\u2029]+/gu, " ")}\n`);
  return writePulumiImport({
    // As the provider names it: a file by its name, a server by its address.
    host: configFile === undefined ? host : basename(configFile),
    pools: pools.map(({ name }) => name),
    hasDefaults: applicationPoolDefaults !== undefined,
    provider,
  });
}

/** @throws Failure for what can only be said of `pulumi import`, or not of it. */
function checkFlags({ format, from, provider }: ImportFlags): void {
  const problems = [
    ...(format === "pulumi" && from !== undefined
      ? [{ path: "--from", message: "pools of IIS 6 are on no server from which Pulumi could take them over" }]
      : []),
    ...(format !== "pulumi" && provider !== undefined
      ? [{ path: "--provider", message: "is for --format pulumi only" }]
      : []),
    ...(provider !== undefined && !/^urn:pulumi:.+::pulumi:providers:iis::.+$/.test(provider)
      ? [{ path: "--provider", message: "takes a URN that ends with pulumi:providers:iis::NAME" }]
      : []),
  ];
  if (problems.length > 0) throw new Failure(problems);
}
