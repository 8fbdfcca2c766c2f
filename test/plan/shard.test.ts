import fc from "fast-check";
import { hostsOfShard, parseShard, partOf, shardOf } from "../../provider/plan/shard";

const fleet = Array.from({ length: 2000 }, (_, index) => `web-${String(index).padStart(4, "0")}`);
const shards = fc.integer({ min: 1, max: 40 });
const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 30 }), { selector: (name) => name.toLowerCase() });
const itself = (name: string): string => name;

function split(hosts: readonly string[], of: number): (readonly string[])[] {
  return Array.from({ length: of }, (_, at) => hostsOfShard(hosts, { index: at + 1, of }, itself));
}

describe("the text of a shard", () => {
  test.each<[string, { index: number; of: number } | undefined]>([
    ["3/16", { index: 3, of: 16 }],
    ["1/1", { index: 1, of: 1 }],
    ["01/16", { index: 1, of: 16 }],
    ["1000/1000", { index: 1000, of: 1000 }],
    ["0/16", undefined],
    ["17/16", undefined],
    ["1/1001", undefined],
    ["/16", undefined],
    ["3/", undefined],
    ["3", undefined],
    ["-1/16", undefined],
    ["3/16 ", undefined],
    ["3/16/1", undefined],
    ["1.5/2", undefined],
    ["$(System.JobPositionInPhase)/16", undefined],
    ["٣/16", undefined],
  ])("%s", (text, expected) => {
    expect(parseShard(text)).toEqual(expected);
  });
});

describe("shards", () => {
  test("have each host exactly once, in the order of the hosts", () => {
    fc.assert(
      fc.property(names, shards, (hosts, of) => {
        const parts = split(hosts, of);
        expect(parts.flat().sort()).toEqual([...hosts].sort());
        for (const part of parts) expect(part).toEqual(hosts.filter((host) => part.includes(host)));
      }),
    );
  });

  test("do not depend on letter case, nor on the other hosts and their order", () => {
    fc.assert(
      fc.property(names, shards, (hosts, of) => {
        const parts = split(hosts, of);
        const others = split([...hosts, "one-more"].reverse(), of);
        for (const [at, part] of parts.entries())
          expect(others[at]!.filter((host) => host !== "one-more")).toEqual([...part].reverse());
        for (const host of hosts.filter((name) => name.toUpperCase().toLowerCase() === name.toLowerCase()))
          expect(shardOf(host.toUpperCase(), of)).toBe(shardOf(host, of));
      }),
    );
  });

  // Reports and stacks of earlier runs rely on them.
  test("stay the same in every version", () => {
    const of16 = ["web-01", "WEB-01", "web-02", "db.example.com", ""].map((host) => shardOf(host, 16));
    expect(of16).toEqual([14, 14, 16, 7, 15]);
  });

  test.each([2, 4, 8, 16, 100])("of 2,000 hosts are about equal: %i", (of) => {
    const chosen = Map.groupBy(fleet, (host) => shardOf(host, of));
    expect(chosen.size).toBe(of);
    const sizes = [...chosen.values()].map(({ length }) => length);
    // Five standard deviations of a random choice.
    const deviation = Math.sqrt((fleet.length / of) * (1 - 1 / of));
    for (const size of sizes) expect(Math.abs(size - fleet.length / of)).toBeLessThan(5 * deviation);
  });

  test.each([2, 7, 8, 16, 31])(
    "keep their hosts if there is one shard more than %i: only the new one gets some",
    (of) => {
      const moved = fleet.filter((host) => shardOf(host, of) !== shardOf(host, of + 1));
      expect(new Set(moved.map((host) => shardOf(host, of + 1)))).toEqual(new Set([of + 1]));
      const share = fleet.length / (of + 1);
      expect(Math.abs(moved.length - share)).toBeLessThan(5 * Math.sqrt(share));
    },
  );

  test("know the places of their hosts among all", () => {
    expect(partOf({ index: 2, of: 3 }, ["a", "b", "c"], ["c", "a"])).toEqual({ of: 3, indexes: [2], hosts: [2, 0] });
  });
});
