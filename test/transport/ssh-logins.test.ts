import "./no-pauses";
import { setTimeout as pause } from "node:timers/promises";
import { type AuthContext, Server } from "ssh2";
import { connect } from "../../provider/transport/connect";
import type { Connection } from "../../provider/connection/schema";
import { closeConnections } from "../../provider/transport/remote/shared-connection";
import { sshTransport } from "../../provider/transport/ssh/ssh";
import type { Transport } from "../../provider/transport/transport";
import { newHostKey, sendAtOnce } from "./openssh/small-server";

const pauses = (): unknown[] => jest.mocked(pause).mock.calls.map(([ms]) => ms);

type ServerConnection = Parameters<NonNullable<ConstructorParameters<typeof Server>[1]>>[0];

function disconnect(client: ServerConnection): void {
  client.end();
}

/** Breaks the connection without a word. */
function cut(client: ServerConnection): void {
  (client as unknown as { _sock: { destroy(): void } })._sock.destroy();
}

const hostKey = newHostKey();

interface Behaviour {
  readonly logIn?: (attempt: AuthContext, client: ServerConnection) => void;
  readonly onReady?: (client: ServerConnection) => void;
  readonly onCommand?: (client: ServerConnection) => void;
  readonly onForward?: (client: ServerConnection) => void;
}

