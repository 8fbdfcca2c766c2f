import { resolve } from "node:path";
import { checkConnection, describeConnection } from "../../connection/connection";
import type { PlannedHost } from "../../engine/prepare";
import { prepareSaved } from "../../engine/prepare-saved";
import { isMissingInPipeline } from "../../env-reference";
import { IisError } from "../../errors";
import { poolKey } from "../../names";
import { allowedNames } from "../../plan/assess/risk-names";
import { desiredOn, targetName } from "../../plan/change/desired";
import type { HostResult } from "../../plan/results";
import { isOwnDocument, readPlanFile, recognizeStart, writePlanFile } from "../../plan/saved/plan-file";
import type { SavedHost, SavedPlan } from "../../plan/saved/schema";
import type { ShardPart } from "../../plan/shard";
import type { PoolFiles } from "../../pool-file/pool-file";
import { megabyte, readRegularFile, readStart, UnreadableFile } from "../../read-file";
import { inQuotes } from "../../text";
import { showHidden } from "../../visible-text";
import { confirmationOutput } from "../confirm";
import { eachHost, reading } from "../each-host";
import { chooseHosts, type ChosenHost } from "../hosts";
import type { Io } from "../io";
import { shardPart } from "../named-hosts";
import type { CompareFlags, HostOptions, ReportFlags } from "../options";
import { Failure } from "../failure";
import { refuseOverwriting } from "../refuse-overwriting";
import { ownerOnly, saveFile } from "../save-file";
import { type ApplyInput, summarizePlan } from "./planned-hosts";

/** The options of `apply` for saved plans, including those that only pool files accept. */
export interface SavedPlanFlags extends HostOptions, ReportFlags, CompareFlags {
  readonly yes?: boolean;
  readonly prune?: boolean;
  readonly rollbackOnError?: boolean;
}

/** The environment variable with the key that signs saved plans. */
const planKeyVariable = "IISPOOLS_PLAN_KEY";

/** The key; undefined if the variable is not set. @throws Failure if it is what a pipeline leaves in place of a secret that it does not have */
export function planKey({ place: { env } }: Io): string | undefined {
  const key = env[planKeyVariable];
  if (key === undefined) return key;
  const isMissing = isMissingInPipeline(planKeyVariable, key);
  if (!isMissing && key.trim() !== "") return key;
  const fault = isMissing ? `is "${key}": the pipeline has no variable ${planKeyVariable}` : "must not be empty";
  throw new Failure([{ path: planKeyVariable, message: `${fault}; set it to the key, or unset it` }]);
}

/** The hosts of a plan to save. */
interface PlannedFor {
  readonly hosts: readonly ChosenHost[];
  /** The paths that lead to the hosts; undefined with `--config-file`. */
  readonly hostFiles: readonly string[] | undefined;
  /** Where they are among the hosts of all shards; undefined without shards. */
  readonly shard?: ShardPart;
}

/**
 * Saves the plan of all hosts. Returns what to print last: whether it is signed, and how to apply it.
 *
 * @throws Failure, IisError `PLAN_HOLDS_SECRET`
 */
export function savePlan(
  file: string,
  { hosts, hostFiles, shard }: PlannedFor,
  files: PoolFiles,
  results: readonly HostResult<PlannedHost>[],
  io: Io,
): string {
  const saved = hosts.flatMap(({ name, connection }, index): SavedHost[] => {
    const result = results[index];
    if (result?.ok !== true) return [];
    return [{ name, connection: fromAnywhere({ ...connection }, io.place), changes: savedChanges(result.value) }];
  });
  const wanted = new Map(hosts.map(({ name }) => [name, desiredOn(files, name)]));
  const key = planKey(io);
  // Hosts that could not be read are not in the plan.
  const part = shard && { ...shard, hosts: shard.hosts.filter((_, index) => results[index]?.ok === true) };
  const text = writePlanFile(
    { hosts: saved, files: hostFiles, shard: part },
    (host, target, path) => wanted.get(host)?.declarations.get(poolKey(targetName(target)))?.secretNames[path],
    key,
  );
  saveFile(file, text, { option: "--out", mode: ownerOnly }, io);
  const seal =
    key === undefined
      ? `has a digest, but no signature. To sign plans, set ${planKeyVariable}`
      : `is signed with ${planKeyVariable} (HMAC-SHA256)`;
  const risks = allowedNames(results.flatMap((result) => (result.ok ? result.value.plan.risks : [])));
  const allow = risks === "" ? "" : ` --allow ${risks}`;
  return `The saved plan ${seal}.\nTo apply exactly this: iispools apply ${inQuotes(showHidden(file))}${allow}\n`;
}

/** A connection with the absolute path of its file: the plan may be applied in another folder. */
function fromAnywhere(connection: Readonly<Record<string, unknown>>, { cwd }: Io["place"]): SavedHost["connection"] {
  const { configFile } = connection;
  return { ...connection, ...(typeof configFile === "string" && { configFile: resolve(cwd, configFile) }) };
}

function savedChanges({ plan, requests }: PlannedHost): SavedHost["changes"] {
  return plan.changes.map(({ reason, change }, index) => {
    const request = requests[index];
    return { reason, change, ...(request?.kind === "ensure" && { desired: request.desired }) };
  });
}

