import * as pulumi from "@pulumi/pulumi";
import type { AppPoolSettings } from "../schema/app-pool-settings";
import type { AppPoolArgs } from "./app-pool";
import type { DeepInputs } from "./deep-input";
import { registeredProperties, resourceOptions } from "./iis-resource";

/** What {@link AppPoolDefaults} takes. A setting that is left out is not managed. */
export interface AppPoolDefaultsArgs extends DeepInputs<AppPoolSettings> {
  /**
   * Where appcmd is.
   *
   * @default the stack's `iis:configFile` or `iis:appcmdPath`, else appcmd.exe of this machine
   */
  connection?: AppPoolArgs["connection"];
}

/**
 * A host's `<applicationPoolDefaults>`: what its pools inherit where they say nothing themselves. There is one a host.
 * Deleting the resource changes nothing on the host: the pools that inherit would all change at once.
 */
export class AppPoolDefaults extends pulumi.CustomResource {
  /** The type as the engine and policy packs name it. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/iis:AppPoolDefaults";

  /** The host, as messages name it. */
  declare readonly host: pulumi.Output<string>;
  declare readonly processModel: pulumi.Output<AppPoolSettings["processModel"]>;
  declare readonly recycling: pulumi.Output<AppPoolSettings["recycling"]>;
  declare readonly failure: pulumi.Output<AppPoolSettings["failure"]>;
  declare readonly cpu: pulumi.Output<AppPoolSettings["cpu"]>;
  declare readonly environmentVariables: pulumi.Output<AppPoolSettings["environmentVariables"]>;

  constructor(name: string, args: AppPoolDefaultsArgs = {}, opts?: pulumi.CustomResourceOptions) {
    super(
      AppPoolDefaults.__pulumiType,
      name,
      registeredProperties("appPoolDefaults", { ...args }),
      resourceOptions(opts),
    );
  }
}
