import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "../../provider/connection/schema";
import { applyRequests, type Desired } from "../../provider/engine";
import type { Outcome } from "../../provider/engine/apply/request";
import { connect } from "../../provider/transport/connect";
import { closeConnections } from "../../provider/transport/remote/shared-connection";
import { Authority } from "../../tools/winrm-server/certificates.mts";
import { startWinrmServer } from "../../tools/winrm-server/start.mts";
import { compiledFolder } from "../../tools/workspace/places.mts";
import { sampleConfig, verbs } from "../engine/offline-host";
import { type Cutter, startCutter } from "./openssh/cutter";
import { describeWithSshd } from "./openssh/needs";
import { startSshd } from "./openssh/sshd";
import { playedMachine, type WindowsHost } from "./openssh/windows-host";
import { describeWithWinrm } from "./winrm/needs";

const before = readFileSync(sampleConfig, "utf8");
const desired: Desired = {
  target: { pool: "Größe (Maß)" },
  settings: { queueLength: 2000, "failure.orphanActionParams": "100% sure" },
  inherit: [],
};

/** Always the same points, spread over everything that passes. */
function points(count: number, total: number): number[] {
  let seed = 20_261_121;
  return Array.from({ length: count }, (_, index) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor(((index + seed / 2 ** 31) * total) / count);
  });
}

/** Where the answer to a password may have been lost: it is not sent again, and nothing is changed. */
const unclear = "the password was sent";

function describeOutcome(outcome: Outcome): string {
  if (outcome.ok) return "as desired";
  return /The password was sent and is not sent again/.test(outcome.error.message) ? unclear : outcome.error.message;
}

/** Five at a time: a server that takes ten seconds for a commit, as all at once could, is one that has lost it. */
async function inBatches<T, R>(all: readonly T[], work: (one: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < all.length; start += 5) {
    const batch = all.slice(start, start + 5);
    results.push(...(await Promise.all(batch.map((one, index) => work(one, start + index)))));
  }
  return results;
}

// An SSH server listens at 16 addresses at most.
const addresses = Array.from({ length: 11 }, (_, index) => `127.0.0.${index + 1}`);

/** A server at all of the addresses. */
interface Server {
  readonly folder: string;
  readonly port: number;
  readonly login: Connection;
  stop(): Promise<void>;
}

async function overSsh(): Promise<Server> {
  const sshd = await startSshd({ addresses });
  const { folder, port, user, userKey, hostKey } = sshd;
  return {
    folder,
    port,
    login: { user, privateKey: userKey.privateKey, hostKey: hostKey.publicKey },
    stop: () => sshd.stop(),
  };
}

async function overWinrm(isHttps: boolean): Promise<Server> {
  const place = mkdtempSync(join(tmpdir(), "pulumi-iis-drops-"));
  const authority = new Authority(place);
  const [user, password] = ["Administrator", "secret"];
  const environment = { NODE_COMPILE_CACHE: compiledFolder };
  const tls = isHttps ? { tls: authority.issue("server") } : {};
  const server = await startWinrmServer({
    addresses,
    users: { [user]: password },
    environment,
    ...tls,
  });
  const trust = isHttps ? { caCert: readFileSync(authority.certificate, "utf8") } : { https: false };
  return {
    ...{
      folder: server.folder,
      port: server.port,
      login: { type: "winrm", user, password, operationTimeout: 1, ...trust },
    },
    async stop() {
      await server.stop();
      rmSync(place, { recursive: true });
    },
  };
}

describeWithSshd("a connection over SSH that breaks in the middle", () => {
  breaks(overSsh, 0);
});

describeWithWinrm("a connection over WinRM that breaks in the middle, HTTP", () => {
  breaks(() => overWinrm(false), 2);
});

describeWithWinrm("a connection over WinRM that breaks in the middle, HTTPS", () => {
  breaks(() => overWinrm(true), 2);
});

function breaks(start: () => Promise<Server>, mostUnclear: number): void {
  let servers: Server[];
  const cutters: Cutter[] = [];

  beforeAll(async () => {
    servers = [await start(), await start()];
  });

  afterAll(async () => {
    closeConnections();
    for (const cutter of cutters) await cutter.stop();
    for (const server of servers) await server.stop();
  });

  /** A server that is reached through a cutter of its own: one of 22. */
  async function hostBehindCutter(number: number): Promise<{ host: WindowsHost; cutter: Cutter }> {
    const address = addresses[number >> 1]!;
    const { folder, port, login } = servers[number % 2]!;
    const cutter = await startCutter(port, address);
    cutters.push(cutter);
    const connection = { ...login, host: "127.0.0.1", port: cutter.port, dialErrorLimit: 3 };
    return { cutter, host: { ...playedMachine(folder, address), connection } };
  }

  async function apply(host: WindowsHost): Promise<Outcome> {
    const [outcome] = await applyRequests(connect(host.connection), [{ kind: "ensure", desired, mustBeNew: false }]);
    return outcome!;
  }

  it("ends in the state that is asked for, applied once, wherever it breaks", async () => {
    const whole = await hostBehindCutter(0);
    expect(await apply(whole.host)).toMatchObject({ ok: true });
    const after = whole.host.config();
    expect(after).not.toBe(before);
    const total = whole.cutter.passed();

    const broken = await inBatches(points(20, Math.floor(total * 0.95)), async (point, index) => {
      const { host, cutter } = await hostBehindCutter(index + 1);
      cutter.cutAfter(point);
      const outcome = await apply(host);
      const calls = host.takeCalls();
      return {
        point,
        outcome: describeOutcome(outcome),
        isDesired: host.config() === after,
        commits: calls.filter(({ commit }) => commit).length,
        connections: cutter.connections(),
        reads: verbs(calls).filter((verb) => verb === "list apppool").length >= 2,
      };
    });
    expect(broken).toEqual(
      broken.map(({ point, outcome }) => ({
        ...(outcome === unclear
          ? { point, outcome, isDesired: false, commits: 0, reads: false }
          : { point, outcome: "as desired", isDesired: true, commits: 1, reads: true }),
        connections: expect.any(Number),
      })),
    );
    expect(broken.filter(({ outcome }) => outcome === unclear).length).toBeLessThanOrEqual(mostUnclear);
    // Each one did break. (What passes last is not needed any more, and its length is not always the same.)
    for (const { connections, outcome } of broken) expect(connections).toBeGreaterThan(outcome === unclear ? 0 : 1);
  });

  it("is a clear error where the server stays away, and the file is the old one or the new one", async () => {
    const { host, cutter } = await hostBehindCutter(21);
    await connect(host.connection).exec(["list", "apppool"]);
    await cutter.stop();
    const outcome = await apply(host);
    expect(outcome).toMatchObject({ ok: false, error: { code: "UNREACHABLE" } });
    expect(host.config()).toBe(before);
  });
}
