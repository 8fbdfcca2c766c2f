// Runs the Pulumi CLI, wherever it is found: `npm run pulumi -- up`.
import "./lib/check-node.mjs";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { withFirstOnPath } from "./lib/path-variable.mjs";
import { programNames } from "./lib/pulumi-programs.mjs";
import { withPulumi } from "./lib/with-pulumi.mjs";

await withPulumi((folder) => {
  const env = withFirstOnPath(process.env, folder);
  env.PULUMI_SKIP_UPDATE_CHECK ??= "true";
  // At a terminal Ctrl-C reaches pulumi without our doing, and a second one would make it drop everything at once.
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const forward = (name) => {
    if (name === "SIGTERM" || !atTerminal) child.kill(name);
  };
  const watched = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const name of watched) process.on(name, forward);
  const child = spawn(join(folder, programNames(process.platform).cli), process.argv.slice(2), {
    stdio: "inherit",
    env,
  });

  child.on("error", (error) => {
    process.stderr.write(`pulumi: ${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    for (const name of watched) process.off(name, forward);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
});
