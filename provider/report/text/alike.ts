import { describeError } from "../../errors";
import { listNames } from "../../text";
import type { ErrorJson, FindingJson } from "../schema/parts";
import { sortKey } from "../values";
import type { BlockEntry, BlockSetting, Variant } from "../view/blocks";
import type { View } from "../view/model";
import { describeSharedEffect } from "../view/sentences";

/** Fewer alike pools are shown one by one. */
const fewest = 3;

/**
 * The entries of a group with alike pools as one: the same change from the same lines of the files, as by `defaults`. Where
 * values differ by host they may also differ by pool, as those of a stagger do. The other formats show each pool.
 */
export function joinAlike(report: View["kind"], entries: readonly BlockEntry[]): BlockEntry[] {
  return [...Map.groupBy(entries, keyOf).values()].flatMap((alike) =>
    alike.length < fewest ? alike : [joined(report, alike)],
  );
}

function keyOf(entry: BlockEntry): string {
  const settings = entry.settings.map((setting) =>
    setting.variants === undefined ? setting : { ...withoutValues(setting), variants: "by host" },
  );
  const error = entry.error && errorOnPools(entry.error);
  return JSON.stringify({ ...entry, pool: undefined, position: undefined, findings: undefined, settings, error });
}

function joined(report: View["kind"], alike: readonly BlockEntry[]): BlockEntry {
  const [first] = alike;
  if (first === undefined) throw new TypeError("no entry");
  const { effect, error } = first;
  const names = alike.map(({ pool }) => pool);
  return {
    ...withoutPlace(first),
    ...(effect !== undefined && { effect: describeSharedEffect(report, effect) }),
    ...(error && { error: errorOnPools(error) }),
    pool: `${names.length} pools (${listNames(names)})`,
    settings: first.settings.map((setting, index) =>
      setting.variants === undefined
        ? setting
        : withRange(
            setting,
            alike.flatMap(({ settings }) => settings[index]?.variants ?? []),
          ),
    ),
    findings: joinFindings(alike),
  };
}

/** An error without the pool and the host, which the lines above it name. */
function errorOnPools({ code, path, problem, hint, message }: ErrorJson): ErrorJson {
  return { code, message: problem === undefined ? message : describeError({ path, problem, hint }) };
}

function withoutPlace({ position: _, ...entry }: BlockEntry): Omit<BlockEntry, "position"> {
  return entry;
}

function withoutValues({
  from: _from,
  to: _to,
  canonical: _canonical,
  variants: _variants,
  ...setting
}: BlockSetting): BlockSetting {
  return setting;
}

/** The values of all pools and hosts in a few words. */
function withRange(setting: BlockSetting, variants: readonly Variant[]): BlockSetting {
  const range = (side: "from" | "to"): string => {
    const texts = new Map(variants.map((one) => [sortKey(one.canonical?.[side]), one[side] ?? "(none)"]));
    const sorted = [...texts.keys()].sort();
    const [first = "", last = first] = [sorted[0], sorted.at(-1)].map((key = "") => texts.get(key));
    return texts.size === 1 ? first : `${first} … ${last} (${texts.size} values, by pool and host)`;
  };
  return { ...withoutValues(setting), text: `${range("from")} -> ${range("to")}` };
}

/** One finding for each rule and setting, with one pool's text as an example. */
function joinFindings(alike: readonly BlockEntry[]): FindingJson[] {
  const all = alike.flatMap(({ pool, findings }) => findings.map((finding) => ({ pool, finding })));
  const same = Map.groupBy(all, ({ finding: { rule, path, severity } }) => JSON.stringify([rule, path, severity]));
  return [...same.values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined || of.length === 1) return of.map(({ finding }) => finding);
    const pools = [...new Set(of.map(({ pool }) => pool))];
    const message = `for ${listNames(pools)}; ${first.pool}: ${first.finding.message}`;
    return [{ ...first.finding, message }];
  });
}
