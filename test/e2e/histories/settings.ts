import { attributeValue, parseXml, type XmlNode } from "../../../provider/xml/parse";

/** What an administrator does to a setting behind the program's back, and what appcmd says afterwards. */
export interface Drift {
  readonly argument: string;
  readonly raw: string;
}

/** A setting of the histories: how a program writes a value and how appcmd prints it, by hand, not by the provider's codecs. */
export interface HistorySetting {
  readonly path: string;
  readonly isCollection: boolean;
  readonly values: readonly (readonly [declared: unknown, raw: string])[];
  /** Undefined where it is so already. */
  readonly drift: (raw: string) => Drift | undefined;
}

function scalar(path: string, other: string, ...values: readonly (readonly [unknown, string])[]): HistorySetting {
  const drift = { argument: `/${path}:${other}`, raw: other };
  return { path, isCollection: false, values, drift: (raw) => (raw === other ? undefined : drift) };
}

function collection(
  path: string,
  { entry, shown }: { readonly entry: string; readonly shown: string },
  ...values: readonly (readonly [unknown, string])[]
): HistorySetting {
  const entries = (raw: string): string[] => raw.split("|").filter(Boolean);
  const drift = (raw: string): Drift | undefined =>
    entries(raw).includes(shown)
      ? undefined
      : { argument: `/+${path}.[${entry}]`, raw: [...entries(raw), shown].sort().join("|") };
  return { path, isCollection: true, values, drift };
}

/** Of each kind of setting some. A password goes with its account: three settings in one value. */
export const historySettings: readonly HistorySetting[] = [
  scalar("queueLength", "4000", [2000, "2000"], [3000, "3000"]),
  scalar("managedRuntimeVersion", "v2.0", ["", ""], ["v4.0", "v4.0"]),
  scalar("startMode", "OnDemand", ["AlwaysRunning", "AlwaysRunning"], ["OnDemand", "OnDemand"]),
  scalar("processModel.idleTimeout", "00:07:00", ["5m", "00:05:00"], [0, "00:00:00"]),
  scalar("recycling.periodicRestart.privateMemory", "1000", ["1.5GB", "1572864"], [2048, "2048"]),
  scalar("cpu.limit", "7000", ["50%", "50000"], ["0", "0"]),
  scalar("recycling.logEventOnRecycle", "Time", [["Memory", "Time"], "Time, Memory"], [["Schedule"], "Schedule"]),
  collection(
    "recycling.periodicRestart.schedule",
    { entry: "value='22:22:00'", shown: "22:22:00" },
    [["03:00"], "03:00:00"],
    [["15:00", "3:00"], "03:00:00|15:00:00"],
  ),
  collection(
    "environmentVariables",
    { entry: "name='THEIRS',value='1'", shown: "THEIRS=1" },
    [{ "a.b": "100%", B: "it's" }, "B=it's|a.b=100%"],
    [{ B: "2" }, "B=2"],
  ),
];

/** What `list apppool /config:* /xml` says of each pool's settings of the histories, and its state. */
export interface ListedPool {
  readonly state: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** Reads a listing on its own, without the provider's reading. */
export function readListing(listing: string): Map<string, ListedPool> {
  const pools = parseXml(listing).children.map((pool): [string, ListedPool] => {
    const settings = historySettings.map(({ path, isCollection }): [string, string] => [
      path,
      isCollection ? entriesAt(pool, path) : valueAt(pool, path),
    ]);
    const state = attributeValue(pool, "state") ?? "";
    return [attributeValue(pool, "APPPOOL.NAME") ?? "", { state, settings: Object.fromEntries(settings) }];
  });
  return new Map(pools);
}

function elementAt(pool: XmlNode, steps: readonly string[]): XmlNode {
  const found = ["add", ...steps].reduce<XmlNode | undefined>(
    (node, step) => node?.children.find(({ name }) => name === step),
    pool,
  );
  if (found === undefined) throw new Error(`the listing has no ${steps.join(".")}`);
  return found;
}

function valueAt(pool: XmlNode, path: string): string {
  const steps = path.split(".");
  const value = attributeValue(elementAt(pool, steps.slice(0, -1)), steps.at(-1) ?? "");
  if (value === undefined) throw new Error(`the listing has no ${path}`);
  return value;
}

/** The entries by their values, `name=value` where they have names, in the order of their texts. */
function entriesAt(pool: XmlNode, path: string): string {
  const entries = elementAt(pool, path.split(".")).children.map((entry) => {
    const name = attributeValue(entry, "name");
    return `${name === undefined ? "" : `${name}=`}${attributeValue(entry, "value") ?? ""}`;
  });
  return entries.sort().join("|");
}
