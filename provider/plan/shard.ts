import { readBy } from "../input/members";
import { describeWrong, showGiven } from "../input/wording";
import { hostNameKey } from "../names";
import { sha256 } from "../sha256";

/** One of several parts of the hosts: `3/16`. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  /** The number of shards, 1 to 1000. */
  readonly of: number;
}

/** The hosts of one shard or several, as places in the order of all hosts. */
export interface ShardPart {
  readonly of: number;
  readonly indexes: readonly number[];
  /** The places of its hosts among the hosts of all shards, from 0, in the order in which it has them. */
  readonly hosts: readonly number[];
}

/** The largest number of shards. */
export const mostShards = 1000;

const what = `a shard such as 3/16: its number from 1, and how many there are, at most ${mostShards}`;

/** Reads `3/16`; undefined for any other text. */
export function parseShard(text: string): Shard | undefined {
  const [, index, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (index === undefined || of === undefined || index < 1 || index > of || of > mostShards) return undefined;
  return { index, of };
}

/** A shard: `3/16`. */
export const shardMember = readBy<Shard>((input) => {
  const value = typeof input === "string" ? parseShard(input) : undefined;
  return value === undefined ? { faults: [{ message: describeWrong(what, input, showGiven) }] } : { value };
}, what);

/** The scores in one SHA-256: it has eight numbers of four bytes. */
const scoresInDigest = 8;

/**
 * The shard of a host, from 1. It depends only on the host's name, without letter case, and on the number of shards: another host
 * does not change it. With one shard more, about one host in `of` changes its shard.
 *
 * Rendezvous hashing: a host has a score in each shard, and is in the one with the highest.
 */
export function shardOf(host: string, of: number): number {
  const key = hostNameKey(host);
  let best = { index: 1, score: -1 };
  for (let start = 0; start < of; start += scoresInDigest) {
    const digest = sha256(`${start}/${key}`);
    for (let at = 0; at < scoresInDigest && start + at < of; at++) {
      const score = digest.readUInt32BE(4 * at);
      if (score > best.score) best = { index: start + at + 1, score };
    }
  }
  return best.index;
}

/** The hosts of a shard, in their order; all without a shard. */
export function hostsOfShard<T>(
  hosts: readonly T[],
  shard: Shard | undefined,
  nameOf: (host: T) => string,
): readonly T[] {
  return shard === undefined ? hosts : hosts.filter((host) => shardOf(nameOf(host), shard.of) === shard.index);
}

/**
 * Where these hosts are among all.
 *
 * @param all the names of the hosts of all shards, in their order
 */
export function partOf({ index, of }: Shard, all: readonly string[], hosts: readonly string[]): ShardPart {
  const places = new Map(all.map((name, place) => [name, place]));
  return { of, indexes: [index], hosts: hosts.flatMap((name) => places.get(name) ?? []) };
}
