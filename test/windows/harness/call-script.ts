import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { bundle } from "../../../scripts/lib/bundle.mts";
import { repository } from "../../../tools/workspace/places.mts";
import type { engine as bundled, runProcess } from "./library";
import { windowsPath } from "./windows-path";

type Engine = typeof bundled;

/** What a function that runs as a Windows process gets: our code, bundled as that of the programs. */
export interface Library {
  readonly engine: Engine;
  readonly runProcess: typeof runProcess;
  /** Makes pools be as said, on the appcmd that is found where the connection is left out. */
  readonly ensurePools: (pools: readonly PoolInput[]) => Promise<PoolOutcome[]>;
  /** Kills the next process of this program that is started, as the task manager does it. */
  readonly killNext: (program: string) => void;
}

/** One pool as a program declares it. */
export type PoolInput = Readonly<Record<string, unknown>> & { readonly name: string };

/** How it ended, as plain JSON. */
export type PoolOutcome =
  { readonly changed: boolean } | { readonly code: string; readonly message: string; readonly sent: boolean };

/** A function whose text is run elsewhere: input and output are plain JSON. */
export type Script<Input, Output> = (library: Library, input: Input) => Output | Promise<Output>;

/** What became of it. */
export type Answer<Output> =
  { readonly value: Output } | { readonly error: { readonly message: string; readonly code?: string } };

/** Writes the code of the library into a folder that is empty. */
export async function writeLibrary(folder: string): Promise<void> {
  await bundle(join(__dirname, "library.ts"), join(folder, "library.cjs"));
}

/**
 * The text of a program that runs the function and writes the {@link Answer} to a file, both on the Windows side.
 *
 * @param folder that of {@link writeLibrary}
 */
export function callScript<Input, Output>(
  script: Script<Input, Output>,
  input: Input,
  folder: string,
  answerFile: string,
): string {
  const places = [folder, join(repository, "dist/provider")].map((place) => JSON.stringify(windowsPath(place)));
  return `
const { engine, runProcess } = (${loadBundled.toString()})(require, "library.cjs", ${places.join(", ")});
const ensurePools = (pools) => (${ensureOn.toString()})(engine, pools);
const library = { engine, runProcess, ensurePools, killNext: ${killNextStarted.toString()} };
const answer = (value) => require("node:fs").writeFileSync(${JSON.stringify(answerFile)}, JSON.stringify(value));
Promise.resolve(${JSON.stringify(input)})
  .then((input) => (${script.toString()})(library, input))
  .then(
    (value) => answer({ value }),
    (error) => answer({ error: { message: error.message, code: error.code } }),
  );
`;
}

/** A file of a bundle and what it requires, as from another folder, by which the code finds its package; run as text too. */
function loadBundled(require: NodeJS.Require, file: string, folder: string, packaged: string): unknown {
  const path = process.getBuiltinModule("node:path");
  const code = process.getBuiltinModule("node:fs").readFileSync(path.join(folder, file), "utf8");
  const module = { exports: {} };
  const requireHere = (id: string): unknown =>
    id.startsWith("./") ? loadBundled(require, id.slice(2), folder, packaged) : require(id);
  const run = process.getBuiltinModule("node:vm").runInThisContext(code, { filename: file }) as (
    ...given: readonly unknown[]
  ) => void;
  run(module.exports, requireHere, module, path.join(packaged, file), packaged);
  return module.exports;
}

/** {@link Library.ensurePools}, run as text too. */
async function ensureOn(engine: Engine, pools: readonly PoolInput[]): Promise<PoolOutcome[]> {
  const requests = pools.map((input) => {
    const { pool, faults } = engine.checkPool(input, { kind: "pool" });
    if (faults.length > 0) throw new Error(JSON.stringify(faults));
    return { kind: "ensure" as const, desired: engine.desiredOf({ pool: input.name }, pool) };
  });
  const outcomes = await engine.applyRequests(engine.connect(undefined), requests);
  return outcomes.map((outcome) =>
    outcome.ok
      ? { changed: outcome.change !== undefined }
      : { code: outcome.error.code, message: outcome.error.message, sent: outcome.sent },
  );
}

/** {@link Library.killNext}, run as text too. */
function killNextStarted(program: string): void {
  const channel = process.getBuiltinModule("node:diagnostics_channel");
  const onChild = (message: unknown): void => {
    const child = (message as { readonly process: ChildProcess }).process;
    child.once("spawn", () => {
      if (!child.spawnfile.endsWith(program) || child.pid === undefined) return;
      channel.unsubscribe("child_process", onChild);
      // Not child.kill(): whoever started it is not to know.
      process.kill(child.pid, "SIGKILL");
    });
  };
  channel.subscribe("child_process", onChild);
}
