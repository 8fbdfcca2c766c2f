// The main job on a real server's configuration, step by step, with the real Pulumi engine and no Windows.
// npm run demo [-- --json <file>]: the file then holds what each step did, for the test that asserts it.
import "./lib/check-node.mjs";
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { offlineProject, root, serverConfig } from "./lib/offline-project.mjs";

const original = serverConfig();
const results = [];
const say = (text) => process.stdout.write(`${text}\n`);

const project = offlineProject((folder) => {
  // The repository's root as Pulumi sees it: its own package.json, whose name leads to its own build.
  for (const file of ["Pulumi.yaml", "package.json", "pools.js"]) cpSync(join(root, file), join(folder, file));
  symlinkSync(join(root, "dist"), join(folder, "dist"));
  cpSync(join(root, "examples/pools"), join(folder, "examples/pools"), { recursive: true });
});

function heading(title) {
  say(`\n${title}\n${"-".repeat(title.length)}`);
}

function step(title, commands) {
  heading(title);
  let output = "";
  for (const [program, ...args] of commands) {
    const quoted = args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg));
    say(`$ ${program} ${quoted.join(" ")}`);
    const quiet = program === "pulumi" ? [...args, "--suppress-progress"] : args;
    const printed = project[program](...quiet);
    say(`${printed.trimEnd()}\n`);
    output += printed;
  }
  const calls = project.takeCalls();
  const commits = calls.filter(({ commit }) => commit).length;
  say(`appcmd processes: ${calls.length}, commits: ${commits}`);
  results.push({ title, output, processes: calls.length, commits });
}

try {
  const whose = original.endsWith("server-2012r2.config") ? "a real Windows Server 2012 R2" : "the sample server";
  say(`A copy of the applicationHost.config of ${whose}, three pools declared in the files of examples/pools:`);
  for (const file of readdirSync(join(root, "examples/pools"))) {
    say(`\n${readFileSync(join(root, "examples/pools", file), "utf8").trimEnd()}`);
  }

  step("1. pulumi up creates the three pools", [["pulumi", "up", "--yes"]]);
  step("2. a second up changes nothing", [["pulumi", "up", "--yes"]]);
  step("3. someone changes pools behind our back", [
    ["appcmd", "set", "apppool", "shop", "/queueLength:5000", "/recycling.periodicRestart.privateMemory:0"],
    ["appcmd", "set", "apppool", "api", "/processModel.idleTimeout:00:20:00"],
  ]);
  step("4. preview names exactly what drifted", [["pulumi", "preview", "--refresh", "--diff"]]);
  step("5. up --refresh repairs it", [["pulumi", "up", "--refresh", "--yes"]]);
  say("(queueLength of shop, which the program does not declare, stays as the administrator set it.)");
  step("6. destroy removes the pools again", [["pulumi", "destroy", "--yes"]]);

  const title = "7. the file is the same as before, byte for byte";
  heading(title);
  say("$ diff original applicationHost.config");
  const { stdout } = spawnSync("diff", [original, project.configFile], { encoding: "utf8" });
  const identical = readFileSync(original).equals(readFileSync(project.configFile));
  say(identical ? "(no difference)" : stdout);
  results.push({ title, output: stdout, identical });
  if (!identical) process.exitCode = 1;
} finally {
  project.dispose();
  const json = process.argv.indexOf("--json");
  if (json > 0) writeFileSync(process.argv[json + 1], JSON.stringify(results, null, 2));
}
