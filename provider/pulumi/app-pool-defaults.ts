import type * as pulumi from "@pulumi/pulumi";
import type { AppPoolSettings } from "../schema/app-pool-settings";
import type { AppPoolArgs } from "./app-pool";
import type { DeepInputs } from "./deep-input";
import { SettingsResource } from "./settings-resource";

/** What {@link AppPoolDefaults} takes. A setting that is left out is not managed. */
export interface AppPoolDefaultsArgs extends DeepInputs<AppPoolSettings> {
  /**
   * Keep the values of `environmentVariables` readable in the state and in previews. Otherwise they are secrets there.
   *
   * @default false
   */
  showEnvironment?: AppPoolArgs["showEnvironment"];
  /**
   * Where appcmd is.
   *
   * @default what the stack's config has of it (`iis:host`, `iis:configFile` …), else appcmd.exe of this machine
   */
  connection?: AppPoolArgs["connection"];
}

/**
 * A host's `<applicationPoolDefaults>`: what its pools inherit where they say nothing themselves. There is one a host.
 * Deleting the resource changes nothing on the host: the pools that inherit would all change at once.
 */
export class AppPoolDefaults extends SettingsResource {
  /** The type as the engine and policy packs name it. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/iis:AppPoolDefaults";

  constructor(name: string, args: AppPoolDefaultsArgs = {}, opts?: pulumi.CustomResourceOptions) {
    super(AppPoolDefaults.__pulumiType, "appPoolDefaults", name, args, opts);
  }
}
