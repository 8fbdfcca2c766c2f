// The main job on a real server's configuration, step by step, with the real Pulumi engine and no Windows.
// npm run demo [-- --json <file>]: the file then holds what each step did, for the test that asserts it.
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCall } from "../tools/read-call.mts";
import { repository, serverConfig } from "../tools/workspace/places.mts";
import { makeWorkspace } from "../tools/workspace/workspace.mts";

const { json } = readCall("npm run demo [-- --json file]", { json: { type: "string" } }).values;
const original = serverConfig();
const results: object[] = [];
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const workspace = await makeWorkspace({
  applicationHost: readFileSync(original, "utf8"),
  env: {
    APPCMD_EMULATOR_IIS: "8.5",
    ...(Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("PULUMI_IIS_"))) as object),
  },
  // The repository's root as Pulumi sees it: its own package.json, whose name leads to its own build.
  fill(folder) {
    for (const file of ["Pulumi.yaml", "package.json", "pools.js"]) cpSync(join(repository, file), join(folder, file));
    symlinkSync(join(repository, "dist"), join(folder, "dist"));
    cpSync(join(repository, "examples/pools"), join(folder, "examples/pools"), { recursive: true });
  },
});

function heading(title: string): void {
  say(`\n${title}\n${"-".repeat(title.length)}`);
}

/** Runs commands of the Pulumi CLI or of an administrator at the server, shows them, and counts what appcmd was asked. */
async function step(title: string, commands: readonly ["pulumi" | "appcmd", ...string[]][]): Promise<void> {
  heading(title);
  let output = "";
  for (const [program, ...args] of commands) {
    say(`$ ${[program, ...args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg))].join(" ")}`);
    const printed = await (program === "pulumi" ? pulumi(args) : appcmd(args));
    say(`${printed.trimEnd()}\n`);
    output += printed;
  }
  const calls = workspace.emulatorCalls();
  workspace.resetEmulatorLog();
  const commits = calls.filter(({ commit }) => commit).length;
  say(`appcmd processes: ${calls.length}, commits: ${commits}`);
  results.push({ title, output, processes: calls.length, commits });
}

async function pulumi(args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await workspace.run([...args, "--suppress-progress"]);
  return stdout + stderr;
}

function appcmd(args: readonly string[]): string {
  const { exitCode, stdout } = workspace.appcmd(...args);
  if (exitCode !== 0) throw new Error(`appcmd ${args.join(" ")} failed with exit code ${exitCode}\n${stdout}`);
  return stdout;
}

try {
  const whose = original.endsWith("server-2012r2.config") ? "a real Windows Server 2012 R2" : "the sample server";
  say(`A copy of the applicationHost.config of ${whose}, three pools declared in the files of examples/pools:`);
  for (const file of readdirSync(join(repository, "examples/pools"))) {
    say(`\n${readFileSync(join(repository, "examples/pools", file), "utf8").trimEnd()}`);
  }

  await step("1. pulumi up creates the three pools", [["pulumi", "up", "--yes"]]);
  await step("2. a second up changes nothing", [["pulumi", "up", "--yes"]]);
  await step("3. an administrator changes pools outside Pulumi", [
    ["appcmd", "set", "apppool", "shop", "/queueLength:5000", "/recycling.periodicRestart.privateMemory:0"],
    ["appcmd", "set", "apppool", "api", "/processModel.idleTimeout:00:20:00"],
  ]);
  await step("4. preview names exactly what drifted", [["pulumi", "preview", "--refresh", "--diff"]]);
  await step("5. up --refresh repairs it", [["pulumi", "up", "--refresh", "--yes"]]);
  say("(queueLength of shop, which the program does not declare, stays as the administrator set it.)");
  await step("6. destroy removes the pools again", [["pulumi", "destroy", "--yes"]]);

  const title = "7. the file is the same as before, byte for byte";
  heading(title);
  say("$ diff original applicationHost.config");
  const { stdout } = spawnSync("diff", [original, workspace.configFile], { encoding: "utf8" });
  const identical = readFileSync(original).equals(readFileSync(workspace.configFile));
  say(identical ? "(no difference)" : stdout);
  results.push({ title, output: stdout, identical });
  if (!identical) process.exitCode = 1;
} finally {
  await workspace.dispose();
  if (json !== undefined) writeFileSync(json, JSON.stringify(results, null, 2));
}
