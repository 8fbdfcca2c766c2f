import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { repository } from "../../../tools/workspace/places.mts";
import { windowsPath } from "./windows-path";

type Engine = typeof import("../../../provider/engine");

/** What a function that runs as a Windows process gets: our built code. */
export interface Library {
  readonly engine: Engine;
  readonly runProcess: typeof import("../../../provider/transport/process").runProcess;
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

/** The text of a program that runs the function and writes the {@link Answer} to a file, both on the Windows side. */
export function callScript<Input, Output>(script: Script<Input, Output>, input: Input, answerFile: string): string {
  const built = (module: string): string =>
    `require(${JSON.stringify(windowsPath(join(repository, "dist", "provider", module)))})`;
  return `
const engine = ${built("engine")};
const ensurePools = (pools) => (${ensureOn.toString()})(engine, pools);
const library = { engine, runProcess: ${built("transport/process")}.runProcess, ensurePools, killNext: ${killNextStarted.toString()} };
const answer = (value) => require("node:fs").writeFileSync(${JSON.stringify(answerFile)}, JSON.stringify(value));
Promise.resolve(${JSON.stringify(input)})
  .then((input) => (${script.toString()})(library, input))
  .then(
    (value) => answer({ value }),
    (error) => answer({ error: { message: error.message, code: error.code } }),
  );
`;
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
