import { onEachHost } from "../../engine/hosts";
import { interruptible } from "../../engine/apply/stop";
import { type PreparedTurns, prepareTurns, type Turn, type TurnedPool, turnPools } from "../../engine/verbs/start-stop";
import type { HostResult } from "../../plan/results";
import { plural } from "../../text";
import { showHidden } from "../../visible-text";
import { type ChosenHost } from "../hosts";
import { chooseLiveHosts } from "../hosts";
import { confirm } from "../confirm";
import { printProblems } from "../outcome";
import { type ExitCode, exitCodeOf, exitCodes } from "../outcome";
import type { Io } from "../io";
import { withProgress } from "../progress";
import type { TurnFlags } from "./start-pools";
import { takeAll } from "../look-at-hosts";

/** Carries out `iispools start` and `iispools stop`. @throws Failure, IisError */
export async function runTurn(
  state: Turn["state"],
  names: readonly string[],
  flags: TurnFlags,
  io: Io,
): Promise<ExitCode> {
  const turn: Turn = { state, isDurable: flags.durable === true };
  const hosts = chooseLiveHosts(flags, io);
  const prepared = takeAll(await lookAt(hosts, names, turn, flags, io), ({ refusals }) => refusals);
  const differing = prepared.flatMap(({ pools }) => pools).filter(({ change }) => change !== undefined);
  if (state === "Stopped" && differing.length > 0 && flags.yes !== true) {
    const list = differing.map(({ pool }) => showHidden(pool.name)).join(", ");
    const question = `Stop ${list} on ${hosts.map(({ name }) => showHidden(name)).join(", ")}?`;
    if (!(await confirm(io, question))) {
      io.stderr.write("Not confirmed; nothing was stopped.\n");
      return exitCodes.error;
    }
  }
  const results = await turnOn(hosts, prepared, turn, flags, io);
  io.stdout.write(results.flatMap((result) => linesOf(result, turn)).join(""));
  const errors = results.flatMap((result) =>
    result.ok ? result.value.flatMap(({ error }) => (error === undefined ? [] : [error])) : [result.error],
  );
  printProblems(io, errors);
  return exitCodeOf(errors);
}

function lookAt(
  hosts: readonly ChosenHost[],
  names: readonly string[],
  turn: Turn,
  { parallel }: TurnFlags,
  io: Io,
): Promise<HostResult<PreparedTurns>[]> {
  const isAlone = hosts.length === 1 || parallel === 1;
  return onEachHost(hosts, parallel, ({ name, connectToRead }) =>
    withProgress(
      io,
      { host: name, doing: "reading", isAlone },
      () => prepareTurns(connectToRead(), names, turn),
      ({ pools }) => plural(pools.length, "pool", "pools"),
    ),
  );
}

function turnOn(
  hosts: readonly ChosenHost[],
  prepared: readonly PreparedTurns[],
  turn: Turn,
  { parallel }: TurnFlags,
  io: Io,
): Promise<HostResult<TurnedPool[]>[]> {
  io.setLastWords(`ended while pools were ${turn.state === "Started" ? "started" : "stopped"}; see: iispools plan`);
  const targets = hosts.map((host, index) => ({ ...host, pools: prepared[index]?.pools ?? [] }));
  return onEachHost(targets, parallel, ({ connect, pools }) =>
    turnPools(interruptible(connect(), io.signal, "writes"), pools, turn),
  );
}

/** A line a pool: what was done, and what becomes of it when the service starts. */
function linesOf(result: HostResult<TurnedPool[]>, turn: Turn): string[] {
  if (!result.ok) return [];
  return result.value
    .filter(({ error }) => error === undefined)
    .map((turned) => `${showHidden(result.host)}  ${showHidden(turned.pool.name)}  ${describe(turned, turn)}\n`);
}

function describe({ pool, change, after }: TurnedPool, { state, isDurable }: Turn): string {
  const word = state.toLowerCase();
  const isTurned = change?.kind === "update" && change.state !== undefined;
  const done = isTurned ? (after?.state === "Stopping" ? "stopping" : word) : `is ${word} already`;
  const starts = state === "Started";
  const autoStart = after?.settings["autoStart"] ?? pool.settings["autoStart"];
  if (isDurable) return change?.kind === "update" && change.settings.length > 0 ? `${done}, autoStart ${starts}` : done;
  if (autoStart === starts) return done;
  return `${done}; autoStart is ${autoStart === true}, so it is ${starts ? "stopped" : "started"} again when the service starts (--durable changes that)`;
}
