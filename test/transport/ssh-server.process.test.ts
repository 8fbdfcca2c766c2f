import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuthContext, Client } from "ssh2";
import { connect } from "../../provider/transport/connect";
import type { Connection } from "../../provider/connection/schema";
import { closeConnections } from "../../provider/transport/remote/shared-connection";
import { runLine } from "../../provider/transport/ssh/session";
import { type Handle, type SmallServer, type SmallServerOptions, startSmallServer } from "./openssh/small-server";
import { describeWithSshd, findProgram } from "./openssh/needs";
import { type KeyPair, makeKeyPair, startSshd } from "./openssh/sshd";

it("a command on a connection that is gone is not sent, which is no riddle", async () => {
  const gone = new Client();
  expect(await runLine(gone, "line", 1000, "host", () => true)).toEqual({ kind: "not sent" });
});

const anybody = (attempt: AuthContext): void => {
  attempt.accept();
};

describeWithSshd("a server that does as OpenSSH for Windows does", () => {
  let folder: string;
  let key: KeyPair;
  let server: SmallServer | undefined;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-iis-small-"));
    key = makeKeyPair(folder, "host_key");
  });

  afterEach(async () => {
    closeConnections();
    await server?.stop();
    server = undefined;
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const to = ({ port }: SmallServer, more: Connection = {}): Connection & { host: string } => ({
    ...{ host: "127.0.0.1", port, user: "Administrator", password: "right", hostKey: key.publicKey, dialErrorLimit: 1 },
    ...more,
  });
  const start = async (
    logIn: (attempt: AuthContext) => void,
    handle: Handle,
    options?: SmallServerOptions,
  ): Promise<SmallServer> => (server = await startSmallServer(key.privateKey, logIn, handle, options));

  it.each([0, 1, 183, 4312, 0x80010006, 0xc000013a])("hands on the exit code %i, all its bits", async (code) => {
    const small = await start(anybody, (_line, channel) => {
      channel.write("said ");
      channel.stderr.write("and complained");
      channel.exit(code);
      channel.end();
    });
    const result = await connect(to(small)).exec(["list", "apppool"]);
    expect(result).toEqual({ exitCode: code, stdout: "said and complained" });
    expect(small.lines).toEqual(["%windir%\\system32\\inetsrv\\appcmd.exe list apppool"]);
  });

  it("ends a command by a signal, or without a word", async () => {
    const small = await start(anybody, (line, channel) => {
      if (line.endsWith("apppool")) (channel.exit as (signal: string) => void)("KILL");
      channel.end();
    });
    for (const what of ["apppool", "app"]) {
      expect(await connect(to(small)).exec(["list", what])).toMatchObject({ exitCode: -1, ended: "signal" });
    }
  });

  it("breaks the connection after the command was sent: nobody knows what became of it, and it is sent once", async () => {
    const small = await start(anybody, (line, channel) => {
      if (line.endsWith("lost"))
        (channel as unknown as { _client: { _sock: { destroy(): void } } })._client._sock.destroy();
      else {
        channel.exit(0);
        channel.end();
      }
    });
    const transport = connect(to(small));
    expect(await transport.exec(["list", "lost"])).toEqual({ exitCode: -1, stdout: "", ended: "lost" });
    expect(await transport.exec(["list", "found"])).toEqual({ exitCode: 0, stdout: "" });
    expect(small.lines.filter((line) => line.endsWith("lost"))).toHaveLength(1);
  });

  it("runs a command that is given up: its session is closed, and nobody knows what becomes of it", async () => {
    let isClosed = (): void => undefined;
    const closed = new Promise<void>((resolve) => (isClosed = resolve));
    const controller = new AbortController();
    const small = await start(anybody, (line, channel) => {
      if (line.endsWith("hangs")) {
        channel.on("close", isClosed).resume();
        controller.abort();
      } else {
        channel.exit(0);
        channel.end();
      }
    });
    const transport = connect(to(small));
    const given = { exitCode: -1, stdout: "", ended: "lost" };
    expect(await transport.exec(["list", "hangs"], undefined, controller.signal)).toEqual(given);
    await closed;
    expect(await transport.exec(["list", "found"])).toEqual({ exitCode: 0, stdout: "" });
  });

  it("leads to a machine that does not answer: an attempt takes no longer there than it may", async () => {
    const small = await start(anybody, () => undefined, { leadsNowhere: true });
    const behind = { ...to(small), port: 22, perDialTimeout: 0.2, dialErrorLimit: 2, proxy: to(small) };
    await expect(connect(behind).exec(["list", "apppool"])).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringMatching(/cannot reach it: no answer within 0\.2 s \(tried 2 times\)/),
    });
    const controller = new AbortController();
    const asked = connect({ ...behind, perDialTimeout: 600 }).exec(["list", "apppool"], controller.signal);
    setTimeout(() => {
      controller.abort();
    }, 100);
    await expect(asked).rejects.toMatchObject({ code: "INTERRUPTED" });
  });

  it("prints in its code page, which it is asked for once", async () => {
    const small = await start(anybody, (line, channel) => {
      channel.write(line === "chcp" ? "Aktive Codepage: 850.\r\n" : Buffer.from("Gr\x94\xe1e", "latin1"));
      channel.exit(line === "chcp" ? 0 : 5);
      channel.end();
    });
    const transport = connect(to(small));
    expect(await transport.exec(["list"])).toEqual({ exitCode: 5, stdout: "Größe", codePage: 850 });
    expect(await transport.exec(["list"])).toMatchObject({ stdout: "Größe" });
    expect(small.lines.filter((line) => line === "chcp")).toHaveLength(1);
    expect(await connect(to(small, { codePage: 437 })).exec(["list"])).toMatchObject({ codePage: 437 });
    expect(small.lines.filter((line) => line === "chcp")).toHaveLength(1);
  });

  it("cannot be asked for its code page after a write, which counts as made all the same, and is asked again", async () => {
    let opened = 0;
    const options: SmallServerOptions = {
      get sessions() {
        return ++opened === 2 ? 0 : Infinity;
      },
    };
    const small = await start(
      anybody,
      (line, channel) => {
        channel.write(line === "chcp" ? "Aktive Codepage: 850.\r\n" : Buffer.from("Gr\x94\xe1e", "latin1"));
        channel.exit(0);
        channel.end();
      },
      options,
    );
    const transport = connect(to(small));
    expect(await transport.exec(["set"])).toEqual({ exitCode: 0, stdout: "Gr\uFFFD\uFFFDe" });
    expect(await transport.exec(["set"])).toEqual({ exitCode: 0, stdout: "Größe", codePage: 850 });
    expect(opened).toBe(4);
  });

  it("opens two sessions at a time: the others wait for their turn", async () => {
    const small = await start(
      anybody,
      (_line, channel) => {
        setImmediate(() => {
          channel.exit(0);
          channel.end();
        });
      },
      { sessions: 2 },
    );
    const results = await Promise.all(Array.from({ length: 12 }, () => connect(to(small)).exec(["list"])));
    expect(results).toEqual(Array(12).fill({ exitCode: 0, stdout: "" }));
    expect(small.lines).toHaveLength(12);
    expect(small.mostAtOnce()).toBeLessThanOrEqual(2);
  });

  it("opens no session at all, which is an error and no endless wait", async () => {
    const small = await start(anybody, () => undefined, { sessions: 0 });
    await expect(connect(to(small)).exec(["list"])).rejects.toMatchObject({ code: "UNREACHABLE" });
  });

  it("takes a password, asked for in either way, and refuses a wrong one without repeating it", async () => {
    const attempts: string[] = [];
    const small = await start(
      (attempt) => {
        attempts.push(attempt.method);
        if (attempt.method === "password" && attempt.password === "right") attempt.accept();
        else if (attempt.username === "asked" && attempt.method !== "keyboard-interactive") {
          attempt.reject(["keyboard-interactive"]);
        } else if (attempt.method === "keyboard-interactive" && attempt.username === "asked") {
          attempt.prompt([{ prompt: "Password: ", echo: false }], ([answer]) => {
            if (answer === "interactive") attempt.accept();
            else attempt.reject();
          });
        } else attempt.reject(["password", "keyboard-interactive"]);
      },
      (_line, channel) => {
        channel.exit(0);
        channel.end();
      },
    );
    expect(await connect(to(small)).exec(["list"])).toMatchObject({ exitCode: 0 });
    const asked = to(small, { user: "asked", password: "interactive" });
    expect(await connect(asked).exec(["list"])).toMatchObject({ exitCode: 0 });
    attempts.length = 0;
    const wrong = connect(to(small, { password: "canary" })).exec(["list"]);
    const error = await wrong.catch((cause: unknown) => cause as Error & { code: string });
    expect(error).toMatchObject({ code: "AUTH_FAILED" });
    expect((error as Error).message).toMatch(
      /refuses the login of Administrator \(tried: password; it accepts password, keyboard-interactive/,
    );
    expect((error as Error).message).not.toContain("canary");
    // The first asks what the server takes, without the password.
    expect(attempts).toEqual(["none", "password"]);
  });

  it("does not keep a program alive that has nothing more to do", async () => {
    const sshd = await startSshd({ forceCommand: "echo done" });
    const script = `
      const { connect } = require("./dist/provider/transport/connect.js");
      const transport = connect(JSON.parse(process.env.CONNECTION));
      transport.exec(["list", "apppool"]).then(({ stdout }) => console.log(stdout.trim()));`;
    const connection: Connection = {
      ...{ host: "127.0.0.1", port: sshd.port, user: sshd.user, privateKey: sshd.userKey.privateKey },
      hostKey: sshd.hostKey.publicKey,
    };
    const { status, stdout } = spawnSync(process.execPath, ["-e", script], {
      cwd: join(__dirname, "../.."),
      env: { ...process.env, CONNECTION: JSON.stringify(connection) },
      encoding: "utf8",
      timeout: 20_000,
    });
    expect([status, stdout]).toEqual([0, "done\n"]);
    await sshd.stop();
  });
});

