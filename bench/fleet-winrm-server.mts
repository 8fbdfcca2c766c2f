// What the WinRM server of bench/fleet-winrm.mts runs for its machines, in a process of its own that answers at a Unix socket.
import { once } from "node:events";
import { createServer } from "node:net";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { type RunLine, startMachine } from "./fleet-machine.mts";
import type { Counts } from "./fleet-hosts.mts";

const [configFile = "", socket = "", ...addresses] = process.argv.slice(2);
const config = readFileSync(configFile, "utf8");
const all = addresses.map((): Counts => ({ reads: 0, commits: 0, connections: 0 }));
const machines = new Map(addresses.map((address, at) => [address, startMachine(config, all[at] as Counts)]));

interface Question {
  readonly machine: string;
  readonly shell: "cmd" | "process";
  readonly line: string;
}

function answer({ machine, shell, line }: Question): ReturnType<RunLine> {
  // cmd.exe only says where Windows is.
  if (shell === "cmd") return { stdout: "C:\\Windows\r\n", exitCode: 0 };
  const run = machines.get(machine);
  if (run === undefined) throw new Error(`no machine ${machine}`);
  return run(line);
}

const server = createServer((connection) => {
  createInterface({ input: connection }).once("line", (line) => {
    connection.end(JSON.stringify(answer(JSON.parse(line) as Question)));
  });
});
await once(server.listen(socket), "listening");
process.send?.("ready");
process.on("message", () => process.send?.({ counts: all }));
process.on("disconnect", () => process.exit());
