// The hosts of bench/fleet.mjs, in two kinds. Each answers `{ transports, count, close }`; `count` answers
// `{ reads, commits, connections }` of each host since the start.
import { fork, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ssh from "ssh2";

const require = createRequire(import.meta.url);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const load = (module) => require(join(root, "dist/provider", `${module}.js`));

/** The sample server with so many pools of that queue length. */
function configOf(pools, queueLength) {
  const sample = readFileSync(join(root, "examples/basic/applicationHost.config"), "utf8");
  const added = Array.from(
    { length: pools },
    (_, index) => `<add name="Pool ${index}" queueLength="${queueLength}" />`,
  );
  return sample.replace('<add name="DefaultAppPool" />', added.join("\n            "));
}

/** What `list apppool /config:* /xml` prints of it. */
function listing(folder, pools, queueLength) {
  const configFile = join(folder, "applicationHost.config");
  writeFileSync(configFile, configOf(pools, queueLength));
  const env = { ...process.env, APPCMD_EMULATOR_CONFIG: configFile };
  const emulator = join(root, "dist/emulator/main.js");
  return spawnSync(process.execPath, [emulator, "list", "apppool", "/config:*", "/xml"], { env }).stdout;
}

function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-bench-"));
  const close = () => rmSync(folder, { recursive: true, force: true });
  return work(folder, close);
}

/** Hosts that answer at once, from memory. */
export function hostsAtOnce(names, pools) {
  const answers = inFolder((folder, close) => {
    const all = [1000, 2000].map((queueLength) => listing(folder, pools, queueLength));
    close();
    return all;
  });
  const counts = names.map(() => ({ reads: 0, commits: 0, connections: 0 }));
  const { commandLineLength } = load("quoting/quote");
  const transports = names.map((name, index) => {
    const exec = ([verb]) => {
      counts[index][verb === "list" ? "reads" : "commits"] += 1;
      const stdout = verb === "list" ? answers[Math.min(counts[index].commits, 1)].toString("utf8") : "";
      return Promise.resolve({ exitCode: 0, stdout });
    };
    return { name, host: name, key: name, maxCommandLength: 30_000, commandLength: commandLineLength, exec };
  });
  return { transports, count: () => counts, close: () => undefined };
}

/** Hosts over SSH at 127.0.0.1, a server and a connection each. */
export function hostsOverSsh(names, pools) {
  return inFolder(async (folder, close) => {
    const [configFile, keyFile] = [join(folder, "applicationHost.config"), join(folder, "host_key")];
    const hostKey = ssh.utils.generateKeyPairSync("ed25519");
    const userKey = ssh.utils.generateKeyPairSync("ed25519");
    writeFileSync(configFile, configOf(pools, 1000));
    writeFileSync(keyFile, hostKey.private, { mode: 0o600 });
    const server = fork(join(root, "bench/fleet-server.mjs"), [String(names.length), configFile, keyFile]);
    const [{ ports }] = await once(server, "message");
    const { connect } = load("transport/connect");
    const login = { host: "127.0.0.1", user: "bench", privateKey: userKey.private, hostKey: hostKey.public };
    const transports = names.map((name, index) => ({ name, ...connect({ ...login, port: ports[index] }) }));
    const count = async () => {
      server.send("count");
      const [{ counts }] = await once(server, "message");
      return counts;
    };
    const end = () => {
      load("transport/ssh/connection").closeConnections();
      server.disconnect();
      close();
    };
    return { transports, count, close: end };
  });
}
