// What every search for a program needs to know, and how a script that makes one ends: well, by an error, or interrupted.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** This project's folder. */
export const repository = join(import.meta.dirname, "..", "..");

export interface Context {
  /** This project's folder. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly home: string;
  /** The wanted version of the CLI, for example "3.259.0". */
  readonly version: string;
  /** Shows a line of progress. */
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * The version of the devDependency `@pulumi/pulumi`: CLI and SDK must be of one version.
 *
 * @param root this project's folder
 */
export function wantedVersion(root: string): string {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    devDependencies?: Record<string, string>;
  };
  const version = manifest.devDependencies?.["@pulumi/pulumi"] ?? "missing";
  if (/^\d+\.\d+\.\d+$/.test(version)) return version;
  throw new Error(`package.json: devDependencies must have @pulumi/pulumi in one exact version; got ${version}`);
}

/** The process was asked to end. */
class Interrupted extends Error {
  readonly signalName: NodeJS.Signals;

  constructor(signalName: NodeJS.Signals) {
    super(`interrupted by ${signalName}`);
    this.signalName = signalName;
  }
}

const watched = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Finds something for this process's environment, and hands it on. Progress and errors go to stderr. An error ends with exit code
 * 1, SIGINT, SIGTERM and SIGHUP by the same signal; both after what was begun is removed.
 *
 * @param use watches for signals itself, if it needs to.
 */
export async function withFound<Found>(
  find: (context: Context) => Promise<Found>,
  use: (found: Found) => void,
): Promise<void> {
  const interrupts = new AbortController();
  const interrupt = (name: NodeJS.Signals): void => {
    interrupts.abort(new Interrupted(name));
  };
  const say = (line: string): void => void process.stderr.write(`pulumi-cli: ${line}\n`);
  for (const name of watched) process.on(name, interrupt);
  let failure: unknown;
  try {
    const { env, platform } = process;
    const context = { root: repository, env, platform, home: homedir(), version: wantedVersion(repository), say };
    const found = await find({ ...context, signal: interrupts.signal });
    interrupts.signal.throwIfAborted();
    use(found);
  } catch (error) {
    failure = error;
  }
  for (const name of watched) process.off(name, interrupt); // after `use`, so that no signal falls between its handlers and these
  if (failure === undefined) return;
  say(messageOf(failure));
  if (failure instanceof Interrupted) endBy(failure.signalName);
  else process.exitCode = 1;
}

/** Ends this process by a signal, as whoever sent it expects: nothing listens to it any more, libraries included. */
export function endBy(name: NodeJS.Signals): void {
  process.removeAllListeners(name);
  process.kill(process.pid, name);
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
