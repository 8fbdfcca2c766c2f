import type * as pulumi from "@pulumi/pulumi";
import type { AppPoolSettings } from "../schema/app-pool-settings";
import type { DefaultsOwn } from "./core/pool-own-schema";
import type { DeepInputs, ResourceArgs } from "./deep-input";
import { SettingsResource } from "./settings-resource";

/** What {@link AppPoolDefaults} takes. A setting that is left out is not managed. */
export interface AppPoolDefaultsArgs extends DeepInputs<AppPoolSettings>, ResourceArgs<DefaultsOwn> {}

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
