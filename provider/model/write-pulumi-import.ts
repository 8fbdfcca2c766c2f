/** The pools of a server as `pulumi import --file` takes them. */
export interface WrittenImport {
  /** The first part of every id, as the provider tells it. */
  readonly host: string;
  /** The names of the pools, in the order in which they are to be imported. */
  readonly pools: readonly string[];
  /** Whether `<applicationPoolDefaults>` holds something. */
  readonly hasDefaults: boolean;
  /** A provider of its own for this host, so that a stack can have several; left out: the one of the stack's config. */
  readonly provider?: { readonly name: string; readonly inputs: Readonly<Record<string, unknown>> };
}

/** A resource of the file: `name` is the variable of the program that Pulumi prints, `logicalName` its name for Pulumi. */
interface ImportSpec {
  readonly type: string;
  readonly name: string;
  readonly logicalName?: string;
  readonly id?: string;
  readonly provider?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/**
 * The text of a file for `pulumi import --file`. In it the name of a resource becomes a variable of any language, so it
 * is an identifier and unique among all of them; the pool's own name, with the host's where that has a provider of its
 * own, is what Pulumi knows it by. Form: `importFile` in
 * https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/cmd/pulumi/operations/import.go
 */
export function writePulumiImport({ host, pools, hasDefaults, provider }: WrittenImport): string {
  // What the printed program imports has names too.
  const taken = new Set(["iis", "pulumi"]);
  const named = (text: string, logicalName: string): Pick<ImportSpec, "name" | "logicalName"> => {
    const name = newIdentifier(text, taken);
    return name === logicalName ? { name } : { name, logicalName };
  };
  const own = provider && {
    type: "pulumi:providers:iis",
    ...named(provider.name, provider.name),
    inputs: provider.inputs,
  };
  const resource = (type: string, name: string): ImportSpec => ({
    type: `iis:index:${type}`,
    ...named(name, provider === undefined ? name : `${provider.name}/${name}`),
    id: `${host}/${name}`,
    ...(own && { provider: own.name }),
  });
  const resources: ImportSpec[] = [
    ...(own ? [own] : []),
    ...(hasDefaults ? [resource("AppPoolDefaults", "applicationPoolDefaults")] : []),
    ...pools.map((name) => resource("AppPool", name)),
  ];
  return `${JSON.stringify({ resources }, undefined, 2)}\n`;
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
