import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { applyRequests, type Desired, inspectHost } from "../../provider/engine";
import { interruptible } from "../../provider/engine/apply/stop";
import { IisError } from "../../provider/errors";
import { connect } from "../../provider/transport/connect";
import type { Connection } from "../../provider/connection/schema";
import { closeConnections } from "../../provider/transport/remote/shared-connection";
import { verbs } from "../engine/offline-host";
import { type Agent, startAgent } from "./openssh/agent";
import { describeWithSshd } from "./openssh/needs";
import { freePort, makeKeyPair, type Sshd, startSshd } from "./openssh/sshd";
import { windowsHost } from "./openssh/windows-host";

const names = ["Größe (Maß)", "日本 😀", "50% ^o'Brien!"];

function pools(count: number): Desired[] {
  return Array.from({ length: count }, (_, index) => ({
    target: { pool: index < names.length ? names[index]! : `Pool ${index}` },
    settings: { queueLength: 2000, "failure.orphanActionParams": 'say "hi" %PATH% & |x| ' },
    inherit: [],
  }));
}

function ensure(connection: Connection, desired: readonly Desired[]) {
  return applyRequests(
    connect(connection),
    desired.map((one) => ({ kind: "ensure", desired: one, mustBeNew: false })),
  );
}

/** What a command ends with: its error, or nothing. */
async function errorOf(connection: Connection): Promise<IisError | undefined> {
  try {
    const { exitCode, stdout } = await connect(connection).exec(["list", "apppool"]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("DefaultAppPool")]);
    return undefined;
  } catch (error) {
    if (error instanceof IisError) return error;
    throw error;
  }
}

