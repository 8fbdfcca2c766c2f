import { existsSync, lstatSync, rmSync, statSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import { isInHome } from "../../connection/local-path";
import { defaultParallel } from "../../engine/hosts";
import { IisError } from "../../errors";
import { poolFileJsonSchema } from "../../pool-file/schema/pool-file";
import { writePoolFile } from "../../pool-file/write/pool-file";
import { Failure } from "../failure";
import { findDefaultPlace } from "../hosts";
import type { Io } from "../io";
import { makeFolder } from "../make-folder";
import type { InitFlags } from "../options";
import { saveFile } from "../save-file";
import { importFromFiles } from "./import-fleet";
import { readServers, type SshServer } from "./init-servers";

type Hosts = Readonly<Record<string, SshServer | { readonly configFile?: string }>>;

const folder = "pools";
const hostsFile = `${folder}/hosts.yaml`;
const schemaFile = `${folder}/pools.schema.json`;

const ignored = `# Saved plans and reports are made again for each run.
plan.json
*.plan.json
report.*
plan.html
drift.json
drift.html
# Passwords, and addresses of webhooks.
.env
alert.env
# Installed packages.
node_modules/
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
  makeFolder(folder, isNew, io);
  try {
    saveFile(hostsFile, writePoolFile({ hosts, pools: [] }), isNew, io);
    saveFile(schemaFile, `${JSON.stringify(poolFileJsonSchema(), undefined, 2)}\n`, isNew, io);
    const { what } = await importFromFiles({ files: [hostsFile], out: folder, parallel: defaultParallel }, [], io);
    io.stdout.write(`${what}\n`);
  } catch (error) {
    rmSync(resolve(cwd, folder), { recursive: true, force: true });
    io.stderr.write(`removed ${folder}/ again: nothing is left of this init\n`);
    throw error;
  }
  if (isThere(resolve(cwd, ".gitignore"))) io.stdout.write(".gitignore exists already and is unchanged\n");
  else saveFile(".gitignore", ignored, isNew, io);
  io.stdout.write("\nNext, compare the files with the servers, then edit them and apply:\n");
  io.stdout.write("  iispools plan\n  iispools apply\n");
}

/** The options of a call, or those that an answer stands for. */
async function chooseServers(flags: InitFlags, io: Io): Promise<InitFlags> {
  const { local, ssh, sshList, configFile } = flags;
  if ([local, ssh, sshList, configFile].some((value) => value !== undefined)) return flags;
  const { ask, cwd } = io.place;
  if (ask === undefined) {
    const message = "one of --local, --ssh, --ssh-list and --config-file is required without a terminal";
    throw new Failure([{ path: "", message }]);
  }
  const answer = await ask(question, io.signal).catch((error: unknown) => {
    if (!io.signal.aborted) throw error;
    io.stderr.write("\n");
    throw new IisError("INTERRUPTED", { problem: "interrupted; nothing was written" });
  });
  const text = answer.trim();
  if (text === "") return { local: true };
  const path = resolve(cwd, text);
  // Many names are longer than a path can be.
  const isFile = /\.config$/i.test(text) || (existsSync(path) && statSync(path).isFile());
  return isFile ? { configFile: text } : { ...flags, ssh: text.split(/[\s,]+/) };
}

/** Whether there is a file, or a link that leads to nothing. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The hosts of the file, by their names. */
function hostsOf(flags: InitFlags, io: Io): Hosts {
  const { ssh, sshList, configFile } = flags;
  const { cwd, env } = io.place;
  const file = (path: string): string => fromHostsFile(path, cwd);
  if (ssh !== undefined || sshList !== undefined) return readServers(flags, file, io);
  if (configFile !== undefined) {
    return { [basename(configFile, extname(configFile))]: { configFile: file(configFile) } };
  }
  return { [env["COMPUTERNAME"]?.toLowerCase() ?? "this-server"]: {} };
}

/** A path as the file of hosts has it: relative to its folder if it is below the current one. */
function fromHostsFile(given: string, cwd: string): string {
  if (isInHome(given)) return given;
  const path = resolve(cwd, given).replaceAll("\\", "/");
  const base = `${resolve(cwd).replaceAll("\\", "/")}/`;
  return path.startsWith(base) ? `../${path.slice(base.length)}` : path;
}
