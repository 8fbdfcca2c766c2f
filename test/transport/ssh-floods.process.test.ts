import "./read-less-output";
import { createServer, type Server as TcpServer, type Socket } from "node:net";
import type { ServerChannel } from "ssh2";
import { inspectHost } from "../../provider/engine/inspect";
import { maxOutputBytes } from "../../provider/transport/command-output";
import { connect } from "../../provider/transport/connect";
import type { Connection } from "../../provider/connection/schema";
import { closeConnections } from "../../provider/transport/remote/shared-connection";
import type { ExecResult } from "../../provider/transport/transport";
import { describeWithSshd } from "./openssh/needs";
import { newHostKey, type SmallServer, startSmallServer } from "./openssh/small-server";
import { startSshd } from "./openssh/sshd";

const tooMuch: ExecResult = { exitCode: -1, stdout: "", ended: "overflow" };

afterEach(closeConnections);

describeWithSshd("a command at OpenSSH's own server", () => {
  it("that prints without end is ended, and the error says so", async () => {
    const sshd = await startSshd({ forceCommand: "yes '<appcmd/>'" });
    const { port, user, userKey, hostKey: key } = sshd;
    const login = { host: "127.0.0.1", port, user, privateKey: userKey.privateKey, hostKey: key.publicKey };
    await expect(inspectHost(connect(login))).rejects.toMatchObject({
      code: "OUTPUT_TOO_LARGE",
      message: expect.stringMatching(
        /^127\.0\.0\.1: appcmd was ended, because it printed more than 256 MB \(appcmd list/,
      ),
    });
    await sshd.stop();
  }, 60_000);
});

describe("a server that says more than anybody asked for", () => {
  let server: SmallServer | undefined;

  afterEach(async () => {
    closeConnections();
    await server?.stop();
    server = undefined;
  });

  const start = async (handle: (channel: ServerChannel, line: string) => void): Promise<Connection> => {
    const letIn = (attempt: { accept(): void }): void => {
      attempt.accept();
    };
    server = await startSmallServer(newHostKey(), letIn, (line, channel) => {
      handle(channel, line);
    });
    const { port } = server;
    return { host: "127.0.0.1", port, user: "u", password: "p", insecureIgnoreHostKey: true, dialErrorLimit: 1 };
  };
  const piece = Buffer.alloc(1024 * 1024, "x");
  /** Writes for as long as somebody listens. */
  const flood = (channel: ServerChannel, into: NodeJS.WritableStream = channel): void => {
    let isOpen = true;
    channel.on("close", () => (isOpen = false)).resume();
    const more = (): void => {
      if (isOpen && into.writable) into.write(piece, more);
    };
    more();
  };
  const end = (channel: ServerChannel): void => {
    channel.exit(0);
    channel.end();
  };

  it("on standard error is ended, and its session is closed", async () => {
    let isClosed = (): void => undefined;
    const closed = new Promise<void>((resolve) => (isClosed = resolve));
    const host = await start((channel, line) => {
      if (!line.endsWith("endless")) {
        end(channel);
        return;
      }
      channel.on("close", isClosed);
      flood(channel, channel.stderr);
    });
    expect(await connect(host).exec(["endless"])).toEqual(tooMuch);
    await closed;
    // The connection goes on.
    expect(await connect(host).exec(["list"])).toEqual({ exitCode: 0, stdout: "" });
  }, 60_000);

  it("after its exit code is ended all the same", async () => {
    const host = await start((channel) => {
      channel.exit(0);
      flood(channel);
    });
    expect(await connect(host).exec(["list"])).toEqual(tooMuch);
  }, 60_000);

  it("in one line of 4 MB and in 2,000 pieces is read whole", async () => {
    const host = await start((channel, line) => {
      if (line.endsWith("pieces")) for (let count = 0; count < 2_000; count += 1) channel.write("x");
      else channel.write(Buffer.alloc(4e6, "x"));
      end(channel);
    });
    expect((await connect(host).exec(["line"])).stdout).toHaveLength(4e6);
    expect((await connect(host).exec(["pieces"])).stdout).toHaveLength(2_000);
  }, 60_000);
});

describe("what is no SSH server", () => {
  let server: TcpServer | undefined;
  let connections = 0;
  const open = new Set<Socket>();

  afterEach(async () => {
    for (const socket of open) socket.destroy();
    await new Promise<unknown>((resolve) => server?.close(resolve));
  });

  const listen = async (onConnection: (socket: Socket) => void): Promise<Connection> => {
    connections = 0;
    server = createServer((socket) => {
      connections += 1;
      open.add(socket);
      socket.on("error", () => undefined).resume();
      onConnection(socket);
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const login = { host: "127.0.0.1", port, user: "u", password: "p", insecureIgnoreHostKey: true };
    return { ...login, dialErrorLimit: 2, perDialTimeout: 0.3 };
  };
  const pour = (text: string) => (socket: Socket) => {
    const more = (): void => {
      if (socket.writable) socket.write(text, more);
    };
    more();
  };

  it.each<[string, (socket: Socket) => void, number]>([
    ["says nothing", () => undefined, 2],
    ["never ends its first line", pour("x".repeat(100_000)), 1],
    ["greets without end", pour("Welcome!\r\n".repeat(10_000)), 1],
    ["speaks HTTP", (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"), 2],
    ["sends noise after its name", pour("SSH-2.0-x\r\n\u0001\u0002garbage"), 2],
    ["says its name and no more", (socket) => socket.write("SSH-2.0-OpenSSH_9.5\r\n"), 2],
    ["hangs up", (socket) => socket.destroy(), 2],
  ])("as it %s, is an error after the attempts that may fail", async (_what, onConnection, attempts) => {
    const host = await listen(onConnection);
    const error = await connect(host)
      .exec(["list"])
      .catch((cause: unknown) => cause as Error & { code: string });
    expect(error).toMatchObject({ code: "UNREACHABLE" });
    expect((error as Error).message.length).toBeLessThan(600);
    expect(connections).toBe(attempts);
  });
});

it("what is read of one command is 256 MB", () => {
  expect(maxOutputBytes).toBe(256 * 1024 ** 2);
});
