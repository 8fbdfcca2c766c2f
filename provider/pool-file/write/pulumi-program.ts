import { Secret } from "../../secret";
import { attributeOf } from "../../settings/app-pool-attributes";
import { nestSettings } from "../../settings/paths";
import type { Settings } from "../../settings/value";
import { visibleText } from "../../visible-text";

/** The declaration of a pool, or of `<applicationPoolDefaults>`. */
interface WrittenResource {
  readonly settings: Settings;
  /** The environment variable of each secret; in the stack's config `SHOP_PASSWORD` is `shopPassword`. */
  readonly secretNames: Readonly<Record<string, string>>;
}

/** The parts of a Pulumi program. */
interface WrittenProgram {
  readonly pools: readonly (WrittenResource & { readonly name: string })[];
  readonly applicationPoolDefaults?: WrittenResource;
  /** Comment lines above the program. */
  readonly notes: readonly string[];
}

/** A piece of program text among values. */
class Expression {
  constructor(readonly text: string) {}
}

/** The text of a TypeScript program that adopts the pools as they are. A secret is read from the stack's config. */
export function writePulumiProgram({ pools, applicationPoolDefaults, notes }: WrittenProgram): string {
  const all = [...pools, ...(applicationPoolDefaults === undefined ? [] : [applicationPoolDefaults])];
  const secrets = all.flatMap(({ secretNames }) => Object.values(secretNames)).map(configKey);
  const resources = [
    ...(applicationPoolDefaults === undefined
      ? []
      : [resource("AppPoolDefaults", "applicationPoolDefaults", argumentsOf(applicationPoolDefaults))]),
    ...pools.map((pool) => resource("AppPool", pool.name, { adopt: true, ...argumentsOf(pool) })),
  ];
  const head = [
    ...notes.map(commentLine),
    ...secrets.map((key) => commentLine(`pulumi config set --secret ${key}`)),
    ...(secrets.length === 0 ? [] : ['import * as pulumi from "@pulumi/pulumi";']),
    'import * as iis from "pulumi-iis";',
    ...(secrets.length === 0 ? [] : ["", "const config = new pulumi.Config();"]),
  ];
  // Hidden characters occur only in strings and comments, where they can be written as escapes.
  return visibleText(`${[head.join("\n"), ...resources].join("\n\n")}\n`);
}

function argumentsOf({ settings, secretNames }: WrittenResource): Record<string, unknown> {
  const written = Object.entries(settings).map(([path, value]): [string, unknown] => {
    if (!(value instanceof Secret)) return [path, attributeOf(path).codec.write(value)];
    const key = configKey(secretNames[path] ?? "password");
    return [path, new Expression(`config.requireSecret(${JSON.stringify(key)})`)];
  });
  return nestSettings(Object.fromEntries(written));
}

function resource(type: string, name: string, args: Record<string, unknown>): string {
  return `new iis.${type}(${JSON.stringify(name)}, ${literal(args, "")});`;
}

function literal(value: unknown, indent: string): string {
  if (value instanceof Expression) return value.text;
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, indent)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const lines = Object.entries(value).map(([key, item]) => `${inner}${keyOf(key)}: ${literal(item, inner)},\n`);
  return lines.length === 0 ? "{}" : `{\n${lines.join("")}${indent}}`;
}

function keyOf(key: string): string {
  // As a name or a text it would set the prototype.
  if (key === "__proto__") return `["__proto__"]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

/** `SHOP_PASSWORD` as a key of a stack's config: `shopPassword`. */
function configKey(name: string): string {
  return name.toLowerCase().replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function commentLine(text: string): string {
  return `// ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ")}`;
}

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
