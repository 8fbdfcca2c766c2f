import { basename, dirname, extname, relative, resolve } from "node:path";
import { importHost } from "../../engine/verbs/drift-host";
import { showGiven } from "../../input/wording";
import { describeWrong } from "../../input/wording";
import { hostNameProblem } from "../../pool-file/schema/names";
import { writePoolFile } from "../../pool-file/write/pool-file";
import { writePulumiImport } from "../../pool-file/write/pulumi-import";
import { writePulumiProgram } from "../../pool-file/write/pulumi-program";
import { factorDefaults } from "../../plan/import/import-pools";
import type { ImportedHost } from "../../plan/import/import-pools";
import { hostAt } from "../hosts";
import { Failure } from "../outcome";
import type { ImportFlags } from "./import";
import { importFrom } from "./import-from";
import { type ExitCode, exitCodes } from "../outcome";
import type { Io } from "../io";
import { countPools, withProgress } from "../progress";
import { ownerOnly, saveFile } from "../save-file";

/** Carries out `iispools import`. @throws Failure, IisError */
export async function runImport(flags: ImportFlags, io: Io): Promise<ExitCode> {
  const { configFile, format, from } = flags;
  const name = flags.host ?? (configFile === undefined ? undefined : basename(configFile, extname(configFile)));
  checkFlags(flags, name);
  const imported = from === undefined ? await importServer(name, flags, io) : importFrom(from, io);
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

/** @param name of the host. @throws Failure for a name that pool files cannot use, and for what does not fit the format. */
function checkFlags({ format, from, provider }: ImportFlags, name: string | undefined): void {
  const wrongName = name === undefined ? undefined : hostNameProblem(name);
  const problems = [
    ...(wrongName === undefined ? [] : [{ path: "--host", message: wrongName }]),
    ...(format === "pulumi" && from !== undefined
      ? [{ path: "--from", message: "names a file, and Pulumi takes pools over from a server or with --config-file" }]
      : []),
    ...(format !== "pulumi" && provider !== undefined
      ? [{ path: "--provider", message: "is for --format pulumi only" }]
      : []),
    ...(provider !== undefined && !/^urn:pulumi:.+::pulumi:providers:iis::.+$/.test(provider)
      ? [
          {
            path: "--provider",
            message: describeWrong(
              "the URN of a provider, which ends with pulumi:providers:iis::NAME",
              provider,
              showGiven,
            ),
          },
        ]
      : []),
  ];
  if (problems.length > 0) throw new Failure(problems);
}
