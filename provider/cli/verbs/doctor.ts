import type { Finding } from "../../engine/doctor/examine-host";
import { addLiveHostOptions, addSkipUnreachable, type LiveHostOptions } from "../options";
import type { ChosenHost } from "../hosts";
import type { Io } from "../io";
import { choiceOption } from "../option-values";
import { Failure } from "../failure";
import { exitCodes } from "../outcome";
import type { SkipFlags } from "../skip-unreachable";
import { defineVerb } from "../verb";

/** The options of `doctor`. */
interface DoctorFlags extends LiveHostOptions, SkipFlags {
  readonly write?: boolean;
  readonly format: "text" | "json";
}

/** `iispools doctor`: verifies on hosts what this package assumes about appcmd. */
export const doctorVerb = defineVerb<[], DoctorFlags>({
  define: (command) => {
    command.option("--write", "also create, change and delete a pool zz-pulumi-iis-doctor");
    addSkipUnreachable(addLiveHostOptions(command))
      .optionsGroup("Output:")
      .addOption(choiceOption("--format <format>", "format of the output", ["text", "json"]));
  },
  examples: [
    ["iispools doctor", "reads this machine, or the hosts of pools.yaml"],
    ["iispools doctor --write --host web-01"],
    ["iispools doctor --config-file applicationHost.config"],
  ],
  exits: "0 no difference, 1 error, 2 differences, 3 skipped, 130 interrupted",
  writes: ({ write }) => write === true,
  run: async (_args, flags, io) => {
    const { chooseLiveHosts } = await import("../hosts.ts");
    const { eachHost, errorsOf } = await import("../each-host.ts");
    const { concludeSplit, splitUnreachable } = await import("../skip-unreachable.ts");
    const { countAssumptions, writeDoctor } = await import("../../report/write-doctor.ts");
    const { showsText } = await import("../write-out.ts");
    const hosts = chooseLiveHosts(flags, io);
    refuseUnnamed(hosts, flags);
    const examine = await examination(flags, io);
    const results = await eachHost(hosts, flags, io, {
      doing: { now: "examining", done: "examined" },
      work: examine,
      summarize: countAssumptions,
    });
    io.stdout.write(writeDoctor(results, flags.format));
    const isDifferent = results.some((result) => result.ok && result.value.some(({ ok }) => ok === false));
    const split = splitUnreachable(results, flags);
    return concludeSplit(
      io,
      split,
      errorsOf(split.kept),
      isDifferent ? exitCodes.differs : exitCodes.ok,
      showsText(flags, io.place),
    );
  },
});

/** Without a word about hosts, a pool file that happens to be in the folder must not lead to writes on a whole fleet. */
function refuseUnnamed(hosts: readonly ChosenHost[], { write, host, files }: DoctorFlags): void {
  if (write !== true || hosts.length === 1 || host !== undefined || files !== undefined) return;
  const list = hosts.map(({ name }) => name).join(", ");
  const message = `writes to every host, and there are several: ${list}. Choose some with --host, or name the files with --files`;
  throw new Failure([{ path: "--write", message }]);
}

async function examination(
  { write = false }: DoctorFlags,
  io: Io,
): Promise<(host: ChosenHost) => Promise<readonly Finding[]>> {
  const { examineHost } = await import("../../engine/doctor/examine-host.ts");
  const { doctorPool } = await import("../../engine/doctor/bench.ts");
  const { IisError } = await import("../../errors.ts");
  const commands = `appcmd delete apppool ${doctorPool}, appcmd delete backup ${doctorPool}`;
  const unfinished = write
    ? `interrupted before everything was removed. If it still exists: ${commands}`
    : "interrupted";
  const running = new Set<string>();
  const setFinal = (): void => {
    io.setFinalMessage(`${[...running].join(", ")}: ${unfinished}`);
  };
  return async ({ name, connect }) => {
    running.add(name);
    setFinal();
    try {
      return await examineHost(connect(), { write, files: io.files, signal: io.signal });
    } catch (error) {
      if (!io.signal.aborted || error !== io.signal.reason) throw error;
      const result = write ? `the pool ${doctorPool} and all else that was created is removed` : "nothing was written";
      throw new IisError("INTERRUPTED", { host: name, problem: `interrupted; ${result}` });
    } finally {
      running.delete(name);
      setFinal();
    }
  };
}
