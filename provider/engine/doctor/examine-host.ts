import * as z from "zod";
import { allAssumptions, type Assumption } from "../../../facts/assumptions";
import { isCutShort } from "../../appcmd/answers/result";
import { commandFailures } from "../../appcmd/known-failures";
import { hostError } from "../../crash";
import { IisError } from "../../errors";
import { list, text, textLike } from "../../input/members";
import { object, rule } from "../../input/object";
import { readInput } from "../../input/read-input";
import { formatFault } from "../../pool-file/pool-file";
import type { Transport } from "../../transport/transport";
import { commandError } from "../apply/send";
import {
  type Bench,
  type DoctorProbes,
  makeBench,
  noFiles,
  NotRemoved,
  notVerifiable,
  NotVerified,
  type TemporaryFiles,
} from "./bench";
import { withDoctorPool, words } from "./doctor-pool";
import { editProbes, exitCodeProbes } from "./probes-edits";
import { backupProbes, fileProbes } from "./probes-files";
import { listProbes, serviceProbes } from "./probes-lists";

/** Every check by the ID of its assumption, in execution order. */
export const probes: DoctorProbes = {
  ...exitCodeProbes,
  ...listProbes,
  ...fileProbes,
  ...backupProbes,
  ...serviceProbes,
  ...editProbes,
};

/** The result of one assumption on one host. */
export interface Finding extends Pick<Assumption, "id" | "what" | "source"> {
  readonly expected: string;
  /** Null if it could not be verified. */
  readonly seen: string | null;
  /** Whether the observed behaviour is the expected one; null if it could not be verified. */
  readonly ok: boolean | null;
  /** Why it could not be verified. */
  readonly reason?: string;
}

/** Options for examining a host. */
export interface Examination {
  /** Creates a pool and removes it; without it the host is only read. */
  readonly write: boolean;
  /** On the machine of this program; on another server the checks that require one are not verified. */
  readonly files: TemporaryFiles;
  /** Waits before another attempt, in milliseconds. Default: a real delay. */
  readonly sleep?: (ms: number) => Promise<void>;
  /**
   * If it is aborted, no further check is started, everything that was created is removed, and the signal's reason is
   * thrown.
   */
  readonly signal?: AbortSignal;
}

type Observed = Pick<Finding, "seen" | "reason">;

/**
 * Checks this package's assumptions about appcmd on a host: one finding for each, in the order of
 * facts/assumptions.json.
 *
 * @throws IisError `NO_APPCMD`, `ACCESS_DENIED`, …; `APPCMD_FAILED` if even a list fails, or if something that was created could not be
 *   removed, `POOL_EXISTS`; the reason of `signal` if it is aborted
 */
export async function examineHost(transport: Transport, examination: Examination): Promise<Finding[]> {
  try {
    return await examine(transport, examination);
  } catch (error) {
    // A failure after an abort may be caused by the same Ctrl-C.
    const isOfCommand =
      error instanceof NotVerified || (error instanceof IisError && commandFailures.includes(error.code));
    if (isOfCommand) examination.signal?.throwIfAborted();
    if (examination.signal?.aborted === true && error === examination.signal.reason) throw error;
    if (!(error instanceof NotVerified) && !(error instanceof NotRemoved)) throw hostError(transport.host, error);
    throw new IisError("APPCMD_FAILED", { host: transport.host, problem: `appcmd failed: ${error.message}` });
  }
}

async function examine(transport: Transport, examination: Examination): Promise<Finding[]> {
  examination.signal?.throwIfAborted();
  const isElsewhere = transport.reach === "ssh" || transport.reach === "winrm";
  const files = isElsewhere ? noFiles : examination.files;
  const bench = makeBench(transport, files, examination.sleep);
  const answer = await bench.ask(words("list", "apppool"));
  // A host without pools exits with 1 and prints nothing; a shell that finds no appcmd prints why.
  if (answer.verdict !== "done" && !isCutShort(answer.exitCode, answer.stdout)) throw commandError(transport, answer);
  const observe = (): Promise<ReadonlyMap<string, Observed>> => observeAll(bench, examination);
  const seen = examination.write ? await withDoctorPool(transport, bench, observe) : await observe();
  return readAssumptions(allAssumptions).map(({ id, what, value: expected, source }) => {
    const found = seen.get(id) ?? notVerified(notVerifiable[id] ?? "there is no check for it");
    return { id, what, expected, ok: found.seen === null ? null : found.seen === expected, source, ...found };
  });
}

async function observeAll(bench: Bench, { write, signal }: Examination): Promise<ReadonlyMap<string, Observed>> {
  const seen = new Map<string, Observed>();
  for (const [id, probe] of Object.entries(probes)) {
    signal?.throwIfAborted();
    const mayRun = write || !probe.needsWrite;
    seen.set(id, mayRun ? await observeOne(() => probe.observe(bench)) : notVerified("needs --write"));
  }
  signal?.throwIfAborted();
  return seen;
}

async function observeOne(observe: () => Promise<string>): Promise<Observed> {
  try {
    return { seen: await observe() };
  } catch (error) {
    if (error instanceof NotVerified) return notVerified(error.message);
    throw error;
  }
}

function notVerified(reason: string): Observed {
  return { seen: null, reason };
}

/** One assumption about appcmd in facts/assumptions.json that public evidence does not prove. */
const assumptionSchema = object({
  id: textLike(/^[a-z0-9]+(-[a-z0-9]+)*$/, "an ID in lower case, its words joined by hyphens"),
  what: text("the assumption"),
  value: text("the expected behaviour"),
  others: list(text("another behaviour"), "a list of other behaviours"),
  source: text("the evidence, or assumed"),
}).check(
  rule(({ value, others }) =>
    others.includes(value) ? [{ keys: ["others"], message: "must not contain the expected value" }] : [],
  ),
);

const file = z.array(assumptionSchema).check(
  rule((all) => {
    const ids = all.map(({ id }) => id);
    return ids.flatMap((id, at) =>
      ids.indexOf(id) < at ? [{ keys: [at, "id"], message: "is also the ID of another assumption" }] : [],
    );
  }),
);

/** The assumptions of facts/assumptions.json. @throws Error with every fault in it: the package is damaged */
export function readAssumptions(input: unknown): readonly z.output<typeof assumptionSchema>[] {
  const { value, faults } = readInput(file, input);
  if (value !== undefined) return value;
  throw new Error(`facts/assumptions.json: ${faults.map(formatFault).join("; ")}`);
}
