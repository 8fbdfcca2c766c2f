import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { IisError } from "../../../errors";
import { Failure } from "../../failure";
import type { Io } from "../../io";
import type { RecordRun } from "../../metrics";
import { type ExitCode, exitCodeOf } from "../../outcome";
import { defineVerb } from "../../verb";
import { addAgentOptions, type AgentFlags } from "./options";
import type { Runner } from "./record";
import type { FoundByAgent } from "./run-once";
import type { AgentSetup } from "./setup";

/** `iispools agent run`: one run of this server for itself. */
export const agentRunVerb = defineVerb<[string[]], AgentFlags>({
  define: addAgentOptions,
  examples: [
    ["iispools agent run pools --mode drift", "files of this server"],
    ["iispools agent run https://files.example.com/pools.bundle --trust key.pub --mode apply"],
    ["iispools agent run \\\\files\\iis\\pools.bundle --trust key.pub --mode apply --window 02:00-04:00"],
  ],
  exits: "0 done or no difference, 1 error, 2 differences, 130 interrupted",
  writes: ({ mode }) => mode === "apply",
  run: async ([words], flags, io) => {
    const { withMetrics } = await import("../../metrics.ts");
    const { checkLog } = await import("./record.ts");
    checkLog(flags, io);
    const begun = await begin(words, flags, io);
    if ("setup" in begun) await waitForTurn(begun.setup, flags, io);
    return withMetrics("agent", flags, io, (record) => recorded(begun, flags, record, io));
  },
});

/** What a run begins with. A wrong call has a record and metrics too, because the messages of a task are on no screen. */
type Begun = { readonly setup: AgentSetup } | { readonly runner: Runner; readonly failure: Failure };

async function begin(words: readonly string[], flags: AgentFlags, io: Io): Promise<Begun> {
  const { readSetup, stateFolderOf } = await import("./setup.ts");
  const { sourceOf } = await import("../../../agent/source.ts");
  try {
    return { setup: readSetup(words, flags, io) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const source = sourceOf(words);
    // A source that is not valid may have a password.
    const name = "problem" in source ? "" : source.name;
    const stateFolder = stateFolderOf(flags, io.place);
    return { runner: { name: flags.as ?? hostname(), source: { name }, stateFolder }, failure: error };
  }
}

/** The wait of `--splay`, which Ctrl-C ends. */
async function waitForTurn({ name }: AgentSetup, { splay = 0 }: AgentFlags, io: Io): Promise<void> {
  const { splayOf } = await import("../../../agent/window.ts");
  const { humanDuration } = await import("../../../settings/codecs/timespan-text.ts");
  const waitMs = splayOf(name, 1000 * splay);
  if (waitMs === 0) return;
  io.stderr.write(`waiting ${humanDuration(Math.round(waitMs / 1000))} (--splay)\n`);
  await sleep(waitMs, undefined, { signal: io.signal }).catch(() => {
    throw new Failure([new IisError("INTERRUPTED", { problem: "interrupted before the run; nothing was read" })]);
  });
}

/** Does a run, and keeps the record of it, also after a failure. */
async function recorded(begun: Begun, flags: AgentFlags, record: RecordRun, io: Io): Promise<ExitCode> {
  const { runOnce } = await import("./run-once.ts");
  const { problemsOf } = await import("../../failure.ts");
  const { checkSavable, makeFolder } = await import("../../save-file.ts");
  const { keepRecord } = await import("./record.ts");
  const runner: Runner = "setup" in begun ? begun.setup : begun.runner;
  makeFolder(runner.stateFolder, { option: "--state" }, io);
  checkSavable(join(runner.stateFolder, "last-run.json"), { option: "--state" }, io);
  const startedAt = io.place.now();
  let found: FoundByAgent = {};
  const note = (more: FoundByAgent): void => {
    found = { ...found, ...more };
  };
  let exitCode: ExitCode;
  try {
    if ("failure" in begun) throw begun.failure;
    exitCode = await runOnce(begun.setup, flags, note, record, io);
  } catch (error) {
    const problems = problemsOf(error);
    keepRecord(runner, flags, { startedAt, found, exitCode: exitCodeOf(problems), problems }, io);
    throw error;
  }
  return keepRecord(runner, flags, { startedAt, found, exitCode, problems: [] }, io);
}
