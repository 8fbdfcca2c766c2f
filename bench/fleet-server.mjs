// The servers of bench/fleet-ssh.mjs in a process of their own: one SSH server a host, each at a port of 127.0.0.1, with the
// emulator of this process behind it. Starting a process for each command would measure process starts.
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ssh from "ssh2";
import { bundle } from "../scripts/lib/bundle.mts";

const require = createRequire(import.meta.url);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
// What is built of the emulator is one program; here it is called.
const made = mkdtempSync(join(tmpdir(), "pulumi-iis-fleet-"));
await bundle(join(root, "emulator/run.ts"), join(made, "run.cjs"));
const { run } = require(join(made, "run.cjs"));
rmSync(made, { recursive: true });
const { parseCmdLine } = require(join(dist, "provider/quoting/cmd.js"));
const { parseCommandLine } = require(join(dist, "provider/quoting/parse.js"));

const [hosts, configFile, hostKey] = process.argv.slice(2);
const config = readFileSync(configFile, "utf8");
const schemas = new Map();
const environment = { WINDIR: "C:\\Windows" };

function readSchema(version) {
  const file = join(dist, "emulator/schema", `applicationPools-${version}.xml`);
  if (!schemas.has(version)) schemas.set(version, readFileSync(file, "utf8"));
  return schemas.get(version);
}

/** A machine without disk whose clock stands still. */
function memoryWorld() {
  const contents = new Map([["host", config]]);
  const read = (path) => (contents.has(path) ? Buffer.from(contents.get(path), "utf8") : undefined);
  return {
    ...{ env: { APPCMD_EMULATOR_CONFIG: "host" }, pid: 1, now: () => 0, sleep: () => undefined, isAlive: () => true },
    ...{ kill: () => process.exit(1), readInput: () => "", readSchema },
    files: {
      ...{ read, replace: (path, content) => contents.set(path, content), remove: (path) => contents.delete(path) },
      create: (path, content) => !contents.has(path) && contents.set(path, content) === contents,
      ...{ changed: (path) => (contents.has(path) ? 0 : undefined), target: (path) => path },
    },
  };
}

/** Starts a host's server. Answers its port; `counts` goes on counting. */
function start(counts) {
  const world = memoryWorld();
  const execute = (line, channel) => {
    const [, ...args] = parseCommandLine(parseCmdLine(line, environment));
    counts[args[0] === "list" ? "reads" : "commits"] += 1;
    const { stdout, exitCode } = run(args, world);
    channel.write(stdout);
    channel.exit(exitCode);
    channel.end();
  };
  const server = new ssh.Server({ hostKeys: [readFileSync(hostKey)] }, (client) => {
    counts.connections += 1;
    client
      .on("error", () => undefined)
      .on("authentication", (attempt) => attempt.accept())
      .on("session", (accept) => accept().on("exec", (begin, _reject, { command }) => execute(command, begin())));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));
}

const all = Array.from({ length: Number(hosts) }, () => ({ reads: 0, commits: 0, connections: 0 }));
process.send({ ports: await Promise.all(all.map(start)) });
process.on("message", () => process.send({ counts: all }));
process.on("disconnect", () => process.exit());
