import { isDeepStrictEqual } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import { poolKey } from "../../../names";
import { checkPools, type HealthReport } from "../../../engine/verbs/health-check";
import { onEachHost } from "../../../engine/hosts";
import { inspectHost } from "../../../engine/inspect";
import { IisError } from "../../../errors";
import { type InputReading, readInput } from "../../../input/read-input";
import { below } from "../../../text";
import { type Probe, probeMember } from "../../../pool-file/schema/probe";
import { findPool } from "../../../plan/change/live-host";
import type { GatedPool } from "../../../plan/waves/gated-pools";
import { settleMember } from "../../../plan/waves/waves";
import type { Connection } from "../../../connection/schema";
import type { Properties } from "../resource-inputs";
import { sessionFor } from "../sessions";

/** A pool in a health check. */
interface RolledPool {
  readonly name: string;
  readonly state?: "Started" | "Stopped";
  readonly connection?: Connection;
}

/** The inputs of a gate. */
export interface GateInputs {
  /** As given by the user: `canary:1`. */
  readonly wave: string;
  /** The pools of each host. */
  readonly pools: Readonly<Record<string, readonly RolledPool[]>>;
  /** A digest of the declarations of each host: only hosts with a new digest are checked. */
  readonly triggers: Readonly<Record<string, string>>;
  /** Input of {@link probeMember}. */
  readonly probe?: unknown;
  /** Input of {@link settleMember}. */
  readonly settle: string;
}

/** The number of hosts that are checked at a time. */
const together = 8;

/** Whether the health check must be repeated: a declaration of its hosts or its own inputs changed. */
export function gateDiffers(olds: Properties, news: Properties): boolean {
  return !isDeepStrictEqual([olds["triggers"], olds["probe"]], [news["triggers"], news["probe"]]);
}

/**
 * Checks that the pools of the gate's hosts run and respond.
 *
 * @param olds the gate before: hosts without new declarations are skipped
 * @returns a line for each successful request
 * @throws IisError `POOL_STOPPED`, `PROBE_FAILED` and the errors of hosts that cannot be read, all in one message
 */
export async function passGate(properties: Properties, olds: Properties = {}): Promise<string[]> {
  const { wave, pools, triggers, probe, settle } = properties as unknown as GateInputs;
  const before = isDeepStrictEqual(olds["probe"], probe) ? ((olds["triggers"] ?? {}) as GateInputs["triggers"]) : {};
  const hosts = Object.keys(pools)
    .filter((name) => triggers[name] !== before[name])
    .map((name) => ({ name }));
  if (hosts.length === 0) return [];
  const seconds = readable("settle", readInput(settleMember, settle)) ?? 0;
  if (seconds > 0) await sleep(seconds * 1000);
  const request = probe === undefined ? undefined : readable("probe", readInput(probeMember(), probe));
  const results = await onEachHost(hosts, together, ({ name }) => checkHost(name, pools[name] ?? [], request));
  const problems = results.flatMap((one) => (one.ok ? one.value.problems : [one.error]));
  const [first] = problems;
  if (first === undefined)
    return results.flatMap((one) => (one.ok ? one.value.answers.map((answer) => line(one.host, answer)) : []));
  const list = problems.map(({ message }) => `\n  ${message}`).join("");
  const problem = `the health check after wave ${wave} failed; no later wave is started:${list}`;
  throw new IisError(first.code, { problem, cause: first });
}

/** A property of the gate, which another version may have written. @throws IisError `PROBE_FAILED` with every fault */
function readable<T>(path: string, { value, faults }: InputReading<T>): T | undefined {
  if (faults.length === 0) return value;
  const problem = faults.map((fault) => `${below(path, fault.path)}: ${fault.message}`).join("; ");
  throw new IisError("PROBE_FAILED", { problem: `the inputs of the health check are not valid: ${problem}` });
}

async function checkHost(host: string, pools: readonly RolledPool[], probe: Probe | undefined): Promise<HealthReport> {
  const byServer = Map.groupBy(pools, ({ connection }) => sessionFor(connection));
  const reports = await Promise.all(
    [...byServer].map(async ([{ transport }, here]) => {
      const now = await inspectHost({ ...transport, host });
      const gated = here.flatMap(({ name, state }): GatedPool[] => {
        if (state !== undefined)
          return state === "Started" ? [{ pool: name, because: "it is declared as Started" }] : [];
        const live = findPool(now, name);
        const starts = live === undefined || (live.state !== "Unknown" && live.settings["autoStart"] !== false);
        return starts ? [{ pool: name, because: "it starts by itself" }] : [];
      });
      const probes = new Map(probe === undefined ? [] : here.map(({ name }) => [poolKey(name), probe] as const));
      return checkPools(host, gated, now, { address: here[0]?.connection?.host ?? host, probes });
    }),
  );
  return {
    problems: reports.flatMap(({ problems }) => problems),
    answers: reports.flatMap(({ answers }) => answers),
  };
}

function line(host: string, { url, status, ms }: HealthReport["answers"][number]): string {
  return `${host}: ${url} responded with ${status ?? "nothing"} after ${ms} ms`;
}
