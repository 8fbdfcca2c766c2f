import { allAssumptions, type Assumption } from "../../../facts/assumptions";
import { hostError } from "../../crash";
import { IisError } from "../../errors";
import type { Transport } from "../../transport/transport";
import { commandError } from "../apply/send";
import { readAssumptions } from "./assumptions-schema";
import {
  type Bench,
  type DoctorProbes,
  LeftBehind,
  makeBench,
  neverSettled,
  type TemporaryFiles,
  Unsettled,
} from "./bench";
import { withDoctorPool, words } from "./doctor-pool";
import { editProbes, exitCodeProbes } from "./probes-edits";
import { backupProbes, fileProbes } from "./probes-files";
import { listProbes, serviceProbes } from "./probes-lists";

/** Every check by the id of the assumption that it settles, in the order in which they are made. */
export const probes: DoctorProbes = {
  ...exitCodeProbes,
  ...listProbes,
  ...fileProbes,
  ...backupProbes,
  ...serviceProbes,
  ...editProbes,
};

/** What one host showed of one assumption. */
export interface Finding extends Pick<Assumption, "id" | "what" | "source"> {
  readonly expected: string;
  /** Null where it could not be settled. */
  readonly seen: string | null;
  /** Whether what was seen is what is expected; null where it could not be settled. */
  readonly ok: boolean | null;
  /** Why it could not be settled. */
  readonly reason?: string;
}

/** How to examine a host. */
export interface Examination {
  /** Makes a pool and removes it; without it everything is only read. */
  readonly write: boolean;
  readonly files: TemporaryFiles;
  /** Waits before another attempt, in milliseconds; left out, it really does. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Aborted: no further check is begun, what was made is removed, and the signal's reason is thrown. */
  readonly signal?: AbortSignal;
}

type Seen = Pick<Finding, "seen" | "reason">;

/**
 * Settles what this package assumes of appcmd on a host, one finding an assumption, in the order of facts/assumptions.json.
 *
 * @throws IisError `NO_APPCMD`, `APPCMD_FAILED` where even a list fails, or what was made could not be removed,
 *   `POOL_EXISTS`; the reason of `signal` where that is aborted
 */
export async function examineHost(transport: Transport, examination: Examination): Promise<Finding[]> {
  try {
    return await examine(transport, examination);
  } catch (error) {
    // What fails after an abort may have been cut short by the same Ctrl-C.
    const isOfCommand = error instanceof Unsettled || (error instanceof IisError && error.code === "APPCMD_FAILED");
    if (isOfCommand) examination.signal?.throwIfAborted();
    if (examination.signal?.aborted === true && error === examination.signal.reason) throw error;
    if (!(error instanceof Unsettled) && !(error instanceof LeftBehind)) throw hostError(transport.host, error);
    throw new IisError("APPCMD_FAILED", { host: transport.host, problem: `appcmd failed: ${error.message}` });
  }
}

async function examine(transport: Transport, examination: Examination): Promise<Finding[]> {
  const bench = makeBench(transport, examination.files, examination.sleep);
  const answer = await bench.ask(words("list", "apppool"));
  // 1 is the answer of a host without pools.
  if (answer.verdict !== "done" && answer.exitCode !== 1) throw commandError(transport, answer);
  const look = (): Promise<ReadonlyMap<string, Seen>> => lookAtAll(bench, examination);
  const seen = examination.write ? await withDoctorPool(transport, bench, look) : await look();
  return readAssumptions(allAssumptions).map(({ id, what, value: expected, source }) => {
    const found = seen.get(id) ?? unsettled(neverSettled[id] ?? "there is no check for it");
    return { id, what, expected, ok: found.seen === null ? null : found.seen === expected, source, ...found };
  });
}

async function lookAtAll(bench: Bench, { write, signal }: Examination): Promise<ReadonlyMap<string, Seen>> {
  const seen = new Map<string, Seen>();
  for (const [id, probe] of Object.entries(probes)) {
    signal?.throwIfAborted();
    const isOpen = write || !probe.needsWrite;
    seen.set(id, isOpen ? await lookOnce(() => probe.look(bench)) : unsettled("needs --write"));
  }
  signal?.throwIfAborted();
  return seen;
}

async function lookOnce(look: () => Promise<string>): Promise<Seen> {
  try {
    return { seen: await look() };
  } catch (error) {
    if (error instanceof Unsettled) return unsettled(error.message);
    throw error;
  }
}

function unsettled(reason: string): Seen {
  return { seen: null, reason };
}
