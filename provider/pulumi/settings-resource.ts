import * as pulumi from "@pulumi/pulumi";
import type { AppPoolSettings } from "../schema/app-pool-settings";
import { otherKey } from "../schema/other-attributes";
import { keysOf } from "../schema/settings-paths";
import { noteRun } from "./note-run";
import { transformLast } from "./last-transformation";
import { connectionOf, refuseImport, registeredProperties, resourceOptions } from "./registered-properties";

type SettingOutput<Key extends keyof AppPoolSettings> = pulumi.Output<AppPoolSettings[Key]>;

/** What both resources have in common: the settings, as outputs in canonical form; undefined where not declared. */
export abstract class SettingsResource extends pulumi.CustomResource {
  /** The host, as messages name it. */
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
   * @param type the type's token.
   * @param provider the name that `pulumi-iis/dynamic` exports its provider under.
   */
  protected constructor(
    type: string,
    provider: "appPool" | "appPoolDefaults",
    name: string,
    args: object,
    opts?: pulumi.CustomResourceOptions,
  ) {
    // What is read and not declared, as by AppPool.get, is known only in the end: there is a place for all of it.
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

/** What a resource is called in a message: `AppPool "shop"`. */
function titleOf(type: string, name: string): string {
  return `${type.slice(type.lastIndexOf(":") + 1)} "${name}"`;
}

// Of a resource that is only read the state keeps what the program says, and the provider is not asked about it.
transformLast(SettingsResource, ({ type, name, props, opts }) => {
  refuseImport(titleOf(type, name), opts);
  const { id }: pulumi.CustomResourceOptions = opts;
  return { props: id !== undefined ? { ...props, connection: connectionOf(props["connection"]) } : props, opts };
});

const outputKeys: readonly string[] = ["state", ...keysOf(""), otherKey];

// A setting that is not declared is an output of undefined, made when someone asks for it: registering all of them for
// every resource takes a fifth of the time of a preview.
for (const key of outputKeys) {
  Object.defineProperty(SettingsResource.prototype, key, {
    configurable: true,
    get: () => pulumi.output(undefined),
    set(this: SettingsResource, value: unknown) {
      Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
    },
  });
}
