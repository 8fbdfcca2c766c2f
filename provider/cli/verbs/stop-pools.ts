import type { Command } from "commander";
import type { ExitCode } from "../outcome";
import type { Io } from "../io";
import type { TurnFlags } from "./start-pools";
import { addLiveHostOptions } from "../options";

const details = `
Applications of a stopped pool answer 503. Without --durable the configuration stays as it is, and the pool is started
again when the service starts the next time. With --durable its autoStart is set to false first, for all pools of a host
in one commit. A pool that is stopped already is unchanged.

Examples:
  iispools stop Shop                        this machine, or the hosts of pools.yaml or pools/; asks before it stops
  iispools stop Shop Jobs --host web-01 --durable --yes

Exit codes: 0 done, or nothing to do; 1 error, or not confirmed; 130 interrupted.`;

/** `iispools stop`: stops pools. `end` gets the exit code. */
export function addStop(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const command = program.command("stop").description("Stop pools");
  addLiveHostOptions(command.argument("<pools...>", "the pools"))
    .option("--durable", "also set autoStart to false, so that they stay stopped")
    .option("--yes", "do not ask")
    .addHelpText("after", details)
    .action(async (pools: string[], flags: TurnFlags) => {
      const { runTurn } = require("./run-turn") as typeof import("./run-turn");
      end(await runTurn("Stopped", pools, flags, io));
    });
}
