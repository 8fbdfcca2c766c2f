import { findAttribute } from "../../settings/app-pool-attributes";
import { explainZero } from "../../settings/value";
import { plural } from "../../text";
import type { CompareReport } from "../schema/compare-report";
import { describeDocumentValue, type DocumentValue } from "../values";
import type { Count, EntryView, GroupView, SettingView, View } from "./model";

type Names = readonly [first: string, second: string];

/** What the writers show of a comparison: both servers as one host, whose settings have a value on each. */
export function viewComparison({ first, second, made, pools, applicationPoolDefaults, counts }: CompareReport): View {
  const names = [first, second] as const;
  const both = `${first} and ${second}`;
  const onBoth = pools.filter(({ on }) => on === "both");
  const entryOf = (pool: string, settings: CompareReport["applicationPoolDefaults"]): EntryView =>
    entry(pool, "differs", settings, names);
  const groups: readonly GroupView[] = [
    { id: "declared", title: "Pools that differ", entries: onBoth.map((one) => entryOf(one.pool, one.settings)) },
    {
      ...{ id: "one-server", title: "Pools on one of the servers" },
      entries: pools
        .filter(({ on }) => on !== "both")
        .map(({ pool, on }) => entry(pool, `only on ${on === "first" ? first : second}`, [], names)),
    },
    {
      ...{ id: "defaults", title: "Defaults that pools inherit" },
      entries:
        applicationPoolDefaults.length === 0 ? [] : [entryOf("applicationPoolDefaults", applicationPoolDefaults)],
    },
  ];
  const found: readonly Count[] = [
    count("different", counts.different, "pool differs", "pools differ"),
    count("onlyFirst", counts.onlyFirst, `pool only on ${first}`, `pools only on ${first}`),
    count("onlySecond", counts.onlySecond, `pool only on ${second}`, `pools only on ${second}`),
    count("defaults", applicationPoolDefaults.length, "default differs", "defaults differ"),
  ];
  return {
    ...{ kind: "compare", title: "Comparison", columns: names, ...(made && { made }) },
    names: [both],
    hosts: [
      {
        host: both,
        pools: counts.same + pools.length,
        groups: groups.filter(({ entries }) => entries.length > 0),
        ...{ notes: [], counts: found, recycling: [], commands: [] },
      },
    ],
    ...{ findings: [], faults: [], counts: found, failedHosts: 0 },
  };
}

const differing = { action: "update", kind: "changed", symbol: "~" } as const;
const alone = { action: "unknown", kind: "extra", symbol: "?" } as const;

function entry(
  pool: string,
  found: string,
  settings: CompareReport["applicationPoolDefaults"],
  servers: Names,
): EntryView {
  return {
    ...{ pool, found, findings: [] },
    ...(settings.length > 0 ? differing : alone),
    settings: settings.map(({ path, first, second }): SettingView => {
      const label = findAttribute(path)?.label;
      const values = {
        from: valueOf(path, first),
        to: second === "[changed]" ? "another [secret]" : valueOf(path, second),
      };
      return { path, ...(label !== undefined && { label }), ...values, servers };
    }),
  };
}

function valueOf(path: string, value: DocumentValue): string {
  return value === null ? "not available" : explainZero(path, describeDocumentValue(path, value));
}

function count(name: string, number: number, one: string, many: string): Count {
  return { name, count: number, text: plural(number, one, many) };
}