describeWithSshd("a Windows server over SSH", () => {
  const addresses = Array.from({ length: 8 }, (_, index) => `127.0.0.${index + 1}`);
  let sshd: Sshd;
  let powershell: Sshd;

  beforeAll(async () => {
    sshd = await startSshd({ addresses });
    powershell = await startSshd({ env: { PLAY_SHELL: "powershell" } });
  });

  afterEach(() => {
    closeConnections();
  });

  afterAll(async () => {
    await sshd.stop();
    await powershell.stop();
  });

  const connectionsTo = ({ log }: Sshd): number => log().split("Accepted publickey").length - 1;

  it.each(["cmd", "powershell"] as const)(
    "with %s is brought to what is declared by one read, one commit and one read, names of all kinds included",
    async (shell) => {
      const server = shell === "cmd" ? sshd : powershell;
      const host = windowsHost(server, "127.0.0.1", { shell });
      const before = connectionsTo(server);
      const outcomes = await ensure(host.connection, pools(4));
      expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
      expect(verbs(host.takeCalls())).toEqual(["list apppool", "set config", "list apppool"]);
      const again = await ensure(host.connection, pools(4));
      expect(again.map((outcome) => outcome.ok && outcome.change === undefined)).toEqual(Array(4).fill(true));
      expect(verbs(host.takeCalls())).toEqual(["list apppool"]);
      const seen = await inspectHost(connect(host.connection));
      for (const name of names) {
        expect(seen.pools.get(name.toLowerCase())).toMatchObject({
          name,
          settings: expect.objectContaining({ "failure.orphanActionParams": 'say "hi" %PATH% & |x| ' }),
        });
      }
      expect(connectionsTo(server) - before).toBe(1);
    },
  );

  it("whose cmd.exe takes 8,191 characters gets as many commits as that needs", async () => {
    const host = windowsHost(sshd);
    const outcomes = await ensure(host.connection, pools(60));
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    const calls = host.takeCalls();
    const commits = calls.filter(({ commit }) => commit).length;
    expect(commits).toBeGreaterThan(1);
    expect(verbs(calls)).toEqual(["list apppool", ...Array<string>(commits).fill("set config"), "list apppool"]);
  });

  it("is one of eight that are worked on at once", async () => {
    const hosts = addresses.map((address) => windowsHost(sshd, address));
    const outcomes = await Promise.all(hosts.map(({ connection }) => ensure(connection, pools(5))));
    expect(outcomes.flat().filter(({ ok }) => !ok)).toEqual([]);
    for (const host of hosts) {
      expect(verbs(host.takeCalls())).toEqual(["list apppool", "set config", "list apppool"]);
      expect(host.config()).toBe(hosts[0]!.config());
    }
  });

  it("answers thirty questions at once on one connection, which takes ten at a time", async () => {
    const { connection } = windowsHost(sshd);
    const before = connectionsTo(sshd);
    const answers = await Promise.all(Array.from({ length: 30 }, () => connect(connection).exec(["list", "apppool"])));
    expect(answers.map(({ exitCode }) => exitCode)).toEqual(Array(30).fill(0));
    expect(connectionsTo(sshd) - before).toBe(1);
  });

  it("prints 5 MB, which are read whole", async () => {
    const host = windowsHost(sshd);
    const count = 2700;
    const many = Array.from({ length: count }, (_, index) => `<add name="Pool ${index}" />`).join("\n");
    writeFileSync(host.configFile, host.config().replace("<applicationPools>", `<applicationPools>\n${many}`));
    const { stdout, exitCode } = await connect(host.connection).exec(["list", "apppool", "/config:*", "/xml"]);
    expect(exitCode).toBe(0);
    expect(Buffer.byteLength(stdout)).toBeGreaterThan(5_000_000);
    expect(stdout.match(/<APPPOOL /g)).toHaveLength(count + 2);
    expect(stdout).toMatch(/<\/appcmd>\s*$/);
  });

  it("that prints in its code page is asked for that", async () => {
    const german = await startSshd({ env: { APPCMD_EMULATOR_LANG: "de", PLAY_CODE_PAGE: "850" } });
    const { connection } = windowsHost(german);
    const { stdout, exitCode } = await connect(connection).exec(["list", "nothing", "ä"]);
    expect(exitCode).not.toBe(0);
    expect(stdout).not.toContain("\uFFFD");
    await german.stop();
  });

  it.each(["cmd", "powershell"] as const)("with %s and without IIS's appcmd says what is missing", async (shell) => {
    const host = windowsHost(shell === "cmd" ? sshd : powershell, "127.0.0.1", { shell });
    const listed = host.configFile.replace(/config$/, "files");
    const codeWith = async (...files: string[]): Promise<string | undefined> => {
      writeFileSync(listed, JSON.stringify(files));
      return (await errorOf(host.connection))?.code;
    };
    const express = "%ProgramFiles(x86)%\\IIS Express\\appcmd.exe";
    const worker = "%windir%\\system32\\inetsrv\\w3wp.exe";
    try {
      expect(await codeWith()).toBe("IIS_NOT_INSTALLED");
      expect(await codeWith(express)).toBe("ONLY_IIS_EXPRESS");
      expect(await codeWith(express, worker)).toBe("MANAGEMENT_TOOLS_MISSING");
      expect(await errorOf(host.connection)).toMatchObject({
        host: "127.0.0.1",
        hint: expect.stringContaining("Install-WindowsFeature Web-Server -IncludeManagementTools"),
      });
    } finally {
      rmSync(listed);
    }
  });

  it("whose user is not an administrator is refused with that reason", async () => {
    const denying = await startSshd({ env: { APPCMD_EMULATOR_FAULT: "denied" } });
    await expect(inspectHost(connect(windowsHost(denying).connection))).rejects.toMatchObject({
      code: "ACCESS_DENIED",
      hint: "The user must be an administrator of the server",
    });
    await denying.stop();
  });

  it("is reached by Sysnative too", async () => {
    const there = windowsHost(sshd, "127.0.0.1", { appcmdPath: "%windir%\\Sysnative\\inetsrv\\appcmd.exe" });
    expect(await errorOf(there.connection)).toBeUndefined();
  });

  it.each(["cmd", "powershell"] as const)(
    "with %s that finds no appcmd there is told so in its own words",
    async (shell) => {
      const appcmdPath = "C:\\no such folder\\appcmd.exe";
      const absent = windowsHost(shell === "cmd" ? sshd : powershell, "127.0.0.1", { shell, appcmdPath });
      await expect(inspectHost(connect(absent.connection))).rejects.toMatchObject({
        code: "APPCMD_FAILED",
        message: expect.stringMatching(
          /cannot find the path .*Check that IIS is installed and that appcmdPath is correct$/,
        ),
      });
    },
  );
});

