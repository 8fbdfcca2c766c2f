import { resolve } from "node:path";
import { checkConnection, describeConnection } from "../connection/connection";
import { onEachHost } from "../engine/hosts";
import type { PlannedHost } from "../engine/prepare";
import { prepareSaved } from "../engine/prepare-saved";
import { IisError } from "../errors";
import { poolKey } from "../names";
import { desiredOn, targetName } from "../plan/change/desired";
import type { HostResult } from "../plan/results";
import { isOwnDocument, readPlanFile, recognizeStart, writePlanFile } from "../plan/saved/plan-file";
import type { SavedHost } from "../plan/saved/schema";
import type { PoolFiles } from "../pool-file/pool-file";
import { megabyte, readRegularFile, readStart, UnreadableFile } from "../read-file";
import { seenByPeople } from "./confirm";
import { chooseHosts, type ChosenHost } from "./hosts";
import type { Io } from "./io";
import { Failure } from "./outcome";
import { tellPlan, withProgress } from "./progress";
import { ownerOnly, saveFile } from "./save-file";
import type { ApplyFlags } from "./verbs/apply";
import type { Prepared } from "./verbs/run-apply";

/** The environment variable with the key that signs saved plans. */
const planKeyVariable = "IISPOOLS_PLAN_KEY";

/** The key; undefined where the variable is not set. @throws Failure where it is empty, as a secret that a pipeline lacks */
export function planKey({ place: { env } }: Io): string | undefined {
  const key = env[planKeyVariable];
  if (key === undefined || key.trim() !== "") return key;
  throw new Failure([{ path: planKeyVariable, message: "is set and empty; set it to the key, or do not set it" }]);
}

/** Saves what was planned; every host was looked at. @throws Failure, IisError `PLAN_HOLDS_SECRET` */
export function savePlan(
  file: string,
  hosts: readonly ChosenHost[],
  files: PoolFiles,
  results: readonly HostResult<PlannedHost>[],
  io: Io,
): void {
  const saved = hosts.flatMap(({ name, connection }, index): SavedHost[] => {
    const result = results[index];
    if (result?.ok !== true) return [];
    return [{ name, connection: fromAnywhere({ ...connection }, io.place), changes: savedChanges(result.value) }];
  });
  const wanted = new Map(hosts.map(({ name }) => [name, desiredOn(files, name)]));
  const text = writePlanFile(
    saved,
    (host, target, path) => wanted.get(host)?.declarations.get(poolKey(targetName(target)))?.secretNames[path],
    planKey(io),
  );
  saveFile(file, text, { option: "--out", mode: ownerOnly }, io);
}

/** A connection that leads to the same file from every folder: the plan may be applied in another one. */
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

/** The file of the saved plan that `apply` is given; undefined for pool files. Its content tells. @throws Failure */
export function findSavedPlan(
  paths: readonly string[],
  flags: Pick<ApplyFlags, "prune" | "configFile" | "checkPasswords">,
  { place: { cwd } }: Io,
): string | undefined {
  const saved = paths.find((path) => isSavedPlan(resolve(cwd, path)));
  if (saved === undefined) return undefined;
  const wrong = [
    ...(paths.length > 1 ? [{ path: saved, message: "is a saved plan, which is applied alone" }] : []),
    ...(flags.prune === true
      ? [{ path: "--prune", message: "is for plan, not for a plan that is saved already" }]
      : []),
    ...(flags.checkPasswords === true
      ? [{ path: "--check-passwords", message: "is for plan, not for a plan that is saved already" }]
      : []),
    ...(flags.configFile === undefined
      ? []
      : [{ path: "--config-file", message: "is for plan; a saved plan is for the hosts that it was made for" }]),
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

/** @throws IisError `PLAN_UNREADABLE` */
function readPlanText(file: string, cwd: string): string {
  try {
    return readRegularFile(resolve(cwd, file), largestPlan).toString("utf8");
  } catch (error) {
    if (error instanceof UnreadableFile) throw new IisError("PLAN_UNREADABLE", { path: file, problem: error.message });
    throw error;
  }
}

/**
 * Looks at the hosts of a saved plan; what no longer fits is among their refusals. Where they are and what is started there
 * is shown first: the file may come from anyone.
 *
 * @throws Failure, IisError
 */
export async function lookAtSaved(file: string, flags: ApplyFlags, io: Io): Promise<Prepared> {
  const { cwd, env } = io.place;
  const read = readPlanFile(readPlanText(file, cwd), { file, env, checkConnection, key: planKey(io) });
  const saved = read.map((host) => ({ ...host, connection: fromAnywhere(host.connection, io.place) }));
  const hosts = chooseHosts({ hosts: saved }, flags, io);
  const lines = hosts.map(({ name, connection }) => `  ${name}: ${describeConnection(connection)}\n`);
  seenByPeople(flags, io)?.write(`${file} leads to:\n${lines.join("")}\n`);
  const { parallel, rollbackOnError: explicit = false } = flags;
  const isAlone = hosts.length === 1 || parallel === 1;
  const results = await onEachHost(hosts, parallel, ({ name, connectToRead, declared }) =>
    withProgress(
      io,
      { host: name, doing: "reading", isAlone },
      () => prepareSaved(connectToRead(), declared, { explicit }),
      tellPlan,
    ),
  );
  return { hosts, results };
}
