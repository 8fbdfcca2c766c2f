import type { ComparedHosts, ComparedPool, ComparedSetting } from "../../plan/compare/compare-hosts";
import { Secret } from "../../secret";
import { describeSetting, type SettingValue, shownValue } from "../../settings/value";
import type { CompareReport } from "../schema/compare-report";

type Names = readonly [first: string, second: string];

/** The JSON document of a comparison. */
export function compareDocument({ pools, applicationPoolDefaults, same }: ComparedHosts, names: Names): CompareReport {
  const count = (on: ComparedPool["on"]): number => pools.filter((pool) => pool.on === on).length;
  const settingOf = ({ path, first, second }: ComparedSetting): CompareReport["pools"][number]["settings"][number] => ({
    ...{ path, first: valueOf(first), second: valueOf(second, first) },
    text: describeBoth({ path, first, second }, names),
  });
  const [first, second] = names;
  return {
    ...{ schema: "iispools.compare/1", first, second },
    pools: pools.map(({ name, on, settings }) => ({ pool: name, on, settings: settings.map(settingOf) })),
    applicationPoolDefaults: applicationPoolDefaults.map(settingOf),
    counts: { same, different: count("both"), onlyFirst: count("first"), onlySecond: count("second") },
  };
}

function valueOf(
  value: SettingValue | undefined,
  before?: SettingValue,
): CompareReport["applicationPoolDefaults"][number]["first"] {
  if (value === undefined) return null;
  if (value instanceof Secret)
    return value.isSet && before instanceof Secret && before.isSet ? "[changed]" : String(value);
  return shownValue(value, before) as Exclude<SettingValue, Secret>;
}

function describeBoth({ path, first, second }: ComparedSetting, [one, other]: Names): string {
  if (first instanceof Secret && second instanceof Secret && first.isSet && second.isSet) {
    return `another [secret] on ${one} than on ${other}`;
  }
  const on = (name: string, value: SettingValue | undefined, before?: SettingValue): string => {
    if (value === undefined) return `not available on ${name}`;
    return `${path === "state" ? (value as string) : describeSetting(path, value, before)} on ${name}`;
  };
  return `${on(one, first)}, ${on(other, second, first)}`;
}
