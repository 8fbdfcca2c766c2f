import * as pulumi from "@pulumi/pulumi";
import { secretKeys } from "../../connection/connection";
import { connectionSchema } from "../../connection/schema";
import { fieldsOf } from "../../input/field-table";
import { formatFault } from "../../pool-file/pool-file";
import { visibleText } from "../../visible-text";
import { checkConfig, readConfigText, unknownConfigKeys } from "../core/provider-config";
import { unknownValue } from "../core/unknowns";

/** An error of a program, which the engine prints without a stack. */
export function runError(message: string): pulumi.RunError {
  return new pulumi.RunError(visibleText(message));
}

type Args = Readonly<Record<string, unknown>>;

/**
 * The connection of every resource without its own: that of the stack's config, `iis:host`, `iis:configFile` …
 *
 * @throws pulumi.RunError with every fault of it
 */
function defaultConnection(): Args | undefined {
  const config = new pulumi.Config("iis");
  const given = fieldsOf(connectionSchema()).flatMap(({ key, type, secret }) => {
    const value = secret === true ? config.getSecret(key) : readConfigText(config.get(key), type);
    return value === undefined ? [] : [[key, value] as const];
  });
  const known = given.map(([key, value]) => [key, pulumi.Output.isInstance(value) ? unknownValue : value] as const);
  const unknown = unknownConfigKeys(Object.keys(pulumi.runtime.allConfig()), pulumi.getProject());
  const all = [...known, ...unknown.map((key) => [key, ""] as const)];
  const faults = checkConfig(Object.fromEntries(all)).faults.map(formatFault);
  if (faults.length > 0) throw runError(["the stack's config:", ...faults].join("\n  "));
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

/**
 * Marks passwords and keys as secrets, always encrypted in the state. Values next to them stay readable: a secret shows
 * no differences in a preview.
 */
function withSecrets(group: unknown, mark: (group: object) => object): unknown {
  if (pulumi.Output.isInstance(group) || group instanceof Promise) {
    return (pulumi.output(group as object) as pulumi.Output<unknown>).apply((value) => withSecrets(value, mark));
  }
  return typeof group === "object" && group !== null ? mark(group) : group;
}

function markSecrets(group: object): object {
  const secret = Object.entries(group).filter(([key, value]) => secretKeys().has(key) && value !== undefined);
  return { ...group, ...Object.fromEntries(secret.map(([key, value]) => [key, pulumi.secret(value as unknown)])) };
}

function markConnection(connection: object): object {
  if (!("proxy" in connection)) return markSecrets(connection);
  return { ...markSecrets(connection), proxy: withSecrets(connection.proxy, markSecrets) };
}

/** The connection of a resource, or that of the stack if it has none, with its secrets marked. */
export function connectionOf(connection: unknown): unknown {
  return withSecrets(connection ?? defaultConnection(), markConnection);
}

/** Pulumi's SDK sets a prototype for a key of this name, and so loses it. */
export const lostKey = "__proto__";

/** @throws pulumi.RunError for keys that would be lost on the way to the provider */
function refuseLost({ environmentVariables }: Args): void {
  const isPlain = typeof environmentVariables === "object" && environmentVariables !== null;
  if (!isPlain || !Object.hasOwn(environmentVariables, lostKey)) return;
  const remedy = "Remove the variable, or declare the pool in a file for iispools.";
  throw runError(`environmentVariables: Pulumi drops the key "${lostKey}". ${remedy}`);
}

/**
 * The properties for registration.
 *
 * The provider's code is not stored in the state: the text is a constant that loads the installed package, so it is
 * never outdated and never differs.
 *
 * @throws pulumi.RunError for a variable that Pulumi would lose
 */
export function registeredProperties(provider: "appPool" | "appPoolDefaults", args: Args): Record<string, unknown> {
  const { processModel, environmentVariables } = args;
  refuseLost(args);
  return {
    ...args,
    ...(processModel !== undefined && { processModel: withSecrets(processModel, markSecrets) }),
    // The SDK converts every property that is not an output to text, and fails for a variable that is called toString.
    ...(environmentVariables !== undefined && { environmentVariables: pulumi.output(environmentVariables) }),
    connection: connectionOf(args["connection"]),
    host: undefined,
    __provider: `exports.handler = () => require("pulumi-iis/dynamic").${provider};`,
  };
}

/**
 * A pool's name is its key on the host, so the old one of two pools with the same name must be deleted first.
 *
 * @param resource its name in a message: `AppPool "shop"`
 * @throws pulumi.RunError with the option `import`
 */
export function resourceOptions(
  resource: string,
  opts: pulumi.CustomResourceOptions | undefined,
): pulumi.CustomResourceOptions {
  refuseImport(resource, opts);
  return pulumi.mergeOptions({ deleteBeforeReplace: true }, opts);
}

/** @throws pulumi.RunError with the option `import`, which the engine's dynamic provider server does not support */
export function refuseImport(resource: string, opts: pulumi.CustomResourceOptions = {}): void {
  if (opts.import === undefined) return;
  throw runError(
    `${resource}: the option import requires the provider plugin (docs/pulumi/importing.md). Without it, set adopt: true instead ` +
      "for an application pool that exists; AppPoolDefaults requires neither.",
  );
}
