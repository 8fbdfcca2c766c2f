// The servers of bench/fleet-hosts.mts in a process of their own: one SSH server a host, each at a port of 127.0.0.1, with the
// emulator of this process behind it. Starting a process for each command would measure process starts.
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ssh, { type ServerChannel } from "ssh2";
import { parseCmdLine, parseCommandLine } from "../tools/windows/shell-models.mts";
import type { run } from "../emulator/run.ts";
import type { World } from "../emulator/world.ts";
import { bundle } from "../scripts/lib/bundle.mts";
import { repository } from "../tools/workspace/places.mts";
import type { Counts } from "./fleet-hosts.mts";

const [hosts, configFile = "", hostKey = ""] = process.argv.slice(2);
const config = readFileSync(configFile, "utf8");
const environment = { WINDIR: "C:\\Windows" };
const schemas = new Map<string, string>();
const emulate = await loadEmulator();

/** What is built of the emulator is one program; here it is called. */
async function loadEmulator(): Promise<typeof run> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-fleet-"));
  try {
    const file = join(folder, "run.cjs");
    await bundle(join(repository, "emulator/run.ts"), file);
    return (createRequire(import.meta.url)(file) as { readonly run: typeof run }).run;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readSchema(version: string): string {
  const known = schemas.get(version);
  if (known !== undefined) return known;
  const text = readFileSync(join(repository, "dist/emulator/schema", `applicationPools-${version}.xml`), "utf8");
  schemas.set(version, text);
  return text;
}

/** A machine without disk whose clock stands still. */
function memoryWorld(): World {
  const contents = new Map([["host", config]]);
  return {
    ...{ env: { APPCMD_EMULATOR_CONFIG: "host" }, pid: 1, now: () => 0, sleep: () => undefined, isAlive: () => true },
    ...{ kill: () => process.exit(1), readInput: () => "", readSchema },
    files: {
      read: (path) => {
        const content = contents.get(path);
        return content === undefined ? undefined : Buffer.from(content, "utf8");
      },
      create: (path, content) => {
        if (contents.has(path)) return false;
        contents.set(path, content);
        return true;
      },
      replace: (path, content) => void contents.set(path, content),
      remove: (path) => void contents.delete(path),
      list: () => [],
      changed: (path) => (contents.has(path) ? 0 : undefined),
      target: (path) => path,
    },
  };
}

/** Starts a host's server, which counts. Returns its port. */
function start(counts: Counts): Promise<number> {
  const world = memoryWorld();
  const execute = (line: string, channel: ServerChannel): void => {
    const [, ...args] = parseCommandLine(parseCmdLine(line, environment));
    counts[args[0] === "list" ? "reads" : "commits"] += 1;
    const { stdout, exitCode } = emulate(args, world);
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
