import { setTimeout as sleep } from "node:timers/promises";
import { joinSentences } from "../../errors";
import { poolKey } from "../../names";
import type { WaveOptions } from "../../engine/verbs/apply-waves";
import type { GateProbes } from "../../engine/verbs/health-check";
import type { PoolFiles } from "../../pool-file/pool-file";
import { settleFacts } from "../../plan/waves/wave-facts";
import { assignWaves, settleMember, type Wave, type WaveStep } from "../../plan/waves/waves";
import { showHidden } from "../../visible-text";
import type { ChosenHost } from "../hosts";
import type { Io } from "../io";
import { Failure } from "../failure";
import type { OptionValue } from "../read-options";
import type { ApplyInput } from "./planned-hosts";

/** The options of `apply` for waves. */
export interface WaveFlags {
  readonly waves?: OptionValue<"waves">;
  /** In seconds. */
  readonly settle?: OptionValue<"settle">;
}

/** The values of `--waves` and `--settle`. */
export interface Course {
  readonly steps: readonly WaveStep[];
  readonly settleMs: number;
}

/** The waves of these hosts, and how to go from one to the next. */
export interface PlannedWaves {
  readonly waves: readonly Wave[];
  readonly options: Pick<WaveOptions, "settleMs" | "wait" | "probesOf" | "tell">;
}

/** The values of `--waves` and `--settle`; undefined for an apply without waves. @throws Failure for `--settle` alone */
export function courseOf({ waves, settle }: WaveFlags): Course | undefined {
  if (waves !== undefined)
    return { steps: waves, settleMs: 1000 * (settle ?? settleMember.parse(settleFacts.defaultsTo)) };
  if (settle === undefined) return undefined;
  throw new Failure([{ path: "--settle", message: "requires --waves" }]);
}

/** The wave of each host; prints which hosts have none. @throws Failure for unknown names */
export function planWaves(
  { steps, settleMs }: Course,
  { hosts, files, fleet: all }: Pick<ApplyInput, "hosts" | "files" | "fleet">,
  io: Io,
): PlannedWaves {
  const names = hosts.map(({ name }) => name);
  const fleet = { hosts: files?.hosts.map(({ name }) => name) ?? all ?? names, groups: files?.groups ?? [] };
  const { waves, rest, faults } = assignWaves(steps, fleet, names);
  const explained = (message: string): string =>
    files === undefined ? joinSentences(message, "A saved plan has no groups") : message;
  if (faults.length > 0) {
    throw new Failure(faults.map(({ message }) => ({ path: "--waves", message: explained(message) })));
  }
  const tell = (line: string): void => void io.stderr.write(`${showHidden(line)}\n`);
  if (rest.length > 0) tell(`In no wave, not changed: ${rest.join(", ")}`);
  if (files === undefined) tell("A saved plan has no probes: the health checks only check that the pools run.");
  const wait: WaveOptions["wait"] = (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined);
  return { waves, options: { settleMs, wait, tell, probesOf: (host) => probesOf(host, hosts, files) } };
}

function probesOf(name: string, hosts: readonly ChosenHost[], files: PoolFiles | undefined): GateProbes {
  const address = hosts.find((host) => host.name === name)?.connection.host ?? name;
  const pools = files?.pools.filter((pool) => pool.hosts.includes(name)) ?? [];
  const probes = pools.flatMap(({ name: pool, probe }) =>
    probe === undefined ? [] : [[poolKey(pool), probe] as const],
  );
  return { address, probes: new Map(probes) };
}
