import type { Obtained } from "../../../agent/obtain";
import type { RunRecord } from "../../../agent/run-record";
import type { MetricsDocument } from "../../../report/metrics/write-metrics";
import { Failure } from "../../failure";
import type { ChosenHost } from "../../hosts";
import type { Io } from "../../io";
import type { RecordRun } from "../../metrics";
import type { ExitCode } from "../../outcome";
import type { AgentFlags } from "./options";
import type { AgentSetup } from "./setup";

/** What a run has found so far, for its record. */
export type FoundByAgent = Partial<
  Pick<RunRecord, "host" | "did" | "made" | "copyAgeSeconds"> & { readonly document: MetricsDocument }
>;

/** One run: takes the lock, obtains the pool files, and compares or changes this server. @throws Failure, IisError */
export async function runOnce(
  setup: AgentSetup,
  flags: AgentFlags,
  note: (found: FoundByAgent) => void,
  record: RecordRun,
  io: Io,
): Promise<ExitCode> {
  const { lockRun } = await import("../../../agent/run-lock.ts");
  const lock = await lockRun(setup.stateFolder, io.signal);
  const locked = { ...io, signal: AbortSignal.any([io.signal, lock.lost]) };
  try {
    const obtained = await obtain(setup, locked);
    note({ made: obtained.made, copyAgeSeconds: obtained.age });
    record({ bundleAgeSeconds: obtained.age });
    const host = await hostHere(setup, flags, obtained, locked);
    note({ host: host.name });
    const keep: RecordRun = (found) => {
      record(found);
      if (found.document !== undefined) note({ document: found.document() });
    };
    return await work(host, obtained, flags, note, keep, locked);
  } finally {
    await lock.release();
  }
}

async function obtain(setup: AgentSetup, io: Io): Promise<Obtained> {
  const { FaultyFiles, obtainFiles } = await import("../../../agent/obtain.ts");
  const { humanDuration } = await import("../../../settings/codecs/timespan-text.ts");
  const { source, trusted, stateFolder, caCert, env } = setup;
  const { cwd, now } = io.place;
  try {
    const options = { trusted, stateFolder, caCert, cwd, env, now: now(), signal: io.signal };
    const obtained = await obtainFiles(source, options);
    const { age, copyBecause, warnings } = obtained;
    for (const warning of warnings) io.stderr.write(`warning: ${warning}\n`);
    if (copyBecause !== undefined) {
      const what = `${source.name} ${copyBecause}; the last good copy is used, ${humanDuration(age)} old`;
      io.stderr.write(`warning: ${what}\n`);
    }
    return obtained;
  } catch (error) {
    throw error instanceof FaultyFiles ? new Failure(error.faults) : error;
  }
}

/** This server among the hosts of the files. @throws Failure for secrets that are missing; IisError `HOST_MISSING` */
async function hostHere(setup: AgentSetup, flags: AgentFlags, { files }: Obtained, io: Io): Promise<ChosenHost> {
  const { missingSecrets, ownHost } = await import("../../../agent/own-host.ts");
  const { hostAt } = await import("../../hosts.ts");
  const { name, connection } = ownHost(files, setup.name);
  const missing = missingSecrets(files, name);
  if (missing.length > 0) throw new Failure(missing);
  const { configFile } = flags;
  return hostAt(name, configFile === undefined ? connection : { configFile }, io);
}

async function work(
  host: ChosenHost,
  { files }: Obtained,
  flags: AgentFlags,
  note: (found: FoundByAgent) => void,
  record: RecordRun,
  io: Io,
): Promise<ExitCode> {
  const { isInWindow } = await import("../../../agent/window.ts");
  const hosts = [host];
  const options = { ...flags, parallel: 1, format: "text", color: "auto" } as const;
  if (flags.mode === "drift" || !isInWindow(flags.window ?? [], io.place.now())) {
    const { driftHosts } = await import("../drift-hosts.ts");
    if (flags.mode === "apply") io.stderr.write("outside the window: this run only reports\n");
    note({ did: "drift" });
    const keep = (document: MetricsDocument): void => {
      record({ document: () => document });
    };
    return driftHosts(hosts, files, options, keep, io);
  }
  const { confirmAndApply } = await import("../confirm-and-apply.ts");
  const { planHosts } = await import("../planned-hosts.ts");
  note({ did: "apply" });
  const explicit = flags.rollbackOnError ?? false;
  const input = { hosts, files, read: () => planHosts(hosts, files, { ...options, explicit }, io) };
  return confirmAndApply(input, { names: files.names, hostFiles: [], record }, { ...options, yes: true }, io);
}
