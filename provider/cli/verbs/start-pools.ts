import type { Command } from "commander";
import type { ExitCode } from "../outcome";
import type { Io } from "../io";
import { addLiveHostOptions, type LiveHostOptions } from "../options";

/** The options of `start` and `stop`. */
export interface TurnFlags extends LiveHostOptions {
  readonly durable?: boolean;
  readonly yes?: boolean;
}

const details = `
Without --durable the configuration stays as it is. A pool whose autoStart is false is then stopped again when the
service starts the next time; each such pool is reported. A pool that is started already is unchanged.

Examples:
  iispools start Shop Jobs                  this machine, or the hosts of pools.yaml or pools/
  iispools start Shop --host web-01 --durable

Exit codes: 0 done, or nothing to do; 1 error; 130 interrupted.`;

/** `iispools start`: starts pools. `end` gets the exit code. */
export function addStart(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const command = program.command("start").description("Start pools");
  addLiveHostOptions(command.argument("<pools...>", "the pools"))
    .option("--durable", "also set autoStart to true")
    .addHelpText("after", details)
    .action(async (pools: string[], flags: TurnFlags) => {
      const { runTurn } = require("./run-turn") as typeof import("./run-turn");
      end(await runTurn("Started", pools, flags, io));
    });
}