const mayAddUsers = process.getuid?.() === 0 && findProgram("useradd") !== undefined;

describeWithSshd("a password at OpenSSH's own server", () => {
  (mayAddUsers ? it : it.skip)(
    mayAddUsers ? "is taken or refused" : "is taken or refused (needs root, for a user of the test's own)",
    async () => {
      const user = `iistest${process.pid}`;
      const hash = execFileSync("openssl", ["passwd", "-6", "right"], { encoding: "utf8" }).trim();
      execFileSync("useradd", ["-M", "-d", "/tmp", "-s", "/bin/sh", "-p", hash, user]);
      try {
        const sshd = await startSshd({
          forceCommand: "echo done",
          lines: ["PasswordAuthentication yes"],
          isOpen: true,
        });
        const { port, hostKey } = sshd;
        const connection: Connection = { host: "127.0.0.1", port, user, hostKey: hostKey.publicKey, dialErrorLimit: 1 };
        const right = await connect({ ...connection, password: "right" }).exec(["list"]);
        expect(right).toEqual({ exitCode: 0, stdout: "done\n" });
        await expect(connect({ ...connection, password: "canary" }).exec(["list"])).rejects.toMatchObject({
          code: "AUTH_FAILED",
          message: expect.not.stringContaining("canary"),
        });
        closeConnections();
        await sshd.stop();
      } finally {
        execFileSync("userdel", [user], { stdio: "ignore" });
      }
    },
    60_000,
  );
});
