import { basename, dirname, extname, relative, resolve } from "node:path";
import { Option } from "commander";
import type { ImportedHost } from "../../plan/import/import-pools";
import type { Io } from "../io";
import { choiceOption } from "../option-values";
import { Failure } from "../failure";
import { exitCodes } from "../outcome";
import { defineVerb } from "../verb";

/** The formats of `import`. */
const importFormats = ["yaml", "typescript", "pulumi"] as const;

/** The options of `import`. */
interface ImportFlags {
  readonly host?: string;
  readonly configFile?: string;
  /** An export of appcmd, or a MetaBase.xml of IIS 6. */
  readonly from?: string;
  readonly out?: string;
  readonly force?: boolean;
  /** The URN of a provider in a stack. */
  readonly provider?: string;
  readonly format: (typeof importFormats)[number];
}

/** `iispools import`: the pools of a server as a file. */
export const importVerb = defineVerb<[], ImportFlags>({
  define: (command) => {
    const from = new Option("--from <file>", "read an export of appcmd, or a MetaBase.xml of IIS 6");
    command
      .optionsGroup("Server:")
      .option("--host <name>", "name of this machine in the file")
      .option("--config-file <file>", "work offline on this applicationHost.config")
      .addOption(from.conflicts(["configFile"]))
      .optionsGroup("Output:")
      .option("--out <file>", "file to write (default: stdout)")
      .option("--force", "overwrite the file")
      .addOption(choiceOption("--format <format>", "what to write", importFormats))
      .option("--provider <urn>", "with --format pulumi: the URN of the provider");
  },
  examples: [
    ["iispools import --host web-01 --out web-01.yaml"],
    ["iispools import --from pools.xml", "output of appcmd"],
    ["iispools import --format pulumi --out pools.json", "for pulumi import"],
  ],
  exits: "0 done, 1 error, 130 interrupted",
  run: async (_args, flags, io) => {
    const { saveFile, ownerOnly } = await import("../save-file.ts");
    const { configFile, format, from, out, force } = flags;
    const name = flags.host ?? (configFile === undefined ? undefined : basename(configFile, extname(configFile)));
    await checkFlags(flags, name);
    const imported =
      from === undefined
        ? await importServer(name, flags, io)
        : (await import("./import-from.ts")).importFrom(from, io);
    const text = await {
      yaml: () => poolFile(imported, name, flags, io),
      typescript: () => program(imported, flags),
      pulumi: () => importFile(imported, flags, io),
    }[format]();
    if (out === undefined) io.stdout.write(text);
    else saveFile(out, text, { option: "--out", mode: ownerOnly, isNew: force !== true }, io);
    return exitCodes.ok;
  },
});

async function importServer(name: string | undefined, { configFile }: ImportFlags, io: Io): Promise<ImportedHost> {
  const { hostAt } = await import("../hosts.ts");
  const { countPools, withProgress } = await import("../each-host.ts");
  const { importHost } = await import("../../engine/verbs/drift-host.ts");
  const host = hostAt(name ?? "local", configFile === undefined ? {} : { configFile }, io);
  return withProgress(
    io,
    { host: host.name, doing: "reading", isAlone: true },
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
  const { writePoolFile } = await import("../../pool-file/write/pool-file.ts");
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

/** Paths in a pool file are relative to its folder. */
function connectionFrom({ configFile, out }: ImportFlags, { place: { cwd } }: Io): Record<string, unknown> {
  if (configFile === undefined) return {};
  const folder = out === undefined ? cwd : dirname(resolve(cwd, out));
  const path = relative(folder, resolve(cwd, configFile)).replaceAll("\\", "/");
  return { configFile: path.startsWith(".") ? path : `./${path}` };
}

async function program(imported: ImportedHost, { configFile }: ImportFlags): Promise<string> {
  const { writePulumiProgram } = await import("../../pool-file/write/pulumi-program.ts");
  const where = configFile === undefined ? [] : [`pulumi config set iis:configFile ${configFile}`];
  return writePulumiProgram({ ...imported, notes: [...imported.notes, ...where] });
}

/** JSON has no comments, so notes go to stderr. */
async function importFile(
  { pools, applicationPoolDefaults, notes }: ImportedHost,
  flags: ImportFlags,
  io: Io,
): Promise<string> {
  const { writePulumiImport } = await import("../../pool-file/write/pulumi-program.ts");
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

/** @param name of the host. @throws Failure for a name that pool files cannot have, and for options that do not fit the format. */
async function checkFlags({ format, from, provider }: ImportFlags, name: string | undefined): Promise<void> {
  const { describeWrong, showGiven } = await import("../../input/wording.ts");
  const { hostNameProblem } = await import("../../pool-file/schema/names.ts");
  const wrongName = name === undefined ? undefined : hostNameProblem(name);
  const problems = [
    ...(wrongName === undefined ? [] : [{ path: "--host", message: wrongName }]),
    ...(format === "pulumi" && from !== undefined
      ? [
          {
            path: "--from",
            message: "cannot be combined with --format pulumi, which imports from a server or with --config-file",
          },
        ]
      : []),
    ...(format !== "pulumi" && provider !== undefined
      ? [{ path: "--provider", message: "requires --format pulumi" }]
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
