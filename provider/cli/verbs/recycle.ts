import { Option } from "commander";
import type { PreparedRecycle, RecycleChoice } from "../../engine/verbs/recycle-pools";
import type { HostRecycle, HostResult } from "../../plan/results";
import { plural } from "../../text";
import type { ChosenHost } from "../hosts";
import type { Io } from "../io";
import { limitedTo, valueOption } from "../option-values";
import {
  addLiveHostOptions,
  addSkipUnreachable,
  addTextOrJson,
  type LiveHostOptions,
  type TextOrJson,
} from "../options";
import { Failure } from "../failure";
import { exitCodes } from "../outcome";
import type { OptionValue } from "../read-options";
import type { SkipFlags } from "../skip-unreachable";
import { defineVerb } from "../verb";

/** The options of `recycle`. */
interface RecycleFlags extends LiveHostOptions, TextOrJson, SkipFlags {
  readonly pid?: OptionValue<"pid">;
  readonly wait?: boolean;
  readonly probe?: OptionValue<"probe">;
  /** Print a script instead of recycling. */
  readonly script?: "wmi";
}

/** `iispools recycle`: replaces the worker processes of pools. */
export const recycleVerb = defineVerb<[string[]], RecycleFlags>({
  define: (command) => {
    const script = new Option("--script <kind>", "print a script that recycles them, and connect to nothing");
    command
      .argument("[pools...]", "the pools to recycle")
      .addOption(valueOption("pid"))
      .option("--wait", "wait until the old worker processes have ended")
      .addOption(valueOption("probe"))
      .addOption(limitedTo(["wmi"], script.conflicts(["pid", "wait", "probe", "host", "configFile"])));
    addTextOrJson(addSkipUnreachable(addLiveHostOptions(command)));
  },
  examples: [
    ["iispools recycle Shop Jobs", "this machine, or all hosts of pools.yaml"],
    ["iispools recycle Shop --wait --probe http://{host}/health,timeout=1m"],
    ["iispools recycle Shop Jobs --script wmi > recycle.ps1"],
  ],
  exits: "0 done, 1 error, 3 skipped, 130 interrupted",
  writes: ({ script }) => script === undefined,
  run: async ([names], flags, io) => {
    const choice = choiceOf(names, flags);
    if (flags.script !== undefined) {
      const { wmiScript } = await import("../../report/wmi-script.ts");
      io.stdout.write(wmiScript(names));
      return exitCodes.ok;
    }
    const { chooseLiveHosts } = await import("../hosts.ts");
    const { allOrFail, errorsOf } = await import("../each-host.ts");
    const { concludeSplit, splitUnreachable } = await import("../skip-unreachable.ts");
    const { writeRecycle } = await import("../../report/write-workers.ts");
    const { showsText, wantsColour } = await import("../write-out.ts");
    const hosts = chooseLiveHosts(flags, io);
    checkReach(hosts, names, flags);
    const split = splitUnreachable(await readHosts(hosts, choice, flags, io), flags);
    const prepared = allOrFail(split.kept, ({ refusals }) => refusals);
    io.setFinalMessage("interrupted while pools were being recycled. To see what runs now: iispools ps");
    const reached = hosts.filter(({ name }) => split.kept.some(({ host }) => host === name));
    const done = await recycleOn(reached, prepared, flags, io);
    const results = hosts.flatMap(({ name }): HostResult<HostRecycle>[] => {
      const skipped = split.skipped.find(({ host }) => host === name);
      return skipped === undefined
        ? done.filter(({ host }) => host === name)
        : [{ host: name, ok: false, error: skipped }];
    });
    const colour = wantsColour(flags.color, io.place);
    io.stdout.write(writeRecycle(results, flags.format, { colour }), colour);
    const errors = errorsOf(done, ({ pools }) => pools.flatMap(({ error }) => error ?? []));
    const exitCode = concludeSplit(io, split, errors, exitCodes.ok, showsText(flags, io.place));
    return io.signal.aborted ? exitCodes.interrupted : exitCode;
  },
});

function choiceOf(names: readonly string[], { pid }: RecycleFlags): RecycleChoice {
  if (pid === undefined && names.length === 0)
    throw new Failure([{ path: "pools", message: "a pool is required, or one of its worker processes with --pid" }]);
  if (pid === undefined) return { names };
  if (names.length === 0) return { pid };
  throw new Failure([{ path: "--pid", message: "cannot be combined with pools; name pools or a process, not both" }]);
}

/** A process is on one host; a probe with a fixed address reaches one pool on one host. */
function checkReach(hosts: readonly ChosenHost[], names: readonly string[], { pid, probe }: RecycleFlags): void {
  const list = hosts.map(({ name }) => name).join(", ");
  const several = hosts.length > 1;
  const problems = [
    ...(several && pid !== undefined
      ? [{ path: "--pid", message: `is a process of one host. Choose one with --host: ${list}` }]
      : []),
    ...(several && probe?.url.includes("{host}") === false
      ? [{ path: "--probe", message: `must contain {host}, because there are several hosts: ${list}` }]
      : []),
    ...(names.length > 1 && probe?.url.includes("{pool}") === false
      ? [{ path: "--probe", message: "must contain {pool}, because there are several pools. Or name one pool" }]
      : []),
  ];
  if (problems.length > 0) throw new Failure(problems);
}

async function readHosts(
  hosts: readonly ChosenHost[],
  choice: RecycleChoice,
  flags: RecycleFlags,
  io: Io,
): Promise<HostResult<PreparedRecycle>[]> {
  const { eachHost, reading } = await import("../each-host.ts");
  const { prepareRecycle } = await import("../../engine/verbs/recycle-pools.ts");
  return eachHost(hosts, flags, io, {
    doing: reading,
    work: ({ connectToRead }) => prepareRecycle(connectToRead(), choice),
    summarize: ({ found }) => plural(found.workers.length, "worker process", "worker processes"),
  });
}

async function recycleOn(
  hosts: readonly ChosenHost[],
  prepared: readonly PreparedRecycle[],
  flags: RecycleFlags,
  io: Io,
): Promise<HostResult<HostRecycle>[]> {
  const { eachHost } = await import("../each-host.ts");
  const { recyclePools } = await import("../../engine/verbs/recycle-pools.ts");
  const { probeUrl } = await import("../../pool-file/schema/probe.ts");
  const { wait = false, probe } = flags;
  const targets = hosts.flatMap((host, index) => {
    const one = prepared[index];
    return one === undefined ? [] : [{ ...host, prepared: one }];
  });
  return eachHost(targets, flags, io, {
    doing: { now: wait ? "recycling and waiting" : "recycling", done: "recycled" },
    work: ({ name, connection, connect, prepared }) =>
      recyclePools(connect(), prepared, {
        ...{ wait, signal: io.signal },
        ...(probe !== undefined && {
          probeOf: (pool: string) => ({ ...probe, url: probeUrl(probe, { host: connection.host ?? name, pool }) }),
        }),
      }),
    summarize: ({ pools }) => `${pools.filter(isRecycled).length} of ${pools.length} recycled`,
    outcomeOf: ({ pools }) => {
      if (pools.some(({ error }) => error !== undefined)) return "failed";
      return pools.some(isRecycled) ? "done" : "nothing to do";
    },
  });
}

function isRecycled({ outcome }: HostRecycle["pools"][number]): boolean {
  return outcome === "recycled" || outcome === "draining";
}
