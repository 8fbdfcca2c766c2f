/** The pools of a server as input of `pulumi import --file`. */
interface WrittenImport {
  /** The first part of every ID, as the provider builds it. */
  readonly host: string;
  /** The names of the pools, in import order. */
  readonly pools: readonly string[];
  /** Whether `<applicationPoolDefaults>` has any settings. */
  readonly hasDefaults: boolean;
  /**
   * The URN of the provider for that server, which must already be in the stack. Default: the provider of the stack's
   * config.
   */
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
 * The text of a file for `pulumi import --file`. The name of a resource in it becomes a variable of any language, so it
 * is a unique identifier; Pulumi uses the pool's own name. With an explicit provider, such as one of several hosts,
 * both names start with the provider's name. Format: `importFile` in
 * https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/cmd/pulumi/operations/import.go
 */
export function writePulumiImport({ host, pools, hasDefaults, provider }: WrittenImport): string {
  // The import statements of the printed program have names too.
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

/** `Legacy .NET v2.0` as `LegacyNETV20`; unique among `taken`, ignoring letter case, and added to it. */
function newIdentifier(text: string, taken: Set<string>): string {
  const [first = "", ...rest] = text.match(/[A-Za-z0-9]+/g) ?? [];
  const joined = [first, ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join("");
  const base = /^[A-Za-z]/.test(joined) ? joined : `pool${joined}`;
  let name = base;
  for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${base}_${count}`;
  taken.add(name.toLowerCase());
  return name;
}
