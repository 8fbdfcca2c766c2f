// Runs the Pulumi CLI, wherever it is found: `npm run pulumi -- up`.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { endBy, withFound } from "./context.mts";
import { findPulumi } from "./find-pulumi.mts";
import { programNames, withFirstOnPath } from "./programs.mts";

await withFound(findPulumi, (folder) => {
  const env = { PULUMI_SKIP_UPDATE_CHECK: "true", ...withFirstOnPath(process.env, folder) };
  // At a terminal Ctrl-C reaches pulumi directly, and a second one would make it drop everything at once.
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const forward = (name: NodeJS.Signals): void => {
    if (name === "SIGTERM" || !atTerminal) child.kill(name);
  };
  const watched = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of watched) process.on(name, forward);
  const program = join(folder, programNames(process.platform).cli);
  const child = spawn(program, process.argv.slice(2), { stdio: "inherit", env });

  child.on("error", (error) => {
    process.stderr.write(`pulumi: ${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    if (signal) endBy(signal);
    else process.exit(code ?? 1);
  });
});
