import { statSync } from "node:fs";
import { basename, dirname, extname, relative, resolve } from "node:path";
import { Option } from "commander";
import type { Fault } from "../../errors";
import { hostNameKey } from "../../names";
import type { HostDeclaration } from "../../pool-file/pool-file";
import { Failure } from "../failure";
import type { ChosenHost } from "../hosts";
import type { Io } from "../io";
import { addReportOptions, append, type ReportFlags } from "../options";
import { exitCodes } from "../outcome";
import { defineVerb } from "../verb";

/** The options of `compare`. */
interface CompareFlags extends ReportFlags {
  readonly files?: readonly string[];
  readonly asFile?: string;
  readonly force?: boolean;
}

/** A server to compare; `file` if it is a configuration file. */
interface Server extends ChosenHost {
  readonly file?: string;
}

/** `iispools compare`: how two servers differ. */
export const compareVerb = defineVerb<[string, string], CompareFlags>({
  define: (command) => {
    const files = new Option("--files <file>", "pool files that declare the hosts; repeatable");
    command
      .argument("<first>", "host of the files, or an applicationHost.config")
      .argument("<second>", "the other one")
      .optionsGroup("Servers:")
      .addOption(files.argParser(append));
    addReportOptions(command)
      .option("--as-file <file>", "write a pool file that makes the second server like the first")
      .option("--force", "overwrite that file");
  },
  examples: [
    ["iispools compare web-01 web-02", "hosts of pools.yaml or pools/"],
    ["iispools compare web-01 web-02 --files hosts.yaml --as-file like.yaml"],
    ["iispools compare old.config new.config", "two copied configurations"],
  ],
  exits: "0 the same, 1 error, 2 differences, 130 interrupted",
  run: async (names, flags, io) => {
    const { asFile, force } = flags;
    const { servers, hosts } = await serversOf(names, flags, io);
    const [first, second] = servers;
    const { checkSavable, ownerOnly, saveFile } = await import("../save-file.ts");
    const save = { option: "--as-file", mode: ownerOnly, isNew: force !== true };
    if (asFile !== undefined) checkSavable(asFile, save, io);
    const { allOrFail, countPools, eachHost, reading } = await import("../each-host.ts");
    const { inspectHost } = await import("../../engine/inspect.ts");
    const { compareHosts, differAtAll } = await import("../../plan/compare/compare-hosts.ts");
    const results = await eachHost([first, second], { parallel: 2 }, io, {
      doing: reading,
      work: ({ connectToRead }) => inspectHost(connectToRead(), { explicit: true, defaults: true }),
      summarize: ({ pools }) => countPools(pools.size),
    });
    const [one, other] = allOrFail(results, () => []);
    if (one === undefined || other === undefined) throw new Error("a server without a result");
    const compared = compareHosts(one, other);
    const { writeOut } = await import("../write-out.ts");
    writeOut({ kind: "compare", names: [first.name, second.name], compared }, [], flags, io);
    if (asFile !== undefined) {
      const { makeLikeFirst } = await import("../../plan/compare/make-like.ts");
      const { withNotes, writePoolFile } = await import("../../pool-file/write/pool-file.ts");
      const { file, notes } = makeLikeFirst(compared, one, other, destination(second, asFile, io));
      saveFile(asFile, withNotes(writePoolFile(file), notes), save, io);
      io.stderr.write(`wrote ${asFile}, which makes ${second.name} like ${first.name}\n`);
      io.stderr.write(`${await howToPlan(second, asFile, hosts, io)}\n`);
    }
    return differAtAll(compared) ? exitCodes.differs : exitCodes.ok;
  },
});

/**
 * Hosts of the files by their names; any other argument is a configuration file. `hosts`: all that the files declare.
 *
 * @throws Failure with every fault
 */
async function serversOf(
  names: readonly [string, string],
  flags: CompareFlags,
  io: Io,
): Promise<{ readonly servers: [Server, Server]; readonly hosts: readonly HostDeclaration[] }> {
  const { files = [] } = flags;
  const { chooseHosts, hostAt, loadFiles } = await import("../hosts.ts");
  const { poolFilesRead, refuseOverwriting } = await import("../refuse-overwriting.ts");
  const { FleetNames } = await import("../../pool-file/load/fleet-names.ts");
  const isFile = (name: string): boolean =>
    statSync(resolve(io.place.cwd, name), { throwIfNoEntry: false })?.isFile() === true;
  const areFiles = files.length === 0 && names.every(isFile);
  const declared = areFiles ? { hosts: [], names: [] } : loadFiles(files, io, "may be missing");
  const fleet = new FleetNames({ hosts: declared.hosts.map(({ name }) => name), groups: [] });
  const faults: Fault[] = [];
  const serverOf = (name: string, path: string): Server => {
    if (fleet.isHost(name)) {
      const [host] = chooseHosts(declared, { host: [name] }, io);
      if (host !== undefined) return host;
    }
    if (!isFile(name)) faults.push({ path, message: `${fleet.whyUnknown(name)} There is no such file either.` });
    return { ...hostAt(name, { configFile: name }, io), file: name };
  };
  const [first, second] = [serverOf(names[0], "first"), serverOf(names[1], "second")];
  if (hostNameKey(first.name) === hostNameKey(second.name)) {
    faults.push({ path: "second", message: "must be another server than the first" });
  }
  if (faults.length > 0) throw new Failure(faults);
  const configs = [first, second].flatMap(({ name, connection: { configFile: file } }) =>
    file === undefined ? [] : [{ file, what: `the configuration of ${name}` }],
  );
  refuseOverwriting([...configs, ...poolFilesRead(declared.names)], flags, io);
  return { servers: [first, second], hosts: declared.hosts };
}

/** The next step after `--as-file`: the plan of that file, with the file of the hosts if it declares no pool itself. */
async function howToPlan(
  { name, file }: Server,
  asFile: string,
  hosts: readonly HostDeclaration[],
  io: Io,
): Promise<string> {
  const { readFiles } = await import("../hosts.ts");
  const { inQuotes } = await import("../../text.ts");
  const { showHidden } = await import("../../visible-text.ts");
  const plan = (...words: readonly string[]): string =>
    `To see what it changes: iispools plan ${words.map((word) => inQuotes(showHidden(word))).join(" ")}`;
  if (file !== undefined) return plan(asFile);
  const hostsFile = hosts.find((host) => hostNameKey(host.name) === hostNameKey(name))?.position.file ?? "";
  const together = [hostsFile, asFile];
  if (readFiles(together, io, "may be missing").faults.length === 0) return plan(...together, "--host", name);
  return `${hostsFile} declares pools too, which can be declared once. Move its hosts to a file of their own, for example hosts.yaml. ${plan("hosts.yaml", asFile, "--host", name)}`;
}

/** A configuration file is declared in the written file; a host is declared in the files that it comes from. */
function destination(
  { name, file }: Server,
  asFile: string,
  { place: { cwd } }: Io,
): { readonly host: string; readonly connection?: Readonly<Record<string, unknown>> } {
  if (file === undefined) return { host: name };
  const path = relative(dirname(resolve(cwd, asFile)), resolve(cwd, file)).replaceAll("\\", "/");
  const connection = { configFile: path.startsWith(".") ? path : `./${path}` };
  return { host: basename(file, extname(file)), connection };
}
