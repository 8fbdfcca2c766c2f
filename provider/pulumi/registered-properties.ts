import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../transport/connection";

type Args = Readonly<Record<string, unknown>>;

/** The connection of every resource that names none: `iis:configFile` or `iis:appcmdPath` of the stack. */
function defaultConnection(): Connection | undefined {
  const config = new pulumi.Config("iis");
  const configFile = config.get("configFile");
  const appcmdPath = config.get("appcmdPath");
  if (configFile === undefined && appcmdPath === undefined) return undefined;
  return { ...(configFile !== undefined && { configFile }), ...(appcmdPath !== undefined && { appcmdPath }) };
}

/**
 * The password is a secret whether or not the program says so, and nothing beside it becomes one: what is secret shows
 * no differences in a preview.
 */
function withSecretPassword(processModel: unknown): unknown {
  if (pulumi.Output.isInstance(processModel) || processModel instanceof Promise) {
    return (pulumi.output(processModel as object) as pulumi.Output<unknown>).apply(markPassword);
  }
  return markPassword(processModel);
}

function markPassword(settings: unknown): unknown {
  if (typeof settings !== "object" || settings === null || !("password" in settings)) return settings;
  return { ...settings, password: pulumi.secret(settings.password) };
}

/**
 * The properties as they are registered.
 *
 * The provider's code is not put into the state: the text is a constant that loads the installed package, so that it
 * never goes stale and never makes a difference.
 */
export function registeredProperties(provider: "appPool" | "appPoolDefaults", args: Args): Record<string, unknown> {
  const { processModel } = args;
  return {
    ...args,
    ...(processModel !== undefined && { processModel: withSecretPassword(processModel) }),
    connection: args["connection"] ?? defaultConnection(),
    host: undefined,
    __provider: `exports.handler = () => require("pulumi-iis/dynamic").${provider};`,
  };
}

/** A pool's name is its key on the host: of two with the same name the old one has to go first. */
export function resourceOptions(opts: pulumi.CustomResourceOptions | undefined): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions({ deleteBeforeReplace: true }, opts);
}
