import * as pulumi from "@pulumi/pulumi";
import type { AppPoolSettings } from "../../settings/app-pool-settings";
import type { DefaultsOwn, PoolOwn } from "../core/pool-own-schema";
import { type DeepInputs, type ResourceArgs, SettingsResource } from "./settings-resource";

/** The arguments of an {@link AppPool}. Omitted settings are not managed and stay unchanged on the server. */
export interface AppPoolArgs extends DeepInputs<AppPoolSettings>, ResourceArgs<PoolOwn> {}

/** An IIS application pool: `<applicationPools><add>`, compared with live appcmd output and changed in one commit. */
export class AppPool extends SettingsResource {
  /** The type as the engine and policy packs name it. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/iis:AppPool";

  /** The pool's name on the server. */
  declare readonly name: pulumi.Output<string>;
  /** The declared run-time state. */
  declare readonly state: pulumi.Output<"Started" | "Stopped" | undefined>;
  /** Whether the pool existed when the resource was created; undefined for resources of older versions. */
  declare readonly adopted: pulumi.Output<boolean | undefined>;

  constructor(name: string, args: AppPoolArgs = {}, opts?: pulumi.CustomResourceOptions) {
    super(AppPool.__pulumiType, "appPool", name, { ...args, name: args.name ?? name, adopted: undefined }, opts);
  }

  /**
   * An existing pool that this program does not manage, with its effective settings, without passwords.
   *
   * @param id the pool's name, or `<host>/<name>`
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    args: Pick<AppPoolArgs, "connection" | "showEnvironment"> = {},
  ): AppPool {
    return new AppPool(
      name,
      { ...args, name: pulumi.output(id).apply((text) => text.slice(text.lastIndexOf("/") + 1)) },
      { id },
    );
  }

  /** Whether the object is an AppPool, also one of another copy of this package. */
  static override isInstance(object: unknown): object is AppPool {
    return (
      typeof object === "object" &&
      object !== null &&
      (object as { __pulumiType?: unknown }).__pulumiType === AppPool.__pulumiType
    );
  }
}

/** The arguments of {@link AppPoolDefaults}. Omitted settings are not managed. */
export interface AppPoolDefaultsArgs extends DeepInputs<AppPoolSettings>, ResourceArgs<DefaultsOwn> {}

/**
 * A host's `<applicationPoolDefaults>`: the values that its pools inherit. There is one for each host. Deleting the
 * resource changes nothing on the host, because all pools that inherit would change at once.
 */
export class AppPoolDefaults extends SettingsResource {
  /** The type as the engine and policy packs name it. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/iis:AppPoolDefaults";

  constructor(name: string, args: AppPoolDefaultsArgs = {}, opts?: pulumi.CustomResourceOptions) {
    super(AppPoolDefaults.__pulumiType, "appPoolDefaults", name, args, opts);
  }
}
