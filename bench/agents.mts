// Many agents against one web server: node bench/agents.mts [agents] (after npm run build), 10 times as fast. Each agent runs every 30
// minutes after its own splay, and fetches over a TLS connection of its own with the code of `iispools agent run`. It has the
// bundle already; after 5 minutes a new one is published. Then one run of the program is measured. Takes 8 minutes.
import { type ChildProcess, fork } from "node:child_process";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Fetched, fetchBundle } from "#dist/provider/agent/fetch-bundle.js";
import { splayOf } from "#dist/provider/agent/window.js";
import { openEnvelope, sealEnvelope } from "#dist/provider/bundle/envelope.js";
import { encodePayload } from "#dist/provider/bundle/payload.js";
import { Authority } from "../tools/winrm-server/certificates.mts";
import { repository, serverConfig } from "../tools/workspace/places.mts";
import type { Served } from "./agents-server.mts";
import { print, runNode, type Say } from "./lib/measure.mts";

const minute = 60_000;
const interval = 30 * minute;
const speed = 10;
const publishedAt = 5 * minute;

/** A bundle for so many servers, each named in it. */
function bundleFor(agents: number, queueLength: number, key: KeyObject): string {
  const hosts = Array.from(
    { length: agents },
    (_, index) => `  ${nameOf(index)}: { host: ${nameOf(index)}.example.com }`,
  );
  const pools = Array.from({ length: 50 }, (_, index) => `  Pool ${index}: {}`);
  const lines = ["version: 1", "hosts:", ...hosts, `defaults: { queueLength: ${queueLength} }`, "pools:", ...pools, ""];
  const files = [{ path: "pools.yaml", text: lines.join("\n") }];
  return sealEnvelope(encodePayload({ made: new Date().toISOString(), files }), key);
}

function nameOf(index: number): string {
  return `web-${String(index).padStart(5, "0")}`;
}

async function ask(server: ChildProcess, message: object): Promise<Served> {
  server.send(message);
  const [served] = (await once(server, "message")) as [Served];
  return served;
}

/** When agents got the new bundle, and how often each second of the simulated time had a request. */
interface Course {
  readonly gotAfter: readonly number[];
  readonly perSecond: ReadonlyMap<number, number>;
  readonly late: number;
}

/** What is simulated. Times in milliseconds. */
interface Simulation {
  readonly agents: number;
  readonly splay: number;
  readonly caCert: string;
  readonly trusted: readonly KeyObject[];
  readonly publish: () => Promise<unknown>;
}

