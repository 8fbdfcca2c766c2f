import { IisError } from "../errors";
import type { Transport } from "../transport/transport";

/**
 * A transport that begins nothing further once the signal is aborted; what runs is waited for. One that ends it:
 * {@link stoppable}.
 *
 * @param stops `writes`: reads go on, so that what was written is still looked at.
 */
export function interruptible(transport: Transport, signal: AbortSignal, stops: "writes" | "everything"): Transport {
  return {
    ...transport,
    exec: async (args, given, end) => {
      const isRead = args[0] === "list";
      if (isRead && stops === "writes") return transport.exec(args, given, end);
      if (!signal.aborted) return transport.exec(args, signal, end);
      const problem = `interrupted; ${isRead ? "not read" : "not written"}`;
      throw new IisError("INTERRUPTED", { host: transport.host, problem });
    },
  };
}
