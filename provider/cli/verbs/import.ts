import { basename, dirname, extname, relative, resolve } from "node:path";
import { Option } from "commander";
import type { ImportedHost } from "../../plan/import/import-pools";
import type { Fault } from "../../errors";
import type { ChosenHost } from "../hosts";
import type { Io } from "../io";
import { choiceOption } from "../option-values";
import { addLiveHostOptions, type LiveHostOptions } from "../options";
import { Failure } from "../failure";
import { exitCodes } from "../outcome";
import { defineVerb } from "../verb";

/** The formats of `import`. */
const importFormats = ["yaml", "typescript", "pulumi"] as const;

/** The options of `import`. */
interface ImportFlags extends LiveHostOptions {
  /** The name of this machine, or of the configuration file. */
  readonly as?: string;
  /** An export of appcmd, or a MetaBase.xml of IIS 6. */
  readonly from?: string;
  readonly out?: string;
  readonly force?: boolean;
  /** The URN of a provider in a stack. */
  readonly provider?: string;
  readonly format: (typeof importFormats)[number];
}

/** `iispools import`: the pools of a server, or of the hosts of pool files, as a file. */
export const importVerb = defineVerb<[], ImportFlags>({
  define: (command) => {
    const from = new Option("--from <file>", "read an export of appcmd, or a MetaBase.xml of IIS 6");
    const as = new Option("--as <name>", "name of this machine, or of --config-file, in the file written");
    addLiveHostOptions(command)
      .addOption(as.conflicts(["files"]))
      .addOption(from.conflicts(["configFile", "files"]))
      .optionsGroup("Output:")
      .option("--out <file>", "file to write, or a folder with --files (default: stdout)")
      .option("--force", "overwrite the file")
      .addOption(choiceOption("--format <format>", "what to write", importFormats))
      .option("--provider <urn>", "with --format pulumi: the URN of the provider");
  },
  examples: [
    ["iispools import --as web-01 --out web-01.yaml", "this machine"],
    ["iispools import --files hosts.yaml --out pools/", "all hosts of hosts.yaml"],
    ["iispools import --from pools.xml", "output of appcmd"],
    ["iispools import --format pulumi --out pools.json", "for pulumi import"],
  ],
  exits: "0 done, 1 error, 130 interrupted",
  run: async (_args, flags, io) => {
    const { files, configFile, format, from, out, force } = flags;
    if (files !== undefined && format === "yaml") {
      const faults = await faultsOf(flags, undefined);
      const { importFromFiles } = await import("./import-fleet.ts");
      const { file, what } = await importFromFiles({ ...flags, files }, faults, io);
      if (file !== undefined) io.stderr.write(`${what}. To check it: iispools plan ${[...files, file].join(" ")}\n`);
      return exitCodes.ok;
    }
    const { saveFile, ownerOnly } = await import("../save-file.ts");
    const name = flags.as ?? (configFile === undefined ? undefined : basename(configFile, extname(configFile)));
    const faults = await faultsOf(flags, name);
    if (faults.length > 0) throw new Failure(faults);
    const { refuseOverwriting } = await import("../refuse-overwriting.ts");
    const read = [from, configFile].filter((file) => file !== undefined);
    refuseOverwriting(
      read.map((file) => ({ file, what: "the file that this command imports" })),
      flags,
      io,
    );
    const host = await hostOf(name, flags, io);
    const imported =
      from === undefined ? await importServer(host, io) : (await import("./import-from.ts")).importFrom(from, io);
    const text = await {
      yaml: () => poolFile(imported, name, flags, io),
      typescript: () => program(imported, host),
      pulumi: () => importFile(imported, host, flags, io),
    }[format]();
    if (out === undefined) io.stdout.write(text);
    else saveFile(out, text, { option: "--out", mode: ownerOnly, isNew: force !== true }, io);
    return exitCodes.ok;
  },
});

/** The server to import; with `--files` the one that is declared or chosen. @throws Failure if there are several */
async function hostOf(name: string | undefined, flags: ImportFlags, io: Io): Promise<ChosenHost> {
  const { chooseHosts, hostAt, loadFiles } = await import("../hosts.ts");
  const { configFile, files, format } = flags;
  if (files === undefined) return hostAt(name ?? "local", configFile === undefined ? {} : { configFile }, io);
  const [host, ...others] = chooseHosts(loadFiles(files, io, "may be missing"), flags, io);
  if (host !== undefined && others.length === 0) return host;
  const names = [host, ...others].flatMap((one) => one?.name ?? []).join(", ");
  throw new Failure([{ path: "--format", message: `${format} is for one server. Choose one with --host: ${names}` }]);
}

