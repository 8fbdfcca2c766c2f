import { onEachHost } from "../../engine/hosts";
import { probeUrl } from "../../pool-file/schema/probe";
import {
  type PreparedRecycle,
  prepareRecycle,
  type RecycleChoice,
  recyclePools,
} from "../../engine/verbs/recycle-pools";
import type { HostResult } from "../../plan/results";
import type { HostRecycle } from "../../plan/recycle-result";
import { plural } from "../../text";
import { wmiScript } from "../../report/wmi-script";
import { writeRecycle } from "../../report/write-recycle";
import type { ChosenHost } from "../hosts";
import { chooseLiveHosts } from "../hosts";
import { wantsColour } from "../options";
import { Failure, printProblems } from "../outcome";
import { type ExitCode, exitCodeOf, exitCodes } from "../outcome";
import type { Io } from "../io";
import { withProgress } from "../progress";
import type { RecycleFlags } from "./recycle";
import { takeAll } from "../look-at-hosts";

/** Carries out `iispools recycle`. @throws Failure, IisError */
export async function runRecycle(names: readonly string[], flags: RecycleFlags, io: Io): Promise<ExitCode> {
  const choice = choiceOf(names, flags);
  if (flags.script !== undefined) {
    io.stdout.write(wmiScript(names));
    return exitCodes.ok;
  }
  const hosts = chooseLiveHosts(flags, io);
  checkReach(hosts, names, flags);
  const prepared = takeAll(await lookAt(hosts, choice, flags, io), ({ refusals }) => refusals);
  io.setLastWords("ended while pools were recycled; what runs now tells: iispools ps");
  const results = await recycleOn(hosts, prepared, flags, io);
  const colour = wantsColour(flags.color, io.place.env, io.place.isTerminal);
  io.stdout.write(writeRecycle(results, flags.format, { colour }), colour);
  return conclude(results, io);
}

function choiceOf(names: readonly string[], { pid }: RecycleFlags): RecycleChoice {
  if (pid === undefined && names.length === 0) {
    throw new Failure([
      { path: "", message: "name the pools to recycle, or one of their worker processes with --pid" },
    ]);
  }
  if (pid === undefined) return { names };
  if (names.length === 0) return { pid };
  throw new Failure([{ path: "--pid", message: "stands for its pool; name pools or a process, not both" }]);
}

/** A process is one host's, and an answer of one pool on one host. */
function checkReach(hosts: readonly ChosenHost[], names: readonly string[], { pid, probe }: RecycleFlags): void {
  const list = hosts.map(({ name }) => name).join(", ");
  const several = hosts.length > 1;
  const problems = [
    ...(several && pid !== undefined
      ? [{ path: "--pid", message: `is a process of one host; say which with --host: ${list}` }]
      : []),
    ...(several && probe?.url.includes("{host}") === false
      ? [
          {
            path: "--probe",
            message: `says nothing about each of several hosts (${list}); put {host} into the address`,
          },
        ]
      : []),
    ...(names.length > 1 && probe?.url.includes("{pool}") === false
      ? [
          {
            path: "--probe",
            message: `says nothing about each of several pools; put {pool} into the address, or name one pool`,
          },
        ]
      : []),
  ];
  if (problems.length > 0) throw new Failure(problems);
}

function lookAt(
  hosts: readonly ChosenHost[],
  choice: RecycleChoice,
  { parallel }: RecycleFlags,
  io: Io,
): Promise<HostResult<PreparedRecycle>[]> {
  const isAlone = hosts.length === 1 || parallel === 1;
  return onEachHost(hosts, parallel, ({ name, connectToRead }) =>
    withProgress(
      io,
      { host: name, doing: "reading", isAlone },
      () => prepareRecycle(connectToRead(), choice),
      ({ found }) => plural(found.workers.length, "worker process", "worker processes"),
    ),
  );
}

function recycleOn(
  hosts: readonly ChosenHost[],
  prepared: readonly PreparedRecycle[],
  { parallel, wait = false, probe }: RecycleFlags,
  io: Io,
): Promise<HostResult<HostRecycle>[]> {
  const isAlone = hosts.length === 1 || parallel === 1;
  const targets = hosts.flatMap((host, index) => {
    const one = prepared[index];
    return one === undefined ? [] : [{ ...host, prepared: one }];
  });
  return onEachHost(targets, parallel, ({ name, connection, connect, prepared }) =>
    withProgress(
      io,
      { host: name, doing: wait ? "recycling and waiting" : "recycling", isAlone },
      () =>
        recyclePools(connect(), prepared, {
          ...{ wait, signal: io.signal },
          ...(probe !== undefined && {
            probeOf: (pool: string) => ({ ...probe, url: probeUrl(probe, { host: connection.host ?? name, pool }) }),
          }),
        }),
      ({ pools }) =>
        `${pools.filter(({ outcome }) => outcome === "recycled" || outcome === "draining").length} of ${pools.length} recycled`,
    ),
  );
}

function conclude(results: readonly HostResult<HostRecycle>[], io: Io): ExitCode {
  const errors = results.flatMap((result) =>
    result.ok ? result.value.pools.flatMap(({ error }) => (error === undefined ? [] : [error])) : [result.error],
  );
  printProblems(io, errors);
  return io.signal.aborted ? exitCodes.interrupted : exitCodeOf(errors);
}
