import type { Command } from "commander";
import type { ExitCode } from "../outcome";
import type { Io } from "../io";
import { addLiveHostOptions, addTextOrJson, type LiveHostOptions, type TextOrJson } from "../options";

/** The options of `ps`. */
export type PsFlags = LiveHostOptions & TextOrJson;

const details = `
Old worker processes that still drain after their pool was recycled are listed too: appcmd does not tell them apart.

Examples:
  iispools ps                                   this machine, or the hosts of pools.yaml or pools/
  iispools ps Shop --host web-01 --format json

Exit codes: 0 done, 1 error, 130 interrupted.`;

/** `iispools ps`: the worker processes of hosts. `end` gets the exit code. */
export function addPs(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const command = program.command("ps").description("Show the worker processes of pools");
  addTextOrJson(addLiveHostOptions(command.argument("[pools...]", "only these pools")))
    .addHelpText("after", details)
    .action(async (pools: string[], flags: PsFlags) => {
      const { runPs } = require("./run-ps") as typeof import("./run-ps");
      end(await runPs(pools, flags, io));
    });
}
