// The servers of bench/fleet-hosts.mts in a process of their own: one SSH server a host, each at a port of 127.0.0.1.
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import ssh, { type ServerChannel } from "ssh2";
import { parseCmdLine } from "../tools/windows/shell-models.mts";
import { startMachine } from "./fleet-machine.mts";
import type { Counts } from "./fleet-hosts.mts";

const [hosts, configFile = "", hostKey = ""] = process.argv.slice(2);
const config = readFileSync(configFile, "utf8");

/** Starts a host's server, which counts. Returns its port. */
function start(counts: Counts): Promise<number> {
  const run = startMachine(config, counts);
  const execute = (line: string, channel: ServerChannel): void => {
    const { stdout, exitCode } = run(parseCmdLine(line, { WINDIR: "C:\\Windows" }));
    channel.write(stdout);
    channel.exit(exitCode);
    channel.end();
  };
  const server = new ssh.Server({ hostKeys: [readFileSync(hostKey)] }, (client) => {
    counts.connections += 1;
    client
      .on("error", () => undefined)
      .on("authentication", (attempt) => {
        attempt.accept();
      })
      .on("session", (accept) => {
        accept().on("exec", (begin, _reject, { command }) => {
          execute(command, begin());
        });
      });
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const all = Array.from({ length: Number(hosts) }, (): Counts => ({ reads: 0, commits: 0, connections: 0 }));
process.send?.({ ports: await Promise.all(all.map(start)) });
process.on("message", () => process.send?.({ counts: all }));
process.on("disconnect", () => process.exit());
