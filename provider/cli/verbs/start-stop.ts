import type { Command } from "commander";
import type { PreparedStartStop, StateRequest, StartStopResult } from "../../engine/verbs/start-stop";
import type { HostResult } from "../../plan/results";
import { plural } from "../../text";
import { showHidden } from "../../visible-text";
import { confirm } from "../confirm";
import type { ChosenHost } from "../hosts";
import type { Io } from "../io";
import { addLiveHostOptions, type LiveHostOptions } from "../options";
import { concludeWith } from "../failure";
import { type ExitCode, exitCodes } from "../outcome";
import { defineVerb } from "../verb";

/** The options of `start` and `stop`. */
interface StartStopFlags extends LiveHostOptions {
  readonly durable?: boolean;
  readonly yes?: boolean;
}

/** `iispools start`: starts pools. */
export const startVerb = defineVerb<[string[]], StartStopFlags>({
  define: (command) => {
    withPools(command).option("--durable", "also set autoStart to true");
    addLiveHostOptions(command);
  },
  examples: [
    ["iispools start Shop Jobs", "this machine, or the hosts of pools.yaml"],
    ["iispools start Shop --host web-01"],
    ["iispools start Shop --durable", "also after a restart of the service"],
  ],
  exits: "0 done, 1 error, 130 interrupted",
  writes: () => true,
  run: ([names], flags, io) => setState("Started", names, flags, io),
});

/** `iispools stop`: stops pools. */
export const stopVerb = defineVerb<[string[]], StartStopFlags>({
  define: (command) => {
    withPools(command)
      .option("--durable", "also set autoStart to false, so that they stay stopped")
      .option("--yes", "do not ask for confirmation");
    addLiveHostOptions(command);
  },
  examples: [
    ["iispools stop Shop", "this machine, or the hosts of pools.yaml"],
    ["iispools stop Shop Jobs --host web-01 --yes"],
    ["iispools stop Shop --durable", "also after a restart of the service"],
  ],
  exits: "0 done, 1 error or not confirmed, 130 interrupted",
  writes: () => true,
  run: ([names], flags, io) => setState("Stopped", names, flags, io),
});

function withPools(command: Command): Command {
  return command.argument("<pools...>", "the pools");
}

async function setState(
  state: StateRequest["state"],
  names: readonly string[],
  flags: StartStopFlags,
  io: Io,
): Promise<ExitCode> {
  const { chooseLiveHosts } = await import("../hosts.ts");
  const { allOrFail, eachHost, errorsOf, reading } = await import("../each-host.ts");
  const { prepareStartStop } = await import("../../engine/verbs/start-stop.ts");
  const request: StateRequest = { state, isDurable: flags.durable === true };
  const hosts = chooseLiveHosts(flags, io);
  const read = await eachHost(hosts, flags, io, {
    doing: reading,
    work: ({ connectToRead }) => prepareStartStop(connectToRead(), names, request),
    summarize: ({ pools }) => plural(pools.length, "pool", "pools"),
  });
  const prepared = allOrFail(read, ({ refusals }) => refusals);
  const differing = prepared.flatMap(({ pools }) => pools).filter(({ change }) => change !== undefined);
  if (state === "Stopped" && differing.length > 0 && flags.yes !== true) {
    const list = differing.map(({ pool }) => showHidden(pool.name)).join(", ");
    const question = `Stop ${list} on ${hosts.map(({ name }) => showHidden(name)).join(", ")}?`;
    if (!(await confirm(io, question))) {
      io.stderr.write("Not confirmed; nothing was stopped.\n");
      return exitCodes.error;
    }
  }
  const results = await setOnHosts(hosts, prepared, request, flags, io);
  io.stdout.write(results.flatMap((result) => linesOf(result, request)).join(""));
  return concludeWith(
    io,
    errorsOf(results, (pools) => pools.flatMap(({ error }) => error ?? [])),
  );
}

async function setOnHosts(
  hosts: readonly ChosenHost[],
  prepared: readonly PreparedStartStop[],
  request: StateRequest,
  { parallel }: StartStopFlags,
  io: Io,
): Promise<HostResult<StartStopResult[]>[]> {
  const { interruptible } = await import("../../engine/apply/stop.ts");
  const { onEachHost } = await import("../../engine/hosts.ts");
  const { startOrStop } = await import("../../engine/verbs/start-stop.ts");
  const doing = request.state === "Started" ? "started" : "stopped";
  io.setFinalMessage(`interrupted while pools were being ${doing}. To see their states: iispools ps`);
  const targets = hosts.map((host, index) => ({ ...host, pools: prepared[index]?.pools ?? [] }));
  return onEachHost(targets, parallel, ({ connect, pools }) =>
    startOrStop(interruptible(connect(), io.signal, "writes"), pools, request),
  );
}

/** One line for each pool: what was done, and its state after the service has restarted. */
function linesOf(result: HostResult<StartStopResult[]>, request: StateRequest): string[] {
  if (!result.ok) return [];
  return result.value
    .filter(({ error }) => error === undefined)
    .map((done) => `${showHidden(result.host)}  ${showHidden(done.pool.name)}  ${describe(done, request)}\n`);
}

function describe({ pool, change, after }: StartStopResult, { state, isDurable }: StateRequest): string {
  const word = state.toLowerCase();
  const isChanged = change?.kind === "update" && change.state !== undefined;
  const done = isChanged ? (after?.state === "Stopping" ? "stopping" : word) : `is ${word} already`;
  const starts = state === "Started";
  const autoStart = after?.settings["autoStart"] ?? pool.settings["autoStart"];
  if (isDurable) return change?.kind === "update" && change.settings.length > 0 ? `${done}, autoStart ${starts}` : done;
  if (autoStart === starts) return done;
  return `${done}; autoStart is ${autoStart === true}, so it is ${starts ? "stopped" : "started"} again when the service starts (--durable changes that)`;
}
