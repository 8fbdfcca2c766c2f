import type { FindingJson } from "../schema/parts";
import type { View } from "./model";

/** A run of at least so many hosts is shortened to its first and last. */
const shortestRun = 3;

/**
 * Hosts of a report in a few words: `web-01 … web-29, web-31`. Only hosts that follow each other in the report are joined, so
 * no other host is between the two names.
 *
 * @param all the hosts of the report in its order
 */
export function listHosts(hosts: readonly string[], all: readonly string[]): string {
  const places = new Map(all.map((host, index) => [host, index]));
  const runs: string[][] = [];
  for (const host of hosts) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const follows = before !== undefined && places.get(host) === (places.get(before) ?? NaN) + 1;
    if (run !== undefined && follows) run.push(host);
    else runs.push([host]);
  }
  return runs.flatMap((run) => (run.length < shortestRun ? run : [`${run[0] ?? ""} … ${run.at(-1) ?? ""}`])).join(", ");
}

/** Hosts of which the same is said: `web-01 … web-29 (29 hosts, the same on each)`. */
export function nameHosts(hosts: readonly string[], all: readonly string[], how = "the same on each"): string {
  const names = listHosts(hosts, all);
  return hosts.length === 1 ? names : `${names} (${hosts.length} hosts, ${how})`;
}

/** A finding outside an entry with all hosts that have it; `host` names them in short. */
interface SharedFinding extends FindingJson {
  readonly hosts: readonly string[];
}

/** The findings that belong to no entry; those that differ only in their hosts as one. */
export function sharedFindings({ findings, names }: Pick<View, "findings" | "names">): SharedFinding[] {
  const same = Map.groupBy(findings, ({ host, ...rest }) => JSON.stringify([host === undefined, rest]));
  return [...same.values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined) return [];
    const hosts = of.flatMap(({ host = [] }) => host);
    if (hosts.length < 2) return [{ ...first, hosts }];
    return [
      { ...first, hosts, host: `${listHosts(hosts, names)}${hosts.length > 2 ? ` (${hosts.length} hosts)` : ""}` },
    ];
  });
}

/** What is said of a host, without its name in front. */
export interface HostMessage {
  readonly host: string;
  readonly message: string;
}

const ipAddress = /\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}/gi;

/** The address in front of a message: `10.0.0.4: cannot connect`. */
const addressInFront = /^(\S+): /;

/** A message without what names its host: hosts with the same failure at different addresses have the same. */
function withoutAddress({ host, message }: HostMessage): string {
  const { 0: front = "", 1: address = host } = addressInFront.exec(message) ?? [];
  return message.slice(front.length).replaceAll(address, "…").replaceAll(host, "…").replace(ipAddress, "…");
}

/** Equal for failures that differ only in their hosts and addresses. */
export function failureKey({ code, host, message }: HostMessage & { readonly code: string }): string {
  return JSON.stringify([code, withoutAddress({ host, message })]);
}

/** More addresses are shown as the first, the last, and their number. */
const mostAddresses = 3;

/** One message of hosts that differ only in their addresses: the addresses, and the message of the first host as an example. */
export function joinMessages([first, ...others]: readonly HostMessage[]): string {
  if (first === undefined || others.every(({ message }) => message === first.message)) return first?.message ?? "";
  const addresses = [first, ...others].map(({ message }) => addressInFront.exec(message)?.[1] ?? "");
  const each = [...new Set(addresses)];
  if (each.length < 2 || each.includes("")) return `for example: ${first.message}`;
  const all =
    each.length > mostAddresses
      ? `${each[0] ?? ""} … ${each.at(-1) ?? ""} (${each.length} addresses)`
      : each.join(", ");
  return `${all}, for example: ${first.message.replace(addressInFront, "")}`;
}
