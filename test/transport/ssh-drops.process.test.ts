import { readFileSync } from "node:fs";
import { applyRequests, type Desired } from "../../provider/engine";
import type { Outcome } from "../../provider/engine/apply/request";
import { connect } from "../../provider/transport/connect";
import { closeConnections } from "../../provider/transport/remote/shared-connection";
import { sampleConfig, verbs } from "../engine/offline-host";
import { type Cutter, startCutter } from "./openssh/cutter";
import { describeWithSshd } from "./openssh/needs";
import { type Sshd, startSshd } from "./openssh/sshd";
import { type WindowsHost, windowsHost } from "./openssh/windows-host";

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

/** Five at a time: a server that takes ten seconds for a commit, as all at once could, is one that has lost it. */
async function inBatches<T, R>(all: readonly T[], work: (one: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < all.length; start += 5) {
    const batch = all.slice(start, start + 5);
    results.push(...(await Promise.all(batch.map((one, index) => work(one, start + index)))));
  }
  return results;
}

describeWithSshd("a connection that breaks in the middle", () => {
  // An SSH server listens at 16 addresses at most.
  const addresses = Array.from({ length: 11 }, (_, index) => `127.0.0.${index + 1}`);
  let sshds: Sshd[];
  const cutters: Cutter[] = [];

  beforeAll(async () => {
    sshds = [await startSshd({ addresses }), await startSshd({ addresses })];
  });

  afterAll(async () => {
    closeConnections();
    for (const cutter of cutters) await cutter.stop();
    for (const sshd of sshds) await sshd.stop();
  });

  /** A server that is reached through a cutter of its own: one of 22. */
  async function hostBehindCutter(number: number): Promise<{ host: WindowsHost; cutter: Cutter }> {
    const address = addresses[number >> 1]!;
    const sshd = sshds[number % 2]!;
    const host = windowsHost(sshd, address);
    const cutter = await startCutter(sshd.port, address);
    cutters.push(cutter);
    return { cutter, host: { ...host, connection: { ...host.connection, host: "127.0.0.1", port: cutter.port } } };
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
        outcome: outcome.ok ? "as desired" : outcome.error.message,
        isDesired: host.config() === after,
        commits: calls.filter(({ commit }) => commit).length,
        connections: cutter.connections(),
        reads: verbs(calls).filter((verb) => verb === "list apppool").length >= 2,
      };
    });
    expect(broken).toEqual(
      broken.map(({ point }) => ({
        ...{ point, outcome: "as desired", isDesired: true, commits: 1, reads: true },
        connections: expect.any(Number),
      })),
    );
    // Each one did break. (What passes last is not needed any more, and its length is not always the same.)
    for (const { connections } of broken) expect(connections).toBeGreaterThan(1);
  });

  it("is a clear error where the server stays away, and the file is the old one or the new one", async () => {
    const { host, cutter } = await hostBehindCutter(21);
    await connect(host.connection).exec(["list", "apppool"]);
    await cutter.stop();
    const outcome = await apply(host);
    expect(outcome).toMatchObject({ ok: false, error: { code: "UNREACHABLE" } });
    expect(host.config()).toBe(before);
  });
});
