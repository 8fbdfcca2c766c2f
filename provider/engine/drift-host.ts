import type { HostDrift } from "../plan/drift";
import { findDrift } from "../plan/find-drift";
import type { DesiredHost } from "../plan/desired";
import type { Transport } from "../transport/transport";
import { inspectHost } from "./inspect";
import { needsOf } from "./needs-of";

/**
 * How a host differs from what is wanted. Two reads: the pools, and what is explicit.
 *
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function driftHost(transport: Transport, wanted: DesiredHost): Promise<HostDrift> {
  const live = await inspectHost(transport, (pools) => ({ ...needsOf(wanted.desired, pools), explicit: true }));
  return findDrift(wanted, live);
}
