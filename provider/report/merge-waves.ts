import type { WaveJson } from "./schema/change-reports";

const outcomes: readonly WaveJson["outcome"][] = ["passed", "failed", "not begun"];

/**
 * The waves of the shards of one run: one for each wave and outcome, with the hosts of all shards. Shards of a run have the same list of
 * waves, without those in which they have no host.
 *
 * @param ofShards the waves of each shard, in their order
 * @param order the hosts of the run, in their order
 */
export function mergeWaves(ofShards: readonly (readonly WaveJson[])[], order: readonly string[]): readonly WaveJson[] {
  const places = new Map(order.map((host, place) => [host, place]));
  const byPlace = <T>(ones: readonly T[], hostOf: (one: T) => string | undefined): T[] => {
    const placeOf = (one: T): number => places.get(hostOf(one) ?? "") ?? order.length;
    return [...ones].sort((a, b) => placeOf(a) - placeOf(b));
  };
  const keyed = ofShards.map(withKeys);
  const keys: string[] = [];
  for (const waves of keyed) {
    for (const [at, { key }] of waves.entries()) {
      if (keys.includes(key)) continue;
      const next = waves.slice(at).find((one) => keys.includes(one.key));
      keys.splice(next === undefined ? keys.length : keys.indexOf(next.key), 0, key);
    }
  }
  const all = keyed.flat();
  return keys.flatMap((key) =>
    outcomes.flatMap((outcome): WaveJson[] => {
      const same = all.filter((one) => one.key === key && one.wave.outcome === outcome).map(({ wave }) => wave);
      const [first] = same;
      if (first === undefined) return [];
      return [
        {
          ...{ name: first.name, outcome },
          hosts: byPlace(
            same.flatMap(({ hosts }) => hosts),
            (host) => host,
          ),
          problems: byPlace(
            same.flatMap(({ problems }) => problems),
            ({ host }) => host,
          ),
          answers: byPlace(
            same.flatMap(({ answers }) => answers),
            ({ host }) => host,
          ),
        },
      ];
    }),
  );
}

/** A list of waves can have the same name several times: `5,5,100%`. */
function withKeys(waves: readonly WaveJson[]): { readonly key: string; readonly wave: WaveJson }[] {
  return waves.map((wave, at) => {
    const earlier = waves.slice(0, at).filter(({ name }) => name === wave.name).length;
    return { key: `${earlier} ${wave.name}`, wave };
  });
}
