import type { PlannedHost } from "../../engine/prepare";
import type { HostResult } from "../../plan/results";
import { showHidden } from "../../visible-text";
import { Failure } from "../failure";
import type { ChosenHost } from "../hosts";
import type { Io } from "../io";
import { valueOption } from "../option-values";
import { addLiveHostOptions, addReportOptions, addSkipUnreachable, type LiveHostOptions } from "../options";
import { defineVerb } from "../verb";
import type { ConfirmFlags } from "./confirm-and-apply";
import { restoreCommand } from "./ways-back";

/** The options of `restore`. */
interface RestoreFlags extends LiveHostOptions, ConfirmFlags {
  readonly poolsOnly?: boolean;
}

/** `iispools restore`: brings the application pools of a backup back. */
export const restoreVerb = defineVerb<[string], RestoreFlags>({
  define: (command) => {
    command
      .argument("<name>", "the backup; iispools backups lists them")
      .option("--pools-only", "restore the application pools and nothing else")
      .option("--yes", "do not ask for confirmation")
      .addOption(valueOption("allow"))
      .option("--force", "allow all risks")
      .option("--no-backup", "skip the backup before the first write")
      .option("--rollback-on-error", "roll back a server if one of its changes fails");
    addReportOptions(addSkipUnreachable(addLiveHostOptions(command)));
  },
  examples: [
    ["iispools restore iispools-20261130-120000 --pools-only"],
    ["iispools restore before-summer --pools-only --host web-01"],
  ],
  exits: "0 done, 1 error or not confirmed, 3 skipped, 130 interrupted",
  run: async ([name], flags, io) => {
    const { checkSavable } = await import("../save-file.ts");
    const { chooseLiveHosts } = await import("../hosts.ts");
    const { confirmAndApply } = await import("./confirm-and-apply.ts");
    const hosts = chooseLiveHosts(flags, io);
    if (flags.poolsOnly !== true) throw new Failure([{ path: "--pools-only", message: whyPoolsOnly(name, hosts) }]);
    if (flags.output !== undefined) checkSavable(flags.output, { option: "--output" }, io);
    (await import("../refuse-same-target.ts")).refuseSameTarget(hosts, [], io);
    const found = await hostsWithBackup(name, hosts, flags, io);
    const input = {
      hosts: found.map(({ host }) => host),
      read: () => Promise.resolve(found.map(({ result }) => result)),
    };
    return confirmAndApply(input, { names: [], hostFiles: flags.files ?? [] }, flags, io);
  },
});

/** What the whole restore would overwrite, and how to do that. */
function whyPoolsOnly(name: string, hosts: readonly ChosenHost[]): string {
  const commands = [...new Set(hosts.map(({ connection }) => restoreCommand(connection)(name)))];
  const whole =
    "The whole backup overwrites all of IIS's configuration, sites included, and IIS stops while it is restored";
  return `is required, because only application pools are restored. ${whole}. To do that, run on the server: ${commands.join(" or ")}`;
}

/**
 * The plans of the hosts. An apply makes backups only where it writes, so hosts without this backup are unchanged if another host
 * has it.
 */
async function hostsWithBackup(
  name: string,
  hosts: readonly ChosenHost[],
  flags: RestoreFlags,
  io: Io,
): Promise<{ readonly host: ChosenHost; readonly result: HostResult<PlannedHost> }[]> {
  const { eachHost, reading } = await import("../each-host.ts");
  const { prepareRestore } = await import("../../engine/verbs/prepare-restore.ts");
  const { summarizePlan } = await import("./planned-hosts.ts");
  const { listHosts } = await import("../../report/view/blocks.ts");
  const results = await eachHost(hosts, flags, io, {
    doing: reading,
    work: ({ connectToRead }) => prepareRestore(connectToRead(), name),
    summarize: summarizePlan,
  });
  const read = hosts.flatMap((host, index) => {
    const result = results[index];
    return result === undefined ? [] : [{ host, result }];
  });
  const missing = results.flatMap((one) => (!one.ok && one.error.code === "BACKUP_MISSING" ? [one.error] : []));
  if (missing.length === results.length) throw new Failure(missing);
  if (missing.length === 0 || !results.some(({ ok }) => ok)) return read;
  const found = read.filter(({ result }) => result.ok || result.error.code !== "BACKUP_MISSING");
  const without = read.filter((one) => !found.includes(one)).map(({ host }) => host.name);
  const all = hosts.map((host) => host.name);
  io.stderr.write(showHidden(`No backup ${name} on ${listHosts(without, all)}, so nothing is changed there.`) + "\n");
  return found;
}
