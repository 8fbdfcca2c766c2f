import { restoreCommand } from "../../connection/connection";
import type { PlannedHost } from "../../engine/prepare";
import { IisError } from "../../errors";
import type { HostResult } from "../../plan/results";
import { showHidden } from "../../visible-text";
import { Failure } from "../failure";
import type { ChosenHost } from "../hosts";
import type { Io } from "../io";
import { valueOption } from "../option-values";
import { addLiveHostOptions, addReportOptions, addShard, addSkipUnreachable, type LiveHostOptions } from "../options";
import { defineVerb } from "../verb";
import type { ConfirmFlags } from "./confirm-and-apply";

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
    addReportOptions(addSkipUnreachable(addShard(addLiveHostOptions(command))));
  },
  examples: [
    ["iispools restore iispools-20261130-120000 --pools-only"],
    ["iispools restore before-summer --pools-only --host web-01"],
  ],
  exits: "0 done, 1 error or not confirmed, 3 skipped, 130 interrupted",
  writes: () => true,
  run: async ([name], flags, io) => {
    const { checkSavable } = await import("../save-file.ts");
    const { chooseLiveHosts } = await import("../hosts.ts");
    const { confirmAndApply } = await import("./confirm-and-apply.ts");
    const hosts = chooseLiveHosts(flags, io);
    if (flags.poolsOnly !== true) throw new Failure([{ path: "--pools-only", message: whyPoolsOnly(name, hosts) }]);
    if (flags.output !== undefined) checkSavable(flags.output, { option: "--output" }, io);
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
  const { listHosts } = await import("../../report/view/list-hosts.ts");
  const results = await eachHost(hosts, flags, io, {
    doing: reading,
    // A host without the backup was read.
    work: ({ connection, connectToRead }) =>
      prepareRestore(connectToRead(), name, restoreCommand(connection)).catch(missingBackup),
    summarize: (one) => (one instanceof IisError ? "no such backup" : summarizePlan(one)),
  });
  const read = hosts.flatMap((host, index) => {
    const result = results[index];
    if (result === undefined) return [];
    if (!result.ok) return [{ host, result }];
    const { value } = result;
    return [{ host, result: value instanceof IisError ? failedOn(host, value) : { ...result, value } }];
  });
  const isMissing = ({ result }: (typeof read)[number]): boolean =>
    !result.ok && result.error.code === "BACKUP_MISSING";
  const missing = read.filter(isMissing);
  if (missing.length > 0 && missing.length === read.length)
    throw new Failure(
      missing.flatMap(({ result }) => (result.ok ? [] : [result.error])),
      false,
      hosts.map((host) => host.name),
    );
  if (missing.length === 0 || !read.some(({ result }) => result.ok)) return read;
  const found = read.filter((one) => !isMissing(one));
  const without = missing.map(({ host }) => host.name);
  const all = hosts.map((host) => host.name);
  io.stderr.write(showHidden(`No backup ${name} on ${listHosts(without, all)}, so nothing is changed there.`) + "\n");
  return found;
}

function missingBackup(error: unknown): IisError {
  if (error instanceof IisError && error.code === "BACKUP_MISSING") return error;
  throw error;
}

function failedOn({ name }: ChosenHost, error: IisError): HostResult<PlannedHost> {
  return { host: name, ok: false, error: error.at({ host: name }) };
}
