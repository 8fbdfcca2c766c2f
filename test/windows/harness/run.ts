import { execFile } from "node:child_process";

/**
 * Runs a program of this machine to its end and answers what it printed.
 *
 * @throws with all that it said, where it fails or cannot be started.
 */
export function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${error.message}\n${stdout}${stderr}`, { cause: error }));
    });
  });
}