/** The saved plan among the arguments of `apply`, recognized by its content; undefined for pool files. @throws Failure */
export function findSavedPlan(
  paths: readonly string[],
  flags: Pick<SavedPlanFlags, "prune" | "configFile" | "checkPasswords">,
  { place: { cwd } }: Io,
): string | undefined {
  const saved = paths.find((path) => isSavedPlan(resolve(cwd, path)));
  if (saved === undefined) return undefined;
  const wrong = [
    ...(paths.length > 1 ? [{ path: saved, message: "is a saved plan; apply it alone" }] : []),
    ...(flags.prune === true
      ? [{ path: "--prune", message: "is for iispools plan; it does not change a saved plan" }]
      : []),
    ...(flags.checkPasswords === true
      ? [{ path: "--check-passwords", message: "is for iispools plan; it does not change a saved plan" }]
      : []),
    ...(flags.configFile === undefined
      ? []
      : [{ path: "--config-file", message: "is for iispools plan; a saved plan names its own hosts" }]),
  ];
  if (wrong.length > 0) throw new Failure(wrong);
  return saved;
}

/** Largest saved plan; the changes of 10,000 pools are about 25 MB. */
const largestPlan = 128 * megabyte;

/** Whether a file is a saved plan or another document of this program. A file that cannot be read is not. */
function isSavedPlan(file: string): boolean {
  try {
    const start = recognizeStart(readStart(file, 4096).toString("utf8"));
    return start === "unknown"
      ? isOwnDocument(readRegularFile(file, largestPlan).toString("utf8"))
      : start === "document";
  } catch (error) {
    if (error instanceof UnreadableFile) return false;
    throw error;
  }
}

/** @throws Failure with every fault of its content, IisError */
function readPlan(file: string, io: Io): SavedPlan {
  const { cwd, env } = io.place;
  try {
    return readPlanFile(readPlanText(file, cwd), { file, env, checkConnection, key: planKey(io) });
  } catch (error) {
    if (error instanceof AggregateError) throw new Failure(error.errors as IisError[]);
    throw error;
  }
}

/** @throws IisError `PLAN_UNREADABLE` */
function readPlanText(file: string, cwd: string): string {
  try {
    return readRegularFile(resolve(cwd, file), largestPlan).toString("utf8");
  } catch (error) {
    if (error instanceof UnreadableFile) throw new IisError("PLAN_UNREADABLE", { path: file, problem: error.message });
    throw error;
  }
}

/** A saved plan to apply. */
interface SavedInput extends ApplyInput {
  /** The pool files that declare the hosts, as the plan names them; undefined if it names none. */
  readonly hostFiles: readonly string[] | undefined;
  /** The names of all hosts of the plan, also of other shards. */
  readonly fleet: readonly string[];
}

/**
 * The hosts and changes of a saved plan. Where the hosts are and which programs are started there is shown before they are read:
 * the file may come from anyone. If a change no longer fits its host, that is among the host's refusals.
 *
 * @throws Failure, IisError
 */
export function savedInput(file: string, flags: SavedPlanFlags, io: Io): SavedInput {
  const plan = readPlan(file, io);
  const saved = plan.hosts.map((host) => ({ ...host, connection: fromAnywhere(host.connection, io.place) }));
  refuseOtherShard(file, plan, flags);
  const hosts = chooseHosts({ hosts: saved }, flags, io);
  const fleet = saved.map(({ name }) => name);
  refuseOverwriting([{ file, what: "the saved plan" }], flags, io);
  const { rollbackOnError: explicit = false } = flags;
  return {
    hosts,
    hostFiles: plan.files,
    fleet,
    shard: savedPart(plan, fleet, hosts) ?? shardPart(saved, hosts, flags).shard,
    read: () => {
      const lines = hosts.map(({ name, connection }) => `  ${name}: ${describeConnection(connection)}\n`);
      confirmationOutput(flags, io)?.write(`${file} changes:\n${lines.join("")}\n`);
      return eachHost(hosts, flags, io, {
        doing: reading,
        work: ({ connectToRead, declared }) => prepareSaved(connectToRead(), declared, { explicit }),
        summarize: summarizePlan,
      });
    },
  };
}

/** A plan of one shard has no hosts of another. @throws Failure */
function refuseOtherShard(file: string, { shard: saved }: SavedPlan, { shard }: Pick<HostOptions, "shard">): void {
  if (saved === undefined || shard === undefined) return;
  if (saved.of === shard.of && saved.indexes.includes(shard.index)) return;
  const message = `${file} is the plan of shard ${saved.indexes.join(", ")} of ${saved.of}. Omit --shard to apply it`;
  throw new Failure([{ path: "--shard", message }]);
}

/** Where the hosts of the plan of a shard are among those of all shards. */
function savedPart(
  { shard }: SavedPlan,
  saved: readonly string[],
  hosts: readonly ChosenHost[],
): ShardPart | undefined {
  return shard && { ...shard, hosts: hosts.flatMap(({ name }) => shard.hosts[saved.indexOf(name)] ?? []) };
}
