import type { IisError } from "../../errors";
import type { ProbeAnswer } from "../recycle-result";

/** An example of waves, for messages and help. */
export const wavesExample = "canary:1,25%,100%";

/** The delay before the health check of a wave: the range in seconds, and the default. */
export const settleFacts = { least: 0, most: 86_400, defaultsTo: "10s" } as const;

/** How a wave of hosts ended. */
export interface WaveResult {
  /** As it was asked for: `canary:1`. */
  readonly name: string;
  readonly hosts: readonly string[];
  /** `failed`: on one of its hosts, or at the gate behind it. */
  readonly outcome: "passed" | "failed" | "not begun";
  /** Why the health check after it failed; errors of a host are in its result. */
  readonly problems: readonly IisError[];
  /** What the probes were answered with. */
  readonly answers: readonly (ProbeAnswer & { readonly host: string })[];
}