async function simulate(url: URL, options: Simulation): Promise<Course> {
  const { agents, splay, caCert, trusted, publish } = options;
  const fetchOnce = (etag?: string): Promise<Fetched> =>
    fetchBundle(url, { etag, caCert, timeoutMs: minute, signal: new AbortController().signal });
  const first = await fetchOnce();
  if (first.kind !== "new") throw new Error("there is no bundle");
  const gotAfter: number[] = [];
  const perSecond = new Map<number, number>();
  let newest: string | undefined;
  const got = new Set<number>();
  const started = performance.now();
  const simulated = (): number => (performance.now() - started) * speed;
  let late = 0;
  const run = async (index: number, at: number): Promise<void> => {
    const second = Math.floor(at / 1000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    const fetched = await fetchOnce(got.has(index) ? newest : first.etag);
    if (fetched.kind === "failed") throw new Error(fetched.problem);
    if (fetched.kind === "unchanged" || got.has(index)) return;
    // All agents have the same bundle, and this one process stands for all of them.
    if (newest !== fetched.etag && !("payload" in openEnvelope(fetched.text, trusted))) throw new Error("not signed");
    newest = fetched.etag;
    got.add(index);
    gotAfter.push(simulated() - publishedAt);
  };
  const starts = Array.from({ length: agents }, (_, index) => ({ index, at: splayOf(nameOf(index), splay) }));
  const due = [0, 1].flatMap((round) => starts.map(({ index, at }) => ({ index, at: at + round * interval })));
  const runs: Promise<void>[] = [];
  let isPublished = false;
  for (const { index, at } of due.sort((a, b) => a.at - b.at)) {
    if (got.size === agents) break;
    if (!isPublished && at >= publishedAt) {
      isPublished = true;
      await publish();
    }
    const wait = at - simulated();
    if (wait > speed) await sleep(wait / speed);
    else if (wait < -10_000) late += 1;
    runs.push(run(index, at));
  }
  await Promise.all(runs);
  return { gotAfter: gotAfter.sort((a, b) => a - b), perSecond, late };
}

/** The processor time and memory of one run of the real program against a bundle that is there already. */
function oneRun(folder: string, bundle: string, publicKey: string): string {
  const files = { bundle: join(folder, "p.bundle"), key: join(folder, "key.pub"), hook: join(folder, "usage.cjs") };
  writeFileSync(files.bundle, bundle);
  writeFileSync(files.key, publicKey);
  const hook = `process.on("exit", () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require("node:fs").writeSync(2, "usage " + JSON.stringify([(userCPUTime + systemCPUTime) / 1e3, maxRSS / 1024]) + "\\n"); });`;
  writeFileSync(files.hook, hook);
  const config = join(folder, "applicationHost.config");
  writeFileSync(config, readFileSync(serverConfig()));
  const program = join(repository, "dist/provider/cli/bin.js");
  const options = [
    "--mode",
    "drift",
    "--as",
    nameOf(7),
    "--trust",
    files.key,
    "--state",
    join(folder, "state"),
    "--config-file",
    config,
  ];
  const shell = `"$0" --require "$1" "$2" agent run "$3" "\${@:4}" 2>&1 >/dev/null | grep usage; true`;
  const printed = runNode([
    "-e",
    `process.stdout.write(require("node:child_process").execFileSync("bash", ["-c", ...process.argv.slice(1)]))`,
    shell,
    process.execPath,
    files.hook,
    program,
    files.bundle,
    ...options,
  ]);
  const [milliseconds = 0, megabytes = 0] = JSON.parse(
    printed.trim().split("\n").at(-1)?.replace("usage ", "") ?? "[]",
  ) as number[];
  return `${Math.round(milliseconds)} ms of processor time, ${Math.round(megabytes)} MB of memory`;
}

/** The simulation with so many agents. */
export async function agentsAtOneServer(say: Say, agents = 10_000): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-agents-"));
  const authority = new Authority(folder);
  const { certificate, key: serverKey } = authority.issue("files");
  const pair = generateKeyPairSync("ed25519");
  const caCert = readFileSync(authority.certificate, "utf8");
  try {
    for (const splayMinutes of [30, 10]) {
      const server = fork(join(import.meta.dirname, "agents-server.mts"), [certificate, serverKey]);
      const [port] = (await once(server, "message")) as [number];
      const first = bundleFor(agents, 1000, pair.privateKey);
      await ask(server, { publish: first });
      const url = new URL(`https://127.0.0.1:${port}/pools.bundle`);
      const publish = (): Promise<Served> => ask(server, { publish: bundleFor(agents, 2000, pair.privateKey) });
      const before = await ask(server, {});
      const { gotAfter, perSecond, late } = await simulate(url, {
        ...{ agents, splay: splayMinutes * minute, caCert, trusted: [pair.publicKey], publish },
      });
      const after = await ask(server, {});
      server.disconnect();
      const requests = after.requests - before.requests;
      const share = (of: number): string =>
        ((gotAfter[Math.ceil(gotAfter.length * of) - 1] ?? NaN) / minute).toFixed(1);
      const peak = Math.max(...perSecond.values());
      const bytes = (after.bytes - before.bytes) / 1e6;
      say(
        `${agents} agents, every 30 min, splay ${splayMinutes} min: ${requests} requests, ${(requests / (perSecond.size || 1)).toFixed(1)} a second while there are any, at most ${peak}; ${after.unchanged - before.unchanged} times 304`,
      );
      say(
        `  the new bundle had reached 50 % after ${share(0.5)} min, 99 % after ${share(0.99)} min, all ${gotAfter.length} after ${share(1)} min`,
      );
      say(
        `  ${bytes.toFixed(0)} MB with TLS, of a bundle of ${(first.length / 1e6).toFixed(2)} MB; the server: ${((after.processor - before.processor) / requests / 1000).toFixed(2)} ms of processor time a request; ${late} requests began more than 10 s late`,
      );
    }
    const publicKey = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
    say(
      `one run of the agent, drift, nothing to do: ${oneRun(folder, bundleFor(1, 1000, pair.privateKey), publicKey)}`,
    );
    say(
      `the same with the bundle of ${agents} servers: ${oneRun(folder, bundleFor(agents, 1000, pair.privateKey), publicKey)}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) await agentsAtOneServer(print, Number(process.argv[2] ?? 10_000));
