import { existsSync, lstatSync, rmSync, statSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import { isInHome } from "../../connection/local-path";
import { defaultParallel } from "../../engine/hosts";
import { IisError } from "../../errors";
import { poolFileJsonSchema } from "../../pool-file/schema/pool-file";
import { writePoolFile } from "../../pool-file/write/pool-file";
import { concludeWith, Failure } from "../failure";
import { findDefaultPlace } from "../hosts";
import type { Io } from "../io";
import type { InitFlags } from "../options";
import { type ExitCode, exitCodes } from "../outcome";
import { makeFolder, saveFile } from "../save-file";
import { inQuotes } from "../../text";
import { importFromFiles } from "./import-fleet";
import { readServers, type RemoteServer } from "./init-servers";

type Hosts = Readonly<Record<string, RemoteServer | { readonly configFile?: string }>>;

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
.iispools-webhook.json
# Passwords, and addresses of webhooks.
.env
alert.env
webhook.txt
# Installed packages.
node_modules/
`;

const question = `Which servers? Press Enter for this one. Or type servers to reach over SSH, separated by blanks
(deploy@web-01.example.com deploy@web-02.example.com), or the path of a copied applicationHost.config: `;

const otherFields = `For a field of a connection that has no option here, such as caCert, write ${hostsFile} yourself, then:
  iispools import --files ${hostsFile} --out ${folder}
`;

/**
 * Makes `pools/` with the hosts, their imported pools and the JSON Schema, and `.gitignore`. It overwrites nothing. After a
 * failure the folder is as it was.
 *
 * With `--skip-unreachable` servers that do not answer are declared, but their pools are not imported.
 *
 * @throws Failure if pool files exist, or without a terminal and without options; the errors of the hosts
 */
export async function initFolder(flags: InitFlags, io: Io): Promise<ExitCode> {
  const { cwd } = io.place;
  const known = findDefaultPlace(cwd);
  if (known !== undefined) {
    const message = `${known} exists already. init is for a folder without pool files; iispools import adds a file`;
    throw new Failure([{ path: "", message }]);
  }
  const hosts = hostsOf(await chooseServers(flags, io), io);
  const { skipUnreachable = false } = flags;
  const isNew = { option: "init", isNew: true } as const;
  const hasIgnored = isThere(resolve(cwd, ".gitignore"));
  let skipped: readonly IisError[] = [];
  makeFolder(folder, isNew, io);
  try {
    saveFile(hostsFile, writePoolFile({ hosts, pools: [] }), isNew, io);
    saveFile(schemaFile, `${JSON.stringify(poolFileJsonSchema(), undefined, 2)}\n`, isNew, io);
    const how = { files: [hostsFile], out: folder, parallel: defaultParallel, skipUnreachable };
    const written = await importFromFiles(how, [], io);
    ({ skipped } = written);
    if (!hasIgnored) saveFile(".gitignore", ignored, isNew, io);
    io.stdout.write(`${written.what}\n`);
  } catch (error) {
    rmSync(resolve(cwd, folder), { recursive: true, force: true });
    io.stderr.write(`removed ${folder}/ again: nothing is left of this init\n`);
    if (!skipUnreachable && isUnreachableAlone(error, Object.keys(hosts).length))
      io.stderr.write("To continue without servers that do not answer: --skip-unreachable\n");
    if (isLoginRefused(error)) io.stderr.write(otherFields);
    throw error;
  }
  if (hasIgnored) io.stdout.write(".gitignore exists already and is unchanged\n");
  const skip = skipped.length > 0 ? " --skip-unreachable" : "";
  io.stdout.write(`\n${isPulumiProject(cwd) ? nextInPulumi(skip) : next(skip)}`);
  if (skipped.length === 0) return exitCodes.ok;
  const names = skipped.map(({ host = "" }) => inQuotes(host)).join(" --host ");
  concludeWith(io, skipped);
  io.stdout.write("\nWhen the other servers answer, import their pools into a file of their own:\n");
  io.stdout.write(`  iispools import --files ${hostsFile} --host ${names} --out ${folder}/more.yaml\n`);
  return exitCodes.skipped;
}

function next(skip: string): string {
  return `Next, compare the files with the servers, then edit them and apply:
  iispools plan${skip}
  iispools apply${skip}
`;
}

function nextInPulumi(skip: string): string {
  return `Next, read ${folder}/ in the program of this Pulumi project, with PoolFile and adopt: true, and compare it with the servers:
  pulumi preview --diff
The same comparison without Pulumi:
  iispools plan${skip}
`;
}

function isPulumiProject(cwd: string): boolean {
  return ["Pulumi.yaml", "Pulumi.yml"].some((file) => isThere(resolve(cwd, file)));
}

/** Whether some of the servers do not answer, and nothing else failed. */
function isUnreachableAlone(error: unknown, servers: number): boolean {
  if (!(error instanceof Failure) || error.problems.length >= servers) return false;
  return error.problems.every((problem) => problem instanceof IisError && problem.code === "UNREACHABLE");
}

/** Whether a server was refused, or refused the login, which can require a field that has no option. */
function isLoginRefused(error: unknown): boolean {
  const codes = new Set<unknown>(["CERTIFICATE_UNTRUSTED", "AUTH_FAILED"]);
  const problems = error instanceof Failure ? error.problems : [error];
  return problems.some((problem) => problem instanceof IisError && codes.has(problem.code));
}

/** The options of a call, or those that an answer stands for. */
async function chooseServers(flags: InitFlags, io: Io): Promise<InitFlags> {
  const { local, configFile } = flags;
  if (local !== undefined || configFile !== undefined || namesServers(flags)) return flags;
  const { ask, cwd } = io.place;
  if (ask === undefined) {
    const message =
      "one of --local, --ssh, --ssh-list, --winrm, --winrm-list and --config-file is required without a terminal";
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

function namesServers({ ssh, sshList, winrm, winrmList }: InitFlags): boolean {
  return [ssh, sshList, winrm, winrmList].some((value) => value !== undefined);
}

/** The hosts of the file, by their names. */
function hostsOf(flags: InitFlags, io: Io): Hosts {
  const { configFile } = flags;
  const { cwd, env } = io.place;
  const file = (path: string): string => fromHostsFile(path, cwd);
  if (namesServers(flags)) return readServers(flags, file, io);
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
