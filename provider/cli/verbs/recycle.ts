import { type Command, Option } from "commander";
import type { ExitCode } from "../outcome";
import type { Io } from "../io";
import type { OptionValue } from "../read-options";
import { limitedTo, valueOption } from "../option-values";
import { addLiveHostOptions, addTextOrJson, type LiveHostOptions, type TextOrJson } from "../options";

/** The options of `recycle`. */
export interface RecycleFlags extends LiveHostOptions, TextOrJson {
  readonly pid?: OptionValue<"pid">;
  readonly wait?: boolean;
  readonly probe?: OptionValue<"probe">;
  /** Print a script in place of doing it. */
  readonly script?: "wmi";
}

const details = `
Nothing in the configuration is written. All hosts are looked at first: where a pool is missing or stopped, nothing is
recycled anywhere. Then the worker processes are read before and after, and it is told which ones replaced which. A pool
without worker process has nothing to recycle and is left alone.

An old worker process finishes what it has begun, for as long as the pool's processModel.shutdownTimeLimit. Without --wait
it is told what drains still; with --wait it is an error if one is there 10 s after that.

--probe gets an address after the pool has recycled, which warms the application up: it is to answer with that status
(default 200) in that time (default 30s). Redirects are not followed. {host} and {pool} in the address stand for the host's
address and the pool's name; with several hosts or several pools they have to be there.

--script wmi connects to nothing and prints a script for Windows PowerShell 2.0 and later, for servers that can only be
reached by WMI: powershell -File recycle.ps1 -ComputerName web-01,web-02. It works on IIS 6 (root\\MicrosoftIISv2) and later
ones (root\\WebAdministration), and needs no appcmd there.

Examples:
  iispools recycle Shop Jobs                          this machine, or the hosts of pools.yaml or pools/
  iispools recycle Shop --host web-01 --wait
  iispools recycle --pid 4711
  iispools recycle Shop Jobs --script wmi > recycle.ps1
  iispools recycle Shop --wait --probe http://{host}/health,status=200,timeout=1m

Exit codes: 0 done, 1 error, 130 interrupted.`;

/** `iispools recycle`: other worker processes for pools. `end` gets the exit code. */
export function addRecycle(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const command = program
    .command("recycle")
    .description("Recycle pools and tell how their worker processes change over");
  addTextOrJson(addLiveHostOptions(command.argument("[pools...]", "the pools")))
    .addOption(valueOption("pid"))
    .option("--wait", "wait until the old worker processes are gone")
    .addOption(valueOption("probe"))
    .addOption(
      limitedTo(
        ["wmi"],
        new Option("--script <kind>", "print a script that recycles them, in place of doing it").conflicts([
          ...["pid", "wait", "probe", "host", "configFile"],
        ]),
      ),
    )
    .addHelpText("after", details)
    .action(async (pools: string[], flags: RecycleFlags) => {
      const { runRecycle } = require("./run-recycle") as typeof import("./run-recycle");
      end(await runRecycle(pools, flags, io));
    });
}
