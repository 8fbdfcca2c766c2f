// The hosts of bench/fleet.mts over WinRM.
import { fork } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "#dist/provider/transport/connect.js";
import { leaveConnections } from "#dist/provider/transport/remote/shared-connection.js";
import { Authority } from "../tools/winrm-server/certificates.mts";
import { startWinrmServer } from "../tools/winrm-server/start.mts";
import { configOf, type Counts, type Fleet, makeFolder } from "./fleet-hosts.mts";

/** Hosts over WinRM with HTTPS and NTLM, each with an address of its own on loopback: one server, a connection and a shell each. */
export async function hostsOverWinrm(names: readonly string[], pools: number): Promise<Fleet> {
  const folder = makeFolder();
  const [configFile, socket] = [join(folder, "applicationHost.config"), join(folder, "machines.sock")];
  writeFileSync(configFile, configOf(pools, 1000));
  const addresses = names.map((_, at) => `127.1.${at >> 8}.${at & 255}`);
  const machines = fork(join(import.meta.dirname, "fleet-winrm-server.mts"), [configFile, socket, ...addresses]);
  await once(machines, "message");
  const [user, password] = ["bench", "secret"];
  const tls = new Authority(folder).issue("server");
  const server = await startWinrmServer({ users: { [user]: password }, addresses, tls, socket });
  const { fingerprint256: certFingerprint } = new X509Certificate(readFileSync(tls.certificate));
  const login = { type: "winrm" as const, port: server.port, user, password, certFingerprint };
  return {
    transports: addresses.map((host, at) => ({ ...connect({ ...login, host }), name: names[at] ?? "" })),
    count: async () => {
      machines.send("count");
      const [{ counts }] = (await once(machines, "message")) as [{ readonly counts: readonly Counts[] }];
      const opened = server.log().filter(({ event }) => event === "connection");
      return counts.map((one, at) => ({
        ...one,
        connections: opened.filter(({ machine }) => machine === addresses[at]).length,
      }));
    },
    close: async () => {
      await leaveConnections();
      await server.stop();
      machines.disconnect();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