async function importServer(host: ChosenHost, io: Io): Promise<ImportedHost> {
  const { countPools, reading } = await import("../each-host.ts");
  const { progressOf } = await import("../progress.ts");
  const { importHost } = await import("../../engine/verbs/drift-host.ts");
  return progressOf(io, reading, 1).on(
    host.name,
    () => importHost(host.connectToRead()),
    ({ pools }) => countPools(pools.length),
  );
}

async function poolFile(
  { pools, applicationPoolDefaults, notes }: ImportedHost,
  host: string | undefined,
  flags: ImportFlags,
  io: Io,
): Promise<string> {
  const { factorDefaults } = await import("../../plan/import/import-pools.ts");
  const { withNotes, writePoolFile } = await import("../../pool-file/write/pool-file.ts");
  const { defaults, pools: rest } = factorDefaults(pools);
  const text = writePoolFile({
    ...(host !== undefined && { hosts: { [host]: connectionFrom(flags, io) } }),
    ...(Object.keys(defaults).length > 0 && { defaults: { settings: defaults } }),
    pools: rest,
    ...(applicationPoolDefaults && { applicationPoolDefaults }),
  });
  return withNotes(text, notes);
}

/** Paths in a pool file are relative to its folder. */
function connectionFrom({ configFile, out }: ImportFlags, { place: { cwd } }: Io): Record<string, unknown> {
  if (configFile === undefined) return {};
  const folder = out === undefined ? cwd : dirname(resolve(cwd, out));
  const path = relative(folder, resolve(cwd, configFile)).replaceAll("\\", "/");
  return { configFile: path.startsWith(".") ? path : `./${path}` };
}

async function program(imported: ImportedHost, host: ChosenHost): Promise<string> {
  const { writePulumiProgram } = await import("../../pool-file/write/pulumi-program.ts");
  return writePulumiProgram({ ...imported, notes: [...imported.notes, ...(await configCommands(host))] });
}

/** The commands that lead a stack to the server, without its secrets. */
async function configCommands({ connection }: ChosenHost): Promise<string[]> {
  const { secretKeys } = await import("../../connection/connection.ts");
  return Object.entries(connection)
    .filter(([key, value]) => !secretKeys().has(key) && typeof value !== "object")
    .map(([key, value]) => [key, String(value)] as const)
    .map(([key, text]) => `pulumi config set iis:${key} ${/^[\w./:@~-]+$/.test(text) ? text : JSON.stringify(text)}`);
}

/** JSON has no comments, so notes go to stderr. */
async function importFile(
  { pools, applicationPoolDefaults, notes }: ImportedHost,
  host: ChosenHost,
  { as, provider }: ImportFlags,
  io: Io,
): Promise<string> {
  const { writePulumiImport } = await import("../../pool-file/write/pulumi-program.ts");
  const where = provider === undefined && as === undefined ? await configCommands(host) : [];
  for (const note of [...notes, ...where]) io.stderr.write(`${note.replace(/[\p{Cc}\u2028\u2029]+/gu, " ")}\n`);
  return writePulumiImport({
    host: as ?? nameInIds(host),
    pools: pools.map(({ name }) => name),
    hasDefaults: applicationPoolDefaults !== undefined,
    provider,
  });
}

/** As the provider names it: a file by its name, a server by its address. */
function nameInIds({ connection: { host, configFile } }: ChosenHost): string {
  return host ?? (configFile === undefined ? "localhost" : basename(configFile));
}

/** @param name of the host. Faults of a name that pool files cannot have, and of options that do not fit together. */
async function faultsOf(
  { format, from, provider, files, host }: ImportFlags,
  name: string | undefined,
): Promise<Fault[]> {
  const { describeWrong, showGiven } = await import("../../input/wording.ts");
  const { hostNameProblem } = await import("../../pool-file/schema/names.ts");
  const problems: [path: string, isWrong: boolean, message: string][] = [
    ["--host", files === undefined && host !== undefined, `requires --files. ${howToName(host)}`],
    ["--as", name !== undefined && hostNameProblem(name) !== undefined, hostNameProblem(name ?? "") ?? ""],
    [
      "--as",
      format === "pulumi" && from !== undefined && name === undefined,
      "is required with --from and --format pulumi",
    ],
    ["--provider", format !== "pulumi" && provider !== undefined, "requires --format pulumi"],
    [
      "--provider",
      provider !== undefined && !/^urn:pulumi:.+::pulumi:providers:iis::.+$/.test(provider),
      describeWrong("the URN of a provider, which ends with pulumi:providers:iis::NAME", provider, showGiven),
    ],
  ];
  return problems.filter(([, isWrong]) => isWrong).map(([path, , message]) => ({ path, message }));
}

/** `--host` of an earlier version named this machine. */
function howToName(names: readonly string[] = []): string {
  return `To name this machine in the file: --as ${names[0] ?? ""}`;
}
