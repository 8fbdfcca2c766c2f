// The hosts of bench/fleet.mts that answer at once, and those over SSH.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ssh from "ssh2";
import { commandLineLength } from "#dist/provider/quoting/quote.js";
import { connect } from "#dist/provider/transport/connect.js";
import { closeConnections } from "#dist/provider/transport/remote/shared-connection.js";
import type { Transport } from "#dist/provider/transport/transport.js";
import { emulatorMain, repository } from "../tools/workspace/places.mts";
import { runNode } from "./lib/measure.mts";

/** What one host was asked since the start. */
export interface Counts {
  reads: number;
  commits: number;
  connections: number;
}

/** Hosts with their counts, in the same order. */
export interface Fleet {
  readonly transports: readonly (Transport & { readonly name: string })[];
  readonly count: () => Promise<readonly Readonly<Counts>[]>;
  readonly close: () => void | Promise<void>;
}

/** The sample server with so many pools of that queue length. */
export function configOf(pools: number, queueLength: number): string {
  const sample = readFileSync(join(repository, "examples/basic/applicationHost.config"), "utf8");
  const added = Array.from(
    { length: pools },
    (_, index) => `<add name="Pool ${index}" queueLength="${queueLength}" />`,
  );
  return sample.replace('<add name="DefaultAppPool" />', added.join("\n            "));
}

/** What `list apppool /config:* /xml` prints of it. */
function listing(folder: string, pools: number, queueLength: number): string {
  const configFile = join(folder, "applicationHost.config");
  writeFileSync(configFile, configOf(pools, queueLength));
  const env = { ...process.env, APPCMD_EMULATOR_CONFIG: configFile };
  return runNode([emulatorMain, "list", "apppool", "/config:*", "/xml"], { env, maxBuffer: 2 ** 28 });
}

/** A temporary folder. */
export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), "pulumi-iis-bench-"));
}

function makeKeys(): ReturnType<typeof ssh.utils.generateKeyPairSync> {
  return ssh.utils.generateKeyPairSync("ecdsa", { bits: 256 });
}

/** Hosts that answer at once, from memory. */
export function hostsAtOnce(names: readonly string[], pools: number): Promise<Fleet> {
  const folder = makeFolder();
  const [before, after] = [listing(folder, pools, 1000), listing(folder, pools, 2000)];
  rmSync(folder, { recursive: true, force: true });
  const hosts = names.map((name) => {
    const counts = { reads: 0, commits: 0, connections: 0 };
    const exec: Transport["exec"] = ([verb]) => {
      counts[verb === "list" ? "reads" : "commits"] += 1;
      const stdout = verb !== "list" ? "" : counts.commits === 0 ? before : after;
      return Promise.resolve({ exitCode: 0, stdout });
    };
    const limits = { maxCommandLength: 30_000, commandLength: commandLineLength };
    return { counts, transport: { name, host: name, key: name, ...limits, exec } };
  });
  return Promise.resolve({
    transports: hosts.map(({ transport }) => transport),
    count: () => Promise.resolve(hosts.map(({ counts }) => ({ ...counts }))),
    close: () => undefined,
  });
}

/** SSH servers at 127.0.0.1, one for each host. */
export interface SshServers {
  readonly ports: readonly number[];
  /** The public key of all servers. */
  readonly hostKey: string;
  /** A private key with which they let in. */
  readonly userKey: string;
  readonly count: Fleet["count"];
  readonly close: () => void;
}

/** Starts them in a process of their own. @param folder for their files */
export async function startSshServers(folder: string, hosts: number, pools: number): Promise<SshServers> {
  const [configFile, keyFile] = [join(folder, "applicationHost.config"), join(folder, "host_key")];
  // Of the Ed25519 keys that ssh2 makes, it cannot read one in two hundred.
  const [hostKey, userKey] = [makeKeys(), makeKeys()];
  writeFileSync(configFile, configOf(pools, 1000));
  writeFileSync(keyFile, hostKey.private, { mode: 0o600 });
  const server = fork(join(import.meta.dirname, "fleet-server.mts"), [String(hosts), configFile, keyFile]);
  const [{ ports }] = (await once(server, "message")) as [{ readonly ports: readonly number[] }];
  return {
    ...{ ports, hostKey: hostKey.public, userKey: userKey.private },
    count: async () => {
      server.send("count");
      const [{ counts }] = (await once(server, "message")) as [{ readonly counts: readonly Counts[] }];
      return counts;
    },
    close: () => {
      server.disconnect();
    },
  };
}

/** Hosts over SSH at 127.0.0.1, a server and a connection each. */
export async function hostsOverSsh(names: readonly string[], pools: number): Promise<Fleet> {
  const folder = makeFolder();
  const { ports, hostKey, userKey, count, close } = await startSshServers(folder, names.length, pools);
  const login = { host: "127.0.0.1", user: "bench", privateKey: userKey, hostKey };
  return {
    transports: ports.map((port, at) => ({ ...connect({ ...login, port }), name: names[at] ?? "" })),
    count,
    close: () => {
      closeConnections();
      close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
