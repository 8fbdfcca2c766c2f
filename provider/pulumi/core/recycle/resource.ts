import { isDeepStrictEqual } from "node:util";
import { reasonOf, stoppable, timeLimit } from "../../../engine/apply/stop";
import { prepareRecycle, recyclePools } from "../../../engine/verbs/recycle-pools";
import { poolKey } from "../../../names";
import { takePool } from "../../../plan/choose-pools";
import { type PoolRecycle, recyclingOf } from "../../../plan/results";
import { describeHandOver } from "../../../report/write-workers";
import { checkInputs } from "../check";
import { hideMarkedTexts } from "../hide-marked-texts";
import { isMoved } from "../diff";
import { propertyDifferences } from "../property-differences";
import type { CallOptions, CoreResource, PropertyDifference, ResourceDiff } from "../resource";
import type { Properties } from "../resource-inputs";
import { refuseHiddenIdentity } from "../secret-marks";
import { InvalidRequest, marksOf } from "../secret-properties";
import { sessionFor } from "../sessions";
import { hasUnknowns, isUnknown, unknownValue } from "../unknowns";
import { previewResource } from "../write";
import { type RecycleInputs, recycleSchema } from "./schema";

/**
 * The changes since the last recycle; the host is not read. Another trigger recycles; another pool or host replaces the
 * resource.
 */
export function diffRecycleInputs(olds: Properties, news: Properties): ResourceDiff {
  const [before, after]: [RecycleInputs, RecycleInputs] = [olds, news];
  const isOther = !isUnknown(after.pool) && poolKey(before.pool ?? "") !== poolKey(after.pool ?? "");
  const replaced = [...(isOther ? ["pool"] : []), ...(isMoved(before, after) ? ["connection"] : [])];
  const properties: PropertyDifference[] =
    replaced.length > 0
      ? replaced.map((path) => ({ path, kind: "replace" }))
      : [
          ...(["pool", "wait"] as const)
            .filter((key) => before[key] !== after[key] && !isUnknown(after[key]))
            .map((key) => ({ path: key, kind: kindOf(before[key], after[key]) })),
          ...triggerDifferences(before.triggers, after.triggers),
          ...propertyDifferences(undefined, olds, news),
        ];
  return { changes: properties.length > 0 || hasUnknowns(news), properties, differences: [] };
}

function triggerDifferences(before: unknown, after: unknown): PropertyDifference[] {
  if (!Array.isArray(before) || !Array.isArray(after)) return [{ path: "triggers", kind: kindOf(before, after) }];
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index)
    .filter((index) => !isDeepStrictEqual(before[index], after[index]))
    .map((index) => ({ path: `triggers[${index}]`, kind: kindOf(before[index], after[index]) }));
}

function kindOf(before: unknown, after: unknown): "add" | "update" | "delete" {
  if (before === undefined) return "add";
  return after === undefined ? "delete" : "update";
}

/**
 * Recycles a pool when its content has changed: once at creation, and whenever a trigger, the pool or its host changes.
 * It reads until the hand-over has begun, with `wait` until the old worker processes have ended, and reports the old
 * and new processes. A pool that is stopped or has no worker process needs no recycle and causes no error. The next
 * `up` repeats a failed recycle.
 */
export const recycleAppPool: CoreResource = hideMarkedTexts({
  check: (news) => ({
    inputs: news,
    faults: [...refuseHiddenIdentity(marksOf(news)), ...checkInputs(recycleSchema(), news)],
  }),
  diff: (_id, olds, news) => Promise.resolve(diffRecycleInputs(olds, news)),
  preview: (inputs) => ({ ...previewResource(inputs), handOver: unknownValue, report: unknownValue }),
  create: async (inputs, options) => {
    const { host, pool, ...outputs } = await recycle(inputs, options);
    return { id: `${host}/${pool}`, outs: { ...inputs, host, ...outputs }, warnings: [] };
  },
  read: (id, props) => {
    if (props["host"] === undefined) return Promise.reject(new InvalidRequest(cannotImport));
    const inputs = Object.fromEntries(
      Object.entries(props).filter(([key]) => Object.hasOwn(recycleSchema().shape, key)),
    );
    return Promise.resolve({ id, props, inputs });
  },
  update: async (_id, olds, news, options) => {
    const isSame = isDeepStrictEqual(olds["triggers"], news["triggers"]);
    const { host, handOver, report } = isSame ? olds : await recycle(news, options);
    return { outs: { ...news, host, handOver, report }, warnings: [] };
  },
  delete: () => Promise.resolve([]),
});

const cannotImport =
  "a RecycleAppPool does not exist on a server, so it cannot be imported: declare it, and the next up recycles its pool";

/** The pool as the server spells it, and the result of its recycling. */
interface RecycleOutputs {
  readonly host: string;
  readonly pool: string;
  readonly handOver: Properties;
  /** As `iispools recycle` prints it. */
  readonly report: string;
}

async function recycle(inputs: RecycleInputs, { timeoutSeconds = 0 }: CallOptions = {}): Promise<RecycleOutputs> {
  const time = timeoutSeconds > 0 ? timeLimit(timeoutSeconds * 1000) : undefined;
  try {
    return await recycleWithin(inputs, time?.signal);
  } finally {
    time?.clear();
  }
}

async function recycleWithin(
  { pool: name = "", wait = false, connection }: RecycleInputs,
  stop: AbortSignal | undefined,
): Promise<RecycleOutputs> {
  const transport = stoppable(sessionFor(connection).transport, stop);
  const { host } = transport;
  const prepared = await prepareRecycle(transport, { names: [name] });
  const found = takePool(host, prepared.found.pools, name);
  const { name: pool } = found;
  if (prepared.pools.length === 0) {
    const idle: PoolRecycle = { pool, outcome: "no worker process", ...noProcesses, ...recyclingOf(found) };
    return { host, pool, handOver: handOverOf(idle), report: "is stopped: nothing to recycle" };
  }
  const signal = stop ?? new AbortController().signal;
  const { pools } = await recyclePools(transport, prepared, { wait, signal });
  const [done] = pools;
  if (done === undefined || done.outcome === "not begun") {
    throw reasonOf(signal).also({ fact: "it was not recycled" }).at({ host, pool });
  }
  if (done.error !== undefined) throw done.error;
  return { host, pool, handOver: handOverOf(done), report: describeHandOver(done) };
}

const noProcesses = { oldPids: [], newPids: [], drainingPids: [] };

function handOverOf({ isOverlapped, ...done }: PoolRecycle): Properties {
  const { outcome, shutdownTimeLimit, oldPids, newPids, drainingPids, ms } = done;
  const times = ms === undefined ? {} : { ms };
  return { outcome, overlapped: isOverlapped, shutdownTimeLimit, oldPids, newPids, drainingPids, ...times };
}
