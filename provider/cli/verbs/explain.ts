import type { Command } from "commander";
import type { ExitCode } from "../outcome";
import type { Io } from "../io";
import { choiceOption } from "../option-values";

/** The options of `explain`. */
export interface ExplainFlags {
  readonly format: "text" | "json";
}

const details = `
A group lists what it holds; without a path, every path is listed. Letter case does not count.

Examples:
  iispools explain
  iispools explain recycling.periodicRestart
  iispools explain recycling.periodicRestart.privateMemory
  iispools explain processModel.idleTimeout --format json

Exit codes: 0 done, 1 there is no such path.`;

/** `iispools explain PATH`: what there is to know of a setting. `end` gets the exit code. */
export function addExplain(program: Command, io: Io, end: (code: ExitCode) => void): void {
  program
    .command("explain")
    .description("Tell what a setting does: unit, range, spellings, defaults per IIS version")
    .argument("[path]", "a setting or group, for example recycling.periodicRestart.time")
    .addOption(choiceOption("--format <format>", "how to print", ["text", "json"]))
    .addHelpText("after", details)
    .action((path: string | undefined, flags: ExplainFlags) => {
      const { runExplain } = require("./run-explain") as typeof import("./run-explain");
      end(runExplain(path, flags, io));
    });
}
