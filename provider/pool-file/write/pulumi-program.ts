import { attributeOf } from "../../settings/app-pool-attributes";
import type { Settings } from "../../settings/value";
import { nestSettings } from "../../settings/paths";
import { Secret } from "../../secret";
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
