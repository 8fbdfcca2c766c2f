import { leaveConnections } from "#dist/provider/transport/remote/shared-connection.js";
import { connectionsOf } from "./connections.mts";
import { expect } from "./machine.mts";
import { winrmAssumptions } from "./winrm-assumptions.mts";
import { WinrmProbe } from "./winrm-probe.mts";

/** Every assumption about WinRM, by each connection of PULUMI_IIS_TEST_WINRM. @throws NotHere if there is none */
export async function assumedOfWinrm(say: (line: string) => void): Promise<void> {
  const differences: string[] = [];
  for (const connection of connectionsOf("PULUMI_IIS_TEST_WINRM")) {
    const { auth = "negotiate", https = true, shell } = connection;
    const way = `${auth} over ${https ? "HTTPS" : "HTTP"}${shell === undefined ? "" : `, shell: ${shell}`}`;
    const probe = new WinrmProbe(connection);
    try {
      for (const { id, verify } of winrmAssumptions) {
        const difference = await verify(probe).then(
          () => undefined,
          (error: unknown) => (error as Error).message,
        );
        say(`${way}: ${id}: ${difference === undefined ? "as assumed" : "differs"}`);
        if (difference !== undefined) differences.push(`${way}: ${id}: ${difference}`);
      }
    } finally {
      await probe.close().catch(() => undefined);
      await leaveConnections();
    }
  }
  expect(differences.length === 0, `all assumptions to hold\n${differences.join("\n")}`);
}
