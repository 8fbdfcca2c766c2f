import { IisError } from "../errors";
import type { Transport } from "../transport/transport";

/** A transport that only reads: every other command is refused (`READ_ONLY`). */
export function refuseWrites(transport: Transport): Transport {
  return {
    ...transport,
    exec: async (args, ...signals) => {
      const [verb = "", object = ""] = args;
      if (verb === "list") return transport.exec(args, ...signals);
      const problem = `appcmd ${verb} ${object} was not sent, because the provider has readOnly: true`;
      throw new IisError("READ_ONLY", { host: transport.host, problem });
    },
  };
}
