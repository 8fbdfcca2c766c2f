import * as pulumi from "@pulumi/pulumi";
import type { Input } from "@pulumi/pulumi";
import { randomUUID } from "node:crypto";
import type { Connection } from "../../connection/schema";
import type { AppPoolSettings } from "../../settings/app-pool-settings";
import { otherKey } from "../../settings/other-attributes";
import { keysOf } from "../../settings/paths";
import type { StackName } from "../core/owners/read-stack";
import { runKey, type RunNote } from "../core/run-note";
import { noteSecretInputs } from "./secret-inputs";
import { connectionOf, refuseImport, registeredProperties, resourceOptions } from "./registered-properties";

/** The type with `pulumi.Input` at every depth, documentation kept. */
export type DeepInput<T> = [T] extends [string | number | boolean]
  ? Input<T>
  : T extends readonly (infer Item)[]
    ? Input<Input<Item>[]>
    : T extends object
      ? Input<{ [Key in keyof T]: DeepInput<T[Key]> | undefined }>
      : Input<T>;

/** The arguments of a resource: the keys are known, the values may be outputs. */
export type DeepInputs<T> = { [Key in keyof T]: DeepInput<T[Key]> | undefined };

/** The inputs of a resource besides its settings. A connection and a list are plain; their members may be outputs. */
export type ResourceArgs<T> = {
  [Key in keyof T]: ResourceArg<Key, T[Key]> | (object extends Pick<T, Key> ? undefined : never);
};

type ResourceArg<Key, T> = Key extends "connection"
  ? DeepInputs<Connection>
  : T extends readonly (infer Item)[]
    ? readonly Input<Item>[]
    : DeepInput<T>;

/** Where the SDK keeps the transformations of a resource: its own, then those of its parents and of the stack. */
const key = "__transformations";

/**
 * Runs a transformation after all others for every resource of the class, so that nothing in a program runs after it.
 * With the option `transformations` it would run before those of parents and of the stack.
 */
export function transformLast(
  resourceClass: { readonly prototype: object },
  last: pulumi.ResourceTransformation,
): void {
  Object.defineProperty(resourceClass.prototype, key, {
    configurable: true,
    set(this: object, transformations: readonly pulumi.ResourceTransformation[]) {
      const value = [...transformations, last];
      Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
    },
  });
}

/** Facts about a resource and this run for the dynamic provider, among the resource's inputs. */
export function noteRun(name: string): Partial<Record<string, RunNote>> {
  const stack = runningStack();
  if (stack === undefined) return {};
  return { [runKey]: { resource: { id: randomUUID(), name }, stack, isPreview: pulumi.runtime.isDryRun() } };
}

/** Undefined if no engine runs the program, as in a unit test: then the SDK throws. */
function runningStack(): StackName | undefined {
  try {
    const [organization, project, stack] = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()];
    return { name: `${organization}/${project}/${stack}`, urnPrefix: `urn:pulumi:${stack}::${project}::` };
  } catch {
    return undefined;
  }
}

type SettingOutput<Key extends keyof AppPoolSettings> = pulumi.Output<AppPoolSettings[Key]>;

/** The common part of both resources: the settings, as outputs in canonical form; undefined if not declared. */
export abstract class SettingsResource extends pulumi.CustomResource {
  /** The host, as in messages. */
  declare readonly host: pulumi.Output<string>;
  declare readonly queueLength: SettingOutput<"queueLength">;
  declare readonly autoStart: SettingOutput<"autoStart">;
  declare readonly enable32BitAppOnWin64: SettingOutput<"enable32BitAppOnWin64">;
  declare readonly enableEmulationOnWinArm64: SettingOutput<"enableEmulationOnWinArm64">;
  declare readonly managedRuntimeVersion: SettingOutput<"managedRuntimeVersion">;
  declare readonly managedRuntimeLoader: SettingOutput<"managedRuntimeLoader">;
  declare readonly enableConfigurationOverride: SettingOutput<"enableConfigurationOverride">;
  declare readonly managedPipelineMode: SettingOutput<"managedPipelineMode">;
  declare readonly CLRConfigFile: SettingOutput<"CLRConfigFile">;
  declare readonly passAnonymousToken: SettingOutput<"passAnonymousToken">;
  declare readonly startMode: SettingOutput<"startMode">;
  declare readonly processModel: SettingOutput<"processModel">;
  declare readonly recycling: SettingOutput<"recycling">;
  declare readonly failure: SettingOutput<"failure">;
  declare readonly cpu: SettingOutput<"cpu">;
  declare readonly environmentVariables: SettingOutput<"environmentVariables">;
  declare readonly other: SettingOutput<"other">;

  /**
   * @param type the type's token
   * @param provider the name of its provider in `pulumi-iis/dynamic`
   */
  protected constructor(
    type: string,
    provider: "appPool" | "appPoolDefaults",
    name: string,
    args: object,
    opts?: pulumi.CustomResourceOptions,
  ) {
    // Values that are read but not declared, as by AppPool.get, are known only at the end, so there is a property for
    // each.
    const isRead = opts?.id !== undefined;
    const places = isRead ? Object.fromEntries(outputKeys.map((key) => [key, undefined])) : noteRun(name);
    super(
      type,
      name,
      registeredProperties(provider, { ...places, ...args }),
      resourceOptions(titleOf(type, name), opts),
    );
  }
}

/** The name of a resource in a message: `AppPool "shop"`. */
function titleOf(type: string, name: string): string {
  return `${type.slice(type.lastIndexOf(":") + 1)} "${name}"`;
}

// For a resource that is only read, the state keeps the program's inputs, and the provider does not get them.
transformLast(SettingsResource, ({ type, name, props, opts }) => {
  refuseImport(titleOf(type, name), opts);
  const { id, additionalSecretOutputs }: pulumi.CustomResourceOptions = opts;
  if (id !== undefined) return { props: { ...props, connection: connectionOf(props["connection"]) }, opts };
  return { props: { ...props, ...noteSecretInputs(props, additionalSecretOutputs) }, opts };
});

const outputKeys: readonly string[] = ["state", ...keysOf(""), otherKey];

// A setting that is not declared is an output of undefined, created on demand: registering all of them for every
// resource takes a fifth of the time of a preview.
for (const key of outputKeys) {
  Object.defineProperty(SettingsResource.prototype, key, {
    configurable: true,
    get: () => pulumi.output(undefined),
    set(this: SettingsResource, value: unknown) {
      Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
    },
  });
}
