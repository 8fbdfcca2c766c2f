// What the scripts share: find the CLI, or a plugin, for this process's environment, and end well or ill.
import { homedir } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { findPulumi } from "./find-pulumi.mjs";
import { Interrupted, watchInterrupts } from "./interrupts.mjs";
import { wantedVersion } from "./wanted-version.mjs";

/** This project's folder. */
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Finds the CLI and hands its folder on to `use`, which watches for signals itself if it needs to. Progress and errors
 * go to stderr; an error ends with exit code 1, an interrupt with the signal that it was, after everything begun has been
 * tidied away.
 *
 * @param {(folder: string) => void} use
 * @param {(context: object) => Promise<string>} [find] what to look for instead
 */
export async function withPulumi(use, find = findPulumi) {
  const interrupts = watchInterrupts();
  const say = (line) => process.stderr.write(`pulumi-cli: ${line}\n`);
  try {
    const { env, platform } = process;
    const context = {
      root,
      env,
      platform,
      home: homedir(),
      version: wantedVersion(root),
      say,
      signal: interrupts.signal,
    };
    const folder = await find(context);
    interrupts.signal.throwIfAborted();
    use(folder);
    interrupts.stop(); // after `use`, so that no signal falls between its handlers and these
  } catch (error) {
    interrupts.stop();
    if (error instanceof Interrupted) {
      say(error.message);
      process.kill(process.pid, error.signalName);
    } else {
      say(error.message);
      process.exitCode = 1;
    }
  }
}
