/** The pools of a server as `pulumi import --file` takes them. */
interface WrittenImport {
  /** The first part of every id, as the provider tells it. */
  readonly host: string;
  /** The names of the pools, in the order in which they are to be imported. */
  readonly pools: readonly string[];
  /** Whether `<applicationPoolDefaults>` holds something. */
  readonly hasDefaults: boolean;
  /** The URN of the provider that leads there, which the stack has already; left out: that of the stack's config. */
  readonly provider?: string | undefined;
}

/** A resource of the file: `name` is the variable of the program that Pulumi prints, `logicalName` its name for Pulumi. */
interface ImportSpec {
  readonly type: string;
  readonly name: string;
  readonly logicalName?: string;
  readonly id: string;
  readonly provider?: string;
}

/**
 * The text of a file for `pulumi import --file`. In it the name of a resource becomes a variable of any language, so it
 * is an identifier and unique among all of them; the pool's own name is what Pulumi knows it by. With a provider of its
 * own, one of several hosts, both begin with that one's name. Form: `importFile` in
 * https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/cmd/pulumi/operations/import.go
 */
export function writePulumiImport({ host, pools, hasDefaults, provider }: WrittenImport): string {
  // What the printed program imports has names too.
  const taken = new Set(["iis", "pulumi"]);
  const providerName = provider?.slice(provider.lastIndexOf("::") + 2);
  const own = providerName === undefined ? {} : { provider: newIdentifier(providerName, taken) };
  const resource = (type: string, pool: string): ImportSpec => {
    const logicalName = providerName === undefined ? pool : `${providerName}/${pool}`;
    const name = newIdentifier(logicalName, taken);
    return {
      type: `iis:index:${type}`,
      name,
      ...(name !== logicalName && { logicalName }),
      id: `${host}/${pool}`,
      ...own,
    };
  };
  const resources = [
    ...(hasDefaults ? [resource("AppPoolDefaults", "applicationPoolDefaults")] : []),
    ...pools.map((name) => resource("AppPool", name)),
  ];
  const nameTable = own.provider === undefined ? {} : { nameTable: { [own.provider]: provider } };
  return `${JSON.stringify({ ...nameTable, resources }, undefined, 2)}\n`;
}

/** `Legacy .NET v2.0` as `LegacyNETV20`; another one than those in `taken`, whatever the case, to which it is added. */
function newIdentifier(text: string, taken: Set<string>): string {
  const [first = "", ...rest] = text.match(/[A-Za-z0-9]+/g) ?? [];
  const joined = [first, ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join("");
  const wanted = /^[A-Za-z]/.test(joined) ? joined : `pool${joined}`;
  let name = wanted;
  for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${wanted}_${count}`;
  taken.add(name.toLowerCase());
  return name;
}
