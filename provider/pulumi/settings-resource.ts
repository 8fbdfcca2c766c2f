import * as pulumi from "@pulumi/pulumi";
import type { AppPoolSettings } from "../schema/app-pool-settings";
import { registeredProperties, resourceOptions } from "./registered-properties";

type SettingOutput<Key extends keyof AppPoolSettings> = pulumi.Output<AppPoolSettings[Key]>;

/** What both resources have in common: the settings, as outputs in canonical form; undefined where not declared. */
export abstract class SettingsResource extends pulumi.CustomResource {
  /** The host, as messages name it. */
  declare readonly host: pulumi.Output<string>;
  declare readonly queueLength: SettingOutput<"queueLength">;
  declare readonly autoStart: SettingOutput<"autoStart">;
  declare readonly enable32BitAppOnWin64: SettingOutput<"enable32BitAppOnWin64">;
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
    super(type, name, registeredProperties(provider, { ...args }), resourceOptions(opts));
  }
}
