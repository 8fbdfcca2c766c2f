import * as pulumi from "@pulumi/pulumi";
import type { GateInputs } from "./core/rollout-gate";

/**
 * The gate behind a wave of {@link rollout}: at `up`, and only where something of its hosts is declared anew, it looks
 * whether their pools run and answer, and fails where they do not.
 */
export class RolloutGate extends pulumi.CustomResource {
  /** The type as the engine and policy packs name it. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/iis:RolloutGate";

  constructor(
    name: string,
    args: pulumi.Inputs & Record<keyof GateInputs, unknown>,
    opts: pulumi.CustomResourceOptions,
  ) {
    const provider = 'exports.handler = () => require("pulumi-iis/dynamic").rolloutGate;';
    super(RolloutGate.__pulumiType, name, { ...args, __provider: provider }, opts);
  }
}