describeWithSshd("logging in to a server", () => {
  let sshd: Sshd;
  let jump: Sshd;
  let base: Connection;
  let agent: Agent;

  beforeAll(async () => {
    sshd = await startSshd();
    jump = await startSshd({ lines: ["PermitOpen any"], forceCommand: "false" });
    agent = await startAgent(sshd.userKey.file);
    base = windowsHost(sshd).connection;
  });

  afterEach(() => {
    closeConnections();
    delete process.env["PULUMI_IIS_SSH_PRIVATE_KEY"];
    delete process.env["SSH_AUTH_SOCK"];
  });

  afterAll(async () => {
    await agent.stop();
    await sshd.stop();
    await jump.stop();
  });

  const without = (...keys: (keyof Connection)[]): Connection =>
    Object.fromEntries(Object.entries(base).filter(([key]) => !keys.includes(key as keyof Connection)));

  it("succeeds with a key, its passphrase, an agent, or what the environment has", async () => {
    const locked = makeKeyPair(sshd.folder, "locked", "open sesame");
    writeFileSync(join(sshd.folder, "authorized_keys"), `${sshd.userKey.publicKey}\n${locked.publicKey}\n`);
    const { privateKey } = locked;
    expect(await errorOf(base)).toBeUndefined();
    expect(await errorOf({ ...base, privateKey, privateKeyPassword: "open sesame" })).toBeUndefined();
    expect(await errorOf({ ...without("privateKey"), agentSocketPath: agent.socket })).toBeUndefined();
    process.env["SSH_AUTH_SOCK"] = agent.socket;
    expect(await errorOf(without("privateKey"))).toBeUndefined();
    delete process.env["SSH_AUTH_SOCK"];
    process.env["PULUMI_IIS_SSH_PRIVATE_KEY"] = sshd.userKey.privateKey;
    expect(await errorOf(without("privateKey"))).toBeUndefined();
  });

  it("with a key that cannot be used is refused with the reason, before anything is sent", async () => {
    const { privateKey } = makeKeyPair(sshd.folder, "closed", "open sesame");
    const { length } = sshd.log();
    expect((await errorOf({ ...base, privateKey }))!.message).toMatch(
      /is encrypted\. Give privateKeyPassword as well, or set PULUMI_IIS_SSH_PRIVATE_KEY_PASSWORD/,
    );
    const wrong = await errorOf({ ...base, privateKey, privateKeyPassword: "canary" });
    expect(wrong).toMatchObject({ code: "AUTH_FAILED", message: expect.stringMatching(/is not the passphrase/) });
    expect(wrong!.message).not.toContain("canary");
    const none = await errorOf({ ...base, privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\ncanary\n" });
    expect(none).toMatchObject({
      code: "AUTH_FAILED",
      message: expect.stringMatching(/not a private key in the format/),
    });
    const nothing = await errorOf(without("privateKey"));
    expect(nothing).toMatchObject({
      code: "AUTH_FAILED",
      message: expect.stringMatching(
        /no key, password or agent to log in with\. Give privateKey.*PULUMI_IIS_SSH_PASSWORD.*agent/,
      ),
    });
    expect(sshd.log().slice(length)).not.toContain("Accepted");
  });

  it("with a key that the server does not know is refused once, with what it takes", async () => {
    const { privateKey } = makeKeyPair(sshd.folder, "stranger");
    const { length } = sshd.log();
    const error = await errorOf({ ...base, privateKey });
    expect(error).toMatchObject({ code: "AUTH_FAILED" });
    expect(error!.message).toMatch(
      /^127\.0\.0\.1: .*refuses the login of \S+ \(tried: publickey; it accepts publickey\)/,
    );
    expect(sshd.log().slice(length).split("Connection from")).toHaveLength(2);
  });

  it("with an agent that is not there tells so", async () => {
    const error = await errorOf({ ...without("privateKey"), agentSocketPath: "/nowhere/agent" });
    expect(error).toMatchObject({ code: "AUTH_FAILED", message: expect.stringContaining("/nowhere/agent") });
  });

  it("is refused where the host key is another, or not known, and nothing is tried", async () => {
    const { length } = sshd.log();
    const file = join(sshd.folder, "known_hosts");
    const wrong = await errorOf({ ...base, hostKey: jump.hostKey.publicKey });
    expect(wrong).toMatchObject({ code: "HOST_KEY_MISMATCH" });
    expect(wrong!.message).toContain(sshd.hostKey.fingerprint);
    const unknown = await errorOf({ ...without("hostKey"), knownHosts: file });
    expect(unknown).toMatchObject({ code: "HOST_KEY_UNKNOWN" });
    expect(unknown!.message).toContain(`[127.0.0.1]:${sshd.port} ${sshd.hostKey.publicKey}`);
    expect(sshd.log().slice(length)).not.toMatch(/Accepted key|Failed/);

    // The line that the error names is the one that lets it in.
    writeFileSync(file, `${/\[127.*$/.exec(unknown!.message)![0]}\n`);
    expect(await errorOf({ ...without("hostKey"), knownHosts: file })).toBeUndefined();
    writeFileSync(file, `[127.0.0.1]:${sshd.port} ${jump.hostKey.publicKey}\n`);
    closeConnections();
    expect(await errorOf({ ...without("hostKey"), knownHosts: file, user: "else" })).toMatchObject({
      code: "HOST_KEY_MISMATCH",
    });
    expect(await errorOf({ ...base, hostKey: sshd.hostKey.fingerprint })).toBeUndefined();
    expect(await errorOf({ ...without("hostKey"), insecureIgnoreHostKey: true })).toBeUndefined();
  });

  it("by way of another machine needs a login for each", async () => {
    const proxy = {
      host: "127.0.0.1",
      port: jump.port,
      user: jump.user,
      privateKey: jump.userKey.privateKey,
      hostKey: jump.hostKey.publicKey,
      dialErrorLimit: 1,
    };
    const before = sshd.log().length;
    expect(await errorOf({ ...base, proxy })).toBeUndefined();
    expect(jump.log()).toContain("Accepted publickey");
    expect(sshd.log().slice(before)).toContain("Accepted publickey");
    const refused = await errorOf({ ...base, proxy: { ...proxy, hostKey: sshd.hostKey.publicKey } });
    expect(refused).toMatchObject({ code: "HOST_KEY_MISMATCH" });
    const port = await freePort("127.0.0.1");
    const dead = await errorOf({ ...base, port, proxy, dialErrorLimit: 1 });
    expect(dead).toMatchObject({ code: "UNREACHABLE", message: expect.stringContaining("127.0.0.1 cannot reach it") });
  });

  it("where nothing listens fails after the attempts that it may take, with what to look at", async () => {
    const port = await freePort("127.0.0.1");
    const error = await errorOf({ ...base, port, dialErrorLimit: 3 });
    expect(error).toMatchObject({ code: "UNREACHABLE" });
    expect(error!.message).toMatch(
      /: the connection is refused \(ECONNREFUSED\) \(tried 3 times\)\. Check that the server is running/,
    );
    const unknown = await errorOf({ ...base, host: "no-such-host.invalid" });
    expect(unknown).toMatchObject({ code: "UNREACHABLE", message: expect.stringContaining("no-such-host.invalid: ") });
  });

  it("where something else listens, or nobody answers, is a clear error", async () => {
    const silent = createServer((socket) => socket.on("error", () => undefined).resume());
    const other = createServer((socket) =>
      socket
        .on("error", () => undefined)
        .resume()
        .end("HTTP/1.1 400 Bad Request\r\n\r\n"),
    );
    const ports = await Promise.all(
      [silent, other].map(async (server) => {
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return (server.address() as { port: number }).port;
      }),
    );
    const [deaf, web] = await Promise.all(
      ports.map((port) => errorOf({ ...base, port, perDialTimeout: 0.3, dialErrorLimit: 1 })),
    );
    expect(deaf).toMatchObject({ code: "UNREACHABLE", message: expect.stringContaining("no answer within 0.3 s") });
    expect(web).toMatchObject({ code: "UNREACHABLE" });
    const controller = new AbortController();
    const dialling = interruptible(
      connect({ ...base, port: ports[0]!, perDialTimeout: 0 }),
      controller.signal,
      "everything",
    ).exec(["list", "apppool"]);
    controller.abort();
    await expect(dialling).rejects.toMatchObject({ code: "INTERRUPTED" });
    // Ended by the abort: no connection is left that would keep it open.
    for (const server of [silent, other]) await new Promise((resolve) => server.close(resolve));
  });
});
