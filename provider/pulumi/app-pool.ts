import * as pulumi from "@pulumi/pulumi";
import type { AppPoolSettings } from "../schema/app-pool-settings";
import type { Connection } from "../transport/connection-schema";
import type { DeepInputs } from "./deep-input";
import { SettingsResource } from "./settings-resource";

/** What an {@link AppPool} takes. A setting that is left out is not managed: whatever the server has, stays. */
export interface AppPoolArgs extends DeepInputs<AppPoolSettings> {
  /**
   * The pool's name on the server: at most 64 characters, none of `\ / " | < > : * ? ] [ + = ; , @ &`. Case does not
   * count. Another name is another pool: the old one is deleted first.
   *
   * @default the resource's name
   */
  name?: pulumi.Input<string>;
  /**
   * Whether the pool runs. It implies the matching `autoStart` where that is left out, so that it lasts beyond a restart
   * of the server. Left out: not managed. Where WAS does not answer, nothing is compared.
   */
  state?: pulumi.Input<"Started" | "Stopped">;
  /**
   * Whether the applications of the pool can run in two worker processes at once. `false` sets
   * `recycling.disallowOverlappingRotation: true` and `processModel.maxProcesses: 1`: the old worker process ends before
   * the new one starts, at the price of a gap in which requests wait. Saying anything else in these two is an error.
   * `true` and left out: nothing is declared.
   */
  multiInstance?: pulumi.Input<boolean>;
  /**
   * Take over a pool that exists: what is declared is brought to it, the rest stays. Without it an existing pool is
   * refused. It matters at creation only.
   *
   * @default false
   */
  adopt?: pulumi.Input<boolean>;
  /**
   * Delete the pool even while applications use it; they answer 503 from then on.
   *
   * @default false
   */
  forceDelete?: pulumi.Input<boolean>;
  /**
   * Keep the values of `environmentVariables` readable in the state and in previews. Otherwise they are secrets there.
   *
   * @default false
   */
  showEnvironment?: pulumi.Input<boolean>;
  /**
   * Where appcmd is.
   *
   * @default what the stack's config has of it (`iis:host`, `iis:configFile` …), else appcmd.exe of this machine
   */
  connection?: DeepInputs<Connection> | undefined;
}

/** An IIS application pool: `<applicationPools><add>`, compared with live appcmd output and changed in one commit. */
export class AppPool extends SettingsResource {
  /** The type as the engine and policy packs name it. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/iis:AppPool";

  /** The pool's name on the server. */
  declare readonly name: pulumi.Output<string>;
  /** The declared run-time state. */
  declare readonly state: pulumi.Output<"Started" | "Stopped" | undefined>;

  constructor(name: string, args: AppPoolArgs = {}, opts?: pulumi.CustomResourceOptions) {
    super(AppPool.__pulumiType, "appPool", name, { ...args, name: args.name ?? name }, opts);
  }

  /**
   * An existing pool that this program does not manage, with its effective settings, passwords left out.
   *
   * @param id the pool's name, or `<host>/<name>`.
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
