import type { Fault } from "../../errors";
import { readBy } from "../../input/members";
import { describeWrong, showGiven } from "../../input/wording";
import { type Fleet, FleetNames } from "../../pool-file/load/fleet-names";
import { duration } from "../../pool-file/schema/duration";
import { settleFacts, wavesExample } from "../waves/wave-facts";

/** One step of a rollout, as given by the user. */
export interface WaveStep {
  readonly text: string;
  /** Only hosts of this host or group name. */
  readonly name?: string;
  /** The number of further hosts. Default: all remaining hosts. */
  readonly count?: number;
  /** A share of all hosts, earlier waves included. */
  readonly percent?: number;
}

/** The hosts that change together. */
export interface Wave {
  /** As given by the user: `canary:1`. */
  readonly name: string;
  readonly hosts: readonly string[];
}

/** The waves of the hosts. */
export interface AssignedWaves {
  /** No wave is empty. */
  readonly waves: readonly Wave[];
  /** Hosts of no wave. */
  readonly rest: readonly string[];
}

const grammar = "a count such as 5, a share of all hosts such as 25%, or a host or group such as canary or canary:1";

/**
 * Reads `canary:1,25%,100%`. A count is a number of further hosts; a share includes earlier waves, so it must grow.
 * Every fault is reported.
 */
export function parseWaves(text: string): { readonly steps: readonly WaveStep[]; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  let share = 0;
  const steps = text.split(",").flatMap((part): WaveStep[] => {
    const step = parseStep(part.trim());
    const fall = typeof step === "object" && step.percent !== undefined && step.percent <= share;
    const problem = fall ? `${step.text} after ${share}%: a share includes the waves before it, so it must grow` : step;
    if (typeof problem === "string") faults.push({ path: "waves", message: problem });
    if (typeof step !== "object") return [];
    share = Math.max(share, step.percent ?? 0);
    return [step];
  });
  return { steps, faults };
}

function parseStep(text: string): WaveStep | string {
  if (text === "") return `a wave is empty; write ${grammar}, with commas between`;
  const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? [];
  if (percent !== undefined) {
    const number = Number(percent);
    return number > 0 && number <= 100
      ? { text, percent: number }
      : describeWrong("a share above 0% and at most 100%", text, showGiven);
  }
  if (/^[\d.%-]+$/.test(text)) return countStep(text, {}, text);
  const [, name = "", count] = /^([^:%]+)(?::(.*))?$/.exec(text) ?? [];
  if (name.trim() === "") return describeWrong(grammar, text, showGiven);
  return count === undefined ? { text, name: name.trim() } : countStep(text, { name: name.trim() }, count);
}

function countStep(text: string, step: { readonly name?: string }, count: string): WaveStep | string {
  const number = Number(count.trim());
  if (/^\d+$/.test(count.trim()) && number > 0) return { text, ...step, count: number };
  const several = "a whole number of hosts, 1 or more";
  const what = step.name === undefined ? several : `a host or group with ${several}, such as canary:1`;
  return describeWrong(what, text, showGiven);
}

/**
 * Assigns each host to a wave, in the order of the fleet. A wave takes hosts that are in no earlier wave; a wave
 * without hosts is omitted.
 *
 * @param fleet the names that a wave may use
 * @param chosen the hosts to change; shares refer to these
 */
export function assignWaves(
  steps: readonly WaveStep[],
  fleet: Fleet,
  chosen: readonly string[] = fleet.hosts,
): AssignedWaves & { readonly faults: readonly Fault[] } {
  const names = new FleetNames(fleet);
  const left = new Set(chosen);
  const faults: Fault[] = [];
  const waves = steps.flatMap(({ text, name, count, percent }): Wave[] => {
    const named = name === undefined ? chosen : names.hostsNamed(name);
    if (named === undefined) {
      faults.push({ path: "waves", message: names.whyUnknown(name ?? "") });
      return [];
    }
    const done = chosen.length - left.size;
    const most = percent === undefined ? count : Math.ceil((chosen.length * percent) / 100 - 1e-9) - done;
    const hosts = named.filter((host) => left.has(host)).slice(0, most === undefined ? undefined : Math.max(0, most));
    for (const host of hosts) left.delete(host);
    return hosts.length === 0 ? [] : [{ name: text, hosts }];
  });
  return { waves, rest: [...left], faults };
}

const what = `waves, for example ${wavesExample}`;

/** The waves of a rollout, as one text or as a list: `canary:1,25%,100%`. */
export const wavesMember = readBy<readonly WaveStep[]>((input) => {
  const parts = Array.isArray(input) ? (input as readonly unknown[]) : [input];
  if (!parts.every((part) => typeof part === "string")) return { faults: [{ message: describeWrong(what, input) }] };
  const { steps, faults } = parseWaves(parts.join(","));
  return faults.length === 0 ? { value: steps } : { faults: faults.map(({ message }) => ({ message })) };
}, what);

/** The delay before the health check of a wave. It is read as seconds. */
export const settleMember = duration(settleFacts);
