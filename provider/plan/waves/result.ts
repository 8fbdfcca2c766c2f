import type { IisError } from "../../errors";
import type { ProbeAnswer } from "../recycle-result";

/** An example of waves, for messages and help. */
export const wavesExample = "canary:1,25%,100%";

/** The delay before the health check of a wave: the range in seconds, and the default. */
export const settleFacts = { least: 0, most: 86_400, defaultsTo: "10s" } as const;

/** The result of a wave of hosts. */
export interface WaveResult {
  /** As given by the user: `canary:1`. */
  readonly name: string;
  readonly hosts: readonly string[];
  /** `failed`: on one of its hosts, or in its health check. */
  readonly outcome: "passed" | "failed" | "not begun";
  /** Why its health check failed; errors of a host are in its result. */
  readonly problems: readonly IisError[];
  /** The responses to the probes. */
  readonly answers: readonly (ProbeAnswer & { readonly host: string })[];
}
