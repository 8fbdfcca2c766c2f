import { connect as connectSocket } from "node:net";
import type { Duplex } from "node:stream";
import type { MachineAddress } from "../../connection/host-key";
import { connectionFailure, interrupted, type Service } from "./failures";

/** Where a machine is, how long the way there may take, and the machine on that way. */
export interface Way extends MachineAddress {
  /** Undefined: no limit. */
  readonly dialTimeoutMs?: number;
  readonly through: { readonly host: string; readonly connection: Forwarder } | undefined;
}

/** The connection to a machine on the way. */
interface Forwarder {
  /** @throws IisError of the login there */
  open(signal: AbortSignal): Promise<{ forward(host: string, port: number, end: AbortSignal): Promise<Duplex> }>;
  /** Records that another machine behind it has answered. */
  noteAnswer(): void;
}

/**
 * A socket to a machine, or a connection that a machine on the way forwards.
 *
 * @throws LoginFailure with `UNREACHABLE` if that machine cannot reach it. @throws IisError of the login there
 */
export async function reach(service: Service, way: Way, signal: AbortSignal): Promise<Duplex> {
  const { host, port, dialTimeoutMs, through } = way;
  if (through === undefined) return connectSocket({ host, port, noDelay: true, keepAlive: true });
  const proxy = await through.connection.open(signal);
  const late = dialTimeoutMs === undefined ? undefined : AbortSignal.timeout(dialTimeoutMs);
  try {
    const forwarded = await proxy.forward(host, port, late === undefined ? signal : AbortSignal.any([signal, late]));
    through.connection.noteAnswer();
    return forwarded;
  } catch (cause) {
    if (signal.aborted) throw interrupted(way);
    const why = late?.aborted ? `no answer within ${Number(dialTimeoutMs) / 1000} s` : (cause as Error).message;
    throw connectionFailure(service, way, new Error(`${through.host} cannot reach it: ${why}`));
  }
}
