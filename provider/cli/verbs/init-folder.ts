import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import { isInHome } from "../../connection/local-path";
import { defaultParallel } from "../../engine/hosts";
import { IisError } from "../../errors";
import { poolFileJsonSchema } from "../../pool-file/schema/pool-file";
import { writePoolFile } from "../../pool-file/write/pool-file";
import { Failure } from "../failure";
import { findDefaultPlace } from "../hosts";
import type { Io } from "../io";
import type { InitFlags } from "../options";
import { saveFile } from "../save-file";
import { importFromFiles } from "./import-fleet";

type Hosts = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

const folder = "pools";
const hostsFile = `${folder}/hosts.yaml`;
const schemaFile = `${folder}/pools.schema.json`;

const ignored = `# Saved plans and reports are made again for each run.
plan.json
*.plan.json
report.*
# Passwords.
.env
`;

const question = `Which servers? Press Enter for this one. Or type servers to reach over SSH, separated by blanks
(deploy@web-01.example.com deploy@web-02.example.com), or the path of a copied applicationHost.config: `;

/**
 * Makes `pools/` with the hosts, their imported pools and the JSON Schema, and `.gitignore`. It overwrites nothing. After a
 * failure the folder is as it was.
 *
 * @throws Failure if pool files exist, or without a terminal and without options; the errors of the hosts
 */
export async function initFolder(flags: InitFlags, io: Io): Promise<void> {
  const { cwd } = io.place;
  const known = findDefaultPlace(cwd);
  if (known !== undefined) {
    const message = `${known} exists already. init is for a folder without pool files; iispools import adds a file`;
    throw new Failure([{ path: "", message }]);
  }
  const hosts = hostsOf(await chooseServers(flags, io), io);
  const isNew = { option: "init", isNew: true } as const;
  mkdirSync(resolve(cwd, folder));
  try {
    saveFile(hostsFile, writePoolFile({ hosts, pools: [] }), isNew, io);
    saveFile(schemaFile, `${JSON.stringify(poolFileJsonSchema(), undefined, 2)}\n`, isNew, io);
    const { what } = await importFromFiles({ files: [hostsFile], out: folder, parallel: defaultParallel }, [], io);
    io.stdout.write(`${what}\n`);
  } catch (error) {
    rmSync(resolve(cwd, folder), { recursive: true, force: true });
    io.stderr.write(`removed ${folder}/ again, because its servers could not be read\n`);
    throw error;
  }
  if (existsSync(resolve(cwd, ".gitignore"))) io.stdout.write(".gitignore exists already and is unchanged\n");
  else saveFile(".gitignore", ignored, isNew, io);
  io.stdout.write("\nNext, compare the files with the servers, then edit them and apply:\n");
  io.stdout.write("  iispools plan\n  iispools apply\n");
}

/** The options of a call, or those that an answer stands for. */
async function chooseServers(flags: InitFlags, io: Io): Promise<InitFlags> {
  if (flags.privateKeyFile !== undefined && flags.ssh === undefined)
    throw new Failure([{ path: "--private-key-file", message: "is for servers over SSH; name them with --ssh" }]);
  if (flags.local === true || flags.ssh !== undefined || flags.configFile !== undefined) return flags;
  const { ask, cwd } = io.place;
  if (ask === undefined) {
    const message = "one of --local, --ssh and --config-file is required without a terminal";
    throw new Failure([{ path: "", message }]);
  }
  const answer = await ask(question, io.signal).catch((error: unknown) => {
    if (!io.signal.aborted) throw error;
    io.stderr.write("\n");
    throw new IisError("INTERRUPTED", { problem: "interrupted; nothing was written" });
  });
  const text = answer.trim();
  if (text === "") return { local: true };
  const isFile = /\.config$/i.test(text) || statSync(resolve(cwd, text), { throwIfNoEntry: false })?.isFile() === true;
  return isFile ? { configFile: text } : { ssh: text.split(/[\s,]+/) };
}

/** The hosts of the file, by their names. */
function hostsOf({ ssh, privateKeyFile, configFile }: InitFlags, { place: { cwd, env } }: Io): Hosts {
  if (configFile !== undefined) {
    return { [basename(configFile, extname(configFile))]: { configFile: fromHostsFile(configFile, cwd) } };
  }
  if (ssh === undefined) return { [env["COMPUTERNAME"]?.toLowerCase() ?? "this-server"]: {} };
  const servers = ssh.map(readServer);
  const first = ({ host }: { readonly host: string }): string =>
    /^[\d.]+$|:/.test(host) ? host : (host.split(".")[0] ?? host);
  const isUnique = new Set(servers.map((one) => first(one).toLowerCase())).size === servers.length;
  const key = privateKeyFile === undefined ? {} : { privateKeyFile: fromHostsFile(privateKeyFile, cwd) };
  return Object.fromEntries(servers.map((one) => [isUnique ? first(one) : one.host, { ...one, ...key }]));
}

/** A path as the file of hosts has it: relative to its folder if it is below the current one. */
function fromHostsFile(given: string, cwd: string): string {
  if (isInHome(given)) return given;
  const path = resolve(cwd, given).replaceAll("\\", "/");
  const base = `${resolve(cwd).replaceAll("\\", "/")}/`;
  return path.startsWith(base) ? `../${path.slice(base.length)}` : path;
}

/** `user@name:port`, of which only the name is required. */
function readServer(text: string): { readonly host: string; readonly user?: string; readonly port?: number } {
  const [, user, host, port] = /^(?:([^@\s]+)@)?([\w.-]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (host === undefined) {
    const message = `${text} is not a server. Write its name or address, or user@name:port`;
    throw new Failure([{ path: "--ssh", message }]);
  }
  return { host, ...(user !== undefined && { user }), ...(port !== undefined && { port: Number(port) }) };
}
