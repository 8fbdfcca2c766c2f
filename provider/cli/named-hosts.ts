import { hostNameKey, matchesWildcards } from "../names";
import { partOf, type ShardPart } from "../plan/shard";
import { FleetNames } from "../pool-file/load/fleet-names";
import { Failure } from "./failure";
import type { HostOptions } from "./options";

/** The hosts that `--host` names, by default all; `*` in it stands for any characters. @throws Failure for unknown names */
export function namedHosts<T extends { readonly name: string }>(
  hosts: readonly T[],
  { host: names = [] }: Pick<HostOptions, "host">,
): readonly T[] {
  const known = new FleetNames({ hosts: hosts.map(({ name }) => name), groups: [] });
  const isNamed = (host: string, by: string): boolean => matchesWildcards(hostNameKey(by), hostNameKey(host), "*");
  const unknown = names.filter((by) => !hosts.some(({ name }) => isNamed(name, by)));
  if (unknown.length > 0) {
    throw new Failure(unknown.map((name) => ({ path: "--host", message: known.whyUnknown(name) })));
  }
  return names.length === 0 ? hosts : hosts.filter(({ name }) => names.some((by) => isNamed(name, by)));
}

/** For the report of a call with `--shard`: where the chosen hosts are among those of all shards. Otherwise empty. */
export function shardPart(
  hosts: readonly { readonly name: string }[],
  chosen: readonly { readonly name: string }[],
  flags: Pick<HostOptions, "host" | "shard">,
): { readonly shard?: ShardPart } {
  if (flags.shard === undefined) return {};
  const names = (of: readonly { readonly name: string }[]): string[] => of.map(({ name }) => name);
  return { shard: partOf(flags.shard, names(namedHosts(hosts, flags)), names(chosen)) };
}
