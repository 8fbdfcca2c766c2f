import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerChannel } from "ssh2";
import { connect } from "../../provider/transport/connect";
import { closeConnections } from "../../provider/transport/remote/shared-connection";
import type { ExecResult, Transport } from "../../provider/transport/transport";
import { describeWithSshd } from "./openssh/needs";
import { type SmallServer, startSmallServer } from "./openssh/small-server";
import { type KeyPair, makeKeyPair } from "./openssh/sshd";

/** Timers stand still until a test lets time pass; everything else goes on. */
function stopClock(): void {
  jest.useFakeTimers({
    doNotFake: ["nextTick", "setImmediate", "clearImmediate", "queueMicrotask", "performance", "Date", "hrtime"],
  });
}

/** Client and server are both in this process: what has not come after a million turns of its loop never will. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; !isSo(); turns += 1) {
    if (turns > 1_000_000) throw new Error("it never came");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describeWithSshd("a connection over SSH, as time passes,", () => {
  let folder: string;
  let key: KeyPair;
  let server: SmallServer;
  let transport: Transport;
  let logins: number;
  let pings: number;
  /** Whether the server answers when it is asked whether it is there. */
  let isThere: boolean;
  /** Questions of that kind that it still has to answer, which it does in their order. */
  let unanswered: (() => void)[];
  /** The sessions of commands that never end by themselves. */
  let hanging: ServerChannel[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-iis-clock-"));
    key = makeKeyPair(folder, "host_key");
  });

  beforeEach(async () => {
    [logins, pings, isThere, unanswered, hanging] = [0, 0, true, [], []];
    server = await startSmallServer(
      key.privateKey,
      (attempt) => {
        logins += 1;
        attempt.accept();
      },
      (line, channel) => {
        if (line.endsWith("hang")) hanging.push(channel.resume());
        else {
          channel.exit(0);
          channel.end();
        }
      },
      {
        onPing: (answer) => {
          pings += 1;
          unanswered.push(answer);
          if (isThere) for (const late of unanswered.splice(0)) late();
        },
      },
    );
    transport = connect({
      ...{ host: "127.0.0.1", port: server.port, user: "me", password: "right", hostKey: key.publicKey },
      dialErrorLimit: 1,
    });
    stopClock();
  });

  afterEach(async () => {
    jest.useRealTimers();
    closeConnections();
    await server.stop();
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** A command that hangs on the server, and what it has ended with so far. */
  async function hang(): Promise<{ readonly ended: () => ExecResult | undefined; readonly end: Promise<ExecResult> }> {
    let result: ExecResult | undefined;
    const end = transport.exec(["hang"]).then((one) => (result = one));
    const count = hanging.length;
    await until(() => hanging.length > count);
    return { end, ended: () => result };
  }

  /** Lets time pass, and a command to the server and back: what came of it by then has arrived. */
  async function pass(ms: number): Promise<void> {
    jest.advanceTimersByTime(ms);
    expect(await transport.exec(["list"])).toEqual({ exitCode: 0, stdout: "" });
  }

  it("gives a command two minutes, then ends its session and goes on with others", async () => {
    const { end, ended } = await hang();
    let isClosed = false;
    hanging[0]!.on("close", () => (isClosed = true));
    for (let seconds = 15; seconds < 120; seconds += 15) await pass(15_000);
    await pass(14_999);
    expect([ended(), isClosed]).toEqual([undefined, false]);
    jest.advanceTimersByTime(1);
    expect(await end).toEqual({ exitCode: -1, stdout: "", ended: "timeout" });
    await until(() => isClosed);
    await pass(0);
    expect(logins).toBe(1);
  });

  it("asks every 15 s whether the server is there, and stays as long as it answers", async () => {
    await pass(0);
    for (let count = 1; count <= 20; count += 1) {
      await pass(15_000);
      expect(pings).toBe(count);
    }
    expect(logins).toBe(1);
  });

  it("gives the server up that leaves four questions without an answer; the next command connects anew", async () => {
    isThere = false;
    const { end, ended } = await hang();
    for (let count = 1; count <= 4; count += 1) {
      await pass(15_000);
      expect([pings, ended()]).toEqual([count, undefined]);
    }
    jest.advanceTimersByTime(15_000);
    // Nobody knows what became of it: it is looked at, and not sent again.
    expect(await end).toEqual({ exitCode: -1, stdout: "", ended: "lost" });
    expect([pings, logins, hanging.length]).toEqual([4, 1, 1]);
    await pass(0);
    expect(logins).toBe(2);
  });

  it("stays where the answers come late, but come", async () => {
    isThere = false;
    await pass(0);
    for (let count = 1; count <= 20; count += 1) {
      // With every fourth question all are answered.
      isThere = count % 4 === 0;
      await pass(15_000);
    }
    expect([pings, logins]).toEqual([20, 1]);
  });

  it("asks no more once it is closed", async () => {
    await pass(0);
    closeConnections();
    await until(() => jest.getTimerCount() === 0);
    await pass(0);
    expect(logins).toBe(2);
    await pass(15_000);
    expect(pings).toBe(1);
  });
});