describe("a server that does not keep the connection", () => {
  let servers: Server[] = [];

  afterEach(async () => {
    closeConnections();
    for (const server of servers) await new Promise<unknown>((resolve) => server.close(resolve));
    servers = [];
    jest.clearAllMocks();
  });

  /** A server that does so, what it saw of passwords, and its logins. */
  async function start(behaviour: Behaviour): Promise<{ port: number; logins: () => number; sent: string[] }> {
    let logins = 0;
    const sent: string[] = [];
    const server = new Server({ hostKeys: [hostKey] }, (client) => {
      sendAtOnce(client);
      client.on("error", () => undefined);
      client.on("authentication", (attempt) => {
        if (attempt.method === "password") sent.push(`password ${attempt.password}`);
        if (behaviour.logIn !== undefined) behaviour.logIn(attempt, client);
        else if (attempt.method === "none") attempt.reject(["password"]);
        else attempt.accept();
      });
      client.on("ready", () => {
        logins += 1;
        behaviour.onReady?.(client);
      });
      client.on("tcpip", () => behaviour.onForward?.(client));
      client.on("session", (accept) => {
        accept().on("exec", (acceptExec) => {
          if (behaviour.onCommand !== undefined) {
            behaviour.onCommand(client);
            return;
          }
          const channel = acceptExec();
          channel.exit(0);
          channel.end();
        });
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { port: (server.address() as { port: number }).port, logins: () => logins, sent };
  }

  const to = (port: number, more: Connection = {}): Connection & { host: string } => ({
    ...{ host: "127.0.0.1", port, user: "deploy", password: "canary", insecureIgnoreHostKey: true },
    ...more,
  });
  const failureOf = (transport: Transport): Promise<Error & { code?: string }> =>
    transport.exec(["list"]).then(
      (result) => new Error(JSON.stringify(result)),
      (error: unknown) => error as Error,
    );

  it("disconnects after each login: logins are counted and paced as attempts, and then it is an error", async () => {
    const server = await start({ onReady: disconnect });
    const transport = connect(to(server.port));
    expect(await failureOf(transport)).toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringMatching(/accepts the login of deploy, but closes the connection .* \(tried 10 times\)/),
    });
    expect(server.logins()).toBe(10);
    expect(pauses()).toEqual([200, 300, 450, 675, ...[1012.5, 1518.75], 2000, 2000, 2000]);
    // A further command is one further attempt.
    expect(await failureOf(transport)).toMatchObject({ code: "UNREACHABLE" });
    expect(server.logins()).toBe(11);
  });

  it("cuts the connection at each command: the commands are lost, and not one login is for each that is asked", async () => {
    const server = await start({
      onCommand: (client) => {
        cut(client);
      },
    });
    const transport = connect(to(server.port, { dialErrorLimit: 3 }));
    const ends: unknown[] = [];
    for (let count = 0; count < 4; count += 1) {
      const asked = transport.exec(["list"]);
      ends.push(await asked.catch((error: unknown) => error as { code: string }));
    }
    const lost = { ended: "lost" };
    expect(ends).toMatchObject([lost, lost, lost, { code: "UNREACHABLE" }]);
    expect(server.logins()).toBe(3);
    expect(pauses()).toEqual([200, 300]);
  });

  it("is itself again: an answer is the end of the count", async () => {
    let isWell = false;
    const server = await start({
      onReady: (client) => {
        if (!isWell) client.end();
      },
    });
    const transport = connect(to(server.port, { dialErrorLimit: 2 }));
    expect(await failureOf(transport)).toMatchObject({ code: "UNREACHABLE" });
    isWell = true;
    expect(await transport.exec(["list"])).toEqual({ exitCode: 0, stdout: "" });
    isWell = false;
    closeConnections();
    jest.clearAllMocks();
    expect(await failureOf(transport)).toMatchObject({ message: expect.stringContaining("(tried 2 times)") });
    expect(pauses()).toEqual([200]);
  });

  it("is a proxy that disconnects when it is asked for the way: as many attempts, and no more", async () => {
    const proxy = await start({ onForward: cut });
    const behind = to(22, { dialErrorLimit: 4, proxy: to(proxy.port) });
    expect(await failureOf(connect(behind))).toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringMatching(/cannot reach it: .*\(tried 4 times\)/),
    });
    expect(proxy.logins()).toBe(4);
  });

  it("is a proxy that disconnects after each login: an error that names it", async () => {
    const proxy = await start({ onReady: disconnect });
    const behind = to(22, { dialErrorLimit: 50, proxy: to(proxy.port, { dialErrorLimit: 3, user: "jumper" }) });
    expect(await failureOf(connect(behind))).toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringMatching(/accepts the login of jumper.*\(tried 3 times\)/),
    });
    expect(proxy.logins()).toBe(3);
  });

  describe("and a password, which may be wrong,", () => {
    const refuse = (attempt: AuthContext): void => {
      attempt.reject(["password", "keyboard-interactive"]);
    };

    it("is sent once by a process where it is refused, whatever asks how often", async () => {
      const server = await start({ logIn: refuse });
      const hosts = [to(server.port), to(server.port, { dialErrorLimit: 3, user: "DEPLOY" })];
      const failures = [];
      for (const host of [...hosts, ...hosts]) failures.push(await failureOf(connect(host)));
      expect(failures).toEqual(Array(4).fill(expect.objectContaining({ code: "AUTH_FAILED" })));
      expect(server.sent).toEqual(["password canary"]);
      // Another one is another one.
      await failureOf(connect(to(server.port, { password: "other" })));
      expect(server.sent).toEqual(["password canary", "password other"]);
    });

    it.each<[string, (client: ServerConnection) => void]>([
      ["cuts the connection", cut],
      ["disconnects", disconnect],
      ["says nothing", () => undefined],
    ])("is sent once to a server that %s when it gets it", async (_what, onPassword) => {
      const logIn: Behaviour["logIn"] = (attempt, client) => {
        if (attempt.method === "none") refuse(attempt);
        else onPassword(client);
      };
      const server = await start({ logIn });
      const failure = await failureOf(connect(to(server.port, { perDialTimeout: 0.5 })));
      expect(failure).toMatchObject({
        code: "UNREACHABLE",
        message: expect.stringContaining("is not sent again, because a wrong one may lock the account"),
      });
      expect(failure.message).not.toContain("canary");
      expect(server.sent).toEqual(["password canary"]);
    });

    it("is no answer to a question that comes after it was refused", async () => {
      const asked: string[] = [];
      const server = await start({
        logIn: (attempt) => {
          asked.push(attempt.method);
          attempt.reject([attempt.method === "none" ? "password" : "keyboard-interactive"]);
        },
      });
      expect(await failureOf(connect(to(server.port)))).toMatchObject({ code: "AUTH_FAILED" });
      expect(asked).toEqual(["none", "password"]);
    });

    it("is not sent before the server has said which way it takes it", async () => {
      const answers: string[][] = [];
      const server = await start({
        logIn: (attempt) => {
          if (attempt.method !== "keyboard-interactive") attempt.reject(["keyboard-interactive"]);
          else
            attempt.prompt([{ prompt: "Password: ", echo: false }], (given) => {
              answers.push(given);
              attempt.accept();
            });
        },
      });
      expect(await connect(to(server.port)).exec(["list"])).toMatchObject({ exitCode: 0 });
      expect([answers, server.sent]).toEqual([[["canary"]], []]);
    });

    it("answers one question, and none of a server that goes on asking", async () => {
      const answers: string[][] = [];
      const server = await start({
        logIn: (attempt) => {
          if (attempt.method !== "keyboard-interactive") {
            attempt.reject(["keyboard-interactive"]);
            return;
          }
          const ask = (): void => {
            attempt.prompt([{ prompt: "Password: ", echo: false }], (given) => {
              answers.push(given);
              ask();
            });
          };
          ask();
        },
      });
      const transport = connect(to(server.port));
      const failure = {
        code: "AUTH_FAILED",
        message: expect.stringContaining("it asks another question after the password"),
      };
      expect(await failureOf(transport)).toMatchObject(failure);
      expect(await failureOf(transport)).toMatchObject(failure);
      expect(answers).toEqual([["canary"]]);
    });

    it("answers none of several questions at once", async () => {
      const answers: string[][] = [];
      const server = await start({
        logIn: (attempt) => {
          if (attempt.method !== "keyboard-interactive") attempt.reject(["keyboard-interactive"]);
          else
            attempt.prompt([{ prompt: "Password: " }, { prompt: "Code: " }], (given) => {
              answers.push(given);
              attempt.reject();
            });
        },
      });
      expect(await failureOf(connect(to(server.port)))).toMatchObject({
        code: "AUTH_FAILED",
        message: expect.stringContaining("it asks 2 questions at once"),
      });
      expect(answers).toEqual([]);
    });

    it("that has expired is no riddle, and is sent once", async () => {
      const server = await start({
        logIn: (attempt) => {
          if (attempt.method !== "password") attempt.reject(["password"]);
          else attempt.requestChange("Your password has expired.", () => undefined);
        },
      });
      expect(await failureOf(connect(to(server.port)))).toMatchObject({
        code: "AUTH_FAILED",
        message: expect.stringContaining("requires a new password"),
      });
      expect(server.sent).toEqual(["password canary"]);
    });

    it.each<[string, Partial<Record<keyof Connection, string | undefined>>, string]>([
      ["of the connection", {}, "Check the user, and the password"],
      [
        "of the environment",
        { user: undefined, password: undefined },
        "Check the user (PULUMI_IIS_SSH_USER), and the password (PULUMI_IIS_SSH_PASSWORD)",
      ],
      ["of a variable that it names", { password: "${env:IIS_LOGIN}" }, "Check the user, and the password (IIS_LOGIN)"],
    ])("that is refused is named with the variable that it comes from: %s", async (_what, own, hint) => {
      const server = await start({
        logIn: (attempt) => {
          attempt.reject(["password"]);
        },
      });
      const env = { PULUMI_IIS_SSH_USER: "env-user", PULUMI_IIS_SSH_PASSWORD: "canary-1", IIS_LOGIN: "canary-2" };
      const connection = Object.entries({ ...to(server.port), ...own }).filter(([, value]) => value !== undefined);
      const error = await failureOf(sshTransport(Object.fromEntries(connection), env));
      expect(error).toMatchObject({ code: "AUTH_FAILED", hint });
      expect(error.message).not.toContain("canary");
    });

    it("that was right is sent again after the connection broke", async () => {
      let count = 0;
      const server = await start({
        logIn: (attempt, client) => {
          if (attempt.method === "none") attempt.reject(["password"]);
          else if (++count === 2) cut(client);
          else attempt.accept();
        },
      });
      const transport = connect(to(server.port));
      expect(await transport.exec(["list"])).toMatchObject({ exitCode: 0 });
      closeConnections();
      expect(await transport.exec(["list"])).toMatchObject({ exitCode: 0 });
      expect(server.sent).toHaveLength(3);
    });
  });
});
