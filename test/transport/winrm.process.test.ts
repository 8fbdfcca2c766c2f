import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "../../provider/connection/schema";
import { connect } from "../../provider/transport/connect";
import { closeConnections, leaveConnections } from "../../provider/transport/remote/shared-connection";
import { Authority, type CertificateFiles } from "../../tools/winrm-server/certificates.mts";
import { startWinrmServer, type WinrmServer, type WinrmServerOptions } from "../../tools/winrm-server/start.mts";
import { type Machine, playedMachine } from "./openssh/windows-host";
import { describeWithWinrm } from "./winrm/needs";

const [user, password] = ["Administrator", "pa:ss wörd"];
const list = ["list", "apppool", "/config:*", "/xml"];

let folder: string;
let authority: Authority;
let certificate: CertificateFiles;
let server: WinrmServer | undefined;
let machine: Machine;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-winrm-test-"));
  authority = new Authority(folder);
  certificate = authority.issue("server");
});

afterEach(async () => {
  closeConnections();
  await server?.stop();
  server = undefined;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: WinrmServerOptions = {}, env?: Readonly<Record<string, string>>): Promise<WinrmServer> {
  server = await startWinrmServer({ users: { [user]: password }, ...options }, env);
  machine = playedMachine(server.folder);
  return server;
}

/** A connection to the server. */
function to({ port }: WinrmServer, more: Partial<Connection> = {}): Connection {
  const login = more.auth === "certificate" || more.auth === "kerberos" ? {} : { user, password };
  return { host: "127.0.0.1", type: "winrm", port, ...login, dialErrorLimit: 3, ...more };
}

const http = { https: false } as const;
const https = () => ({ caCert: readFileSync(authority.certificate, "utf8") });

/** The events of a kind. */
const events = (kind: string) => server!.log().filter(({ event }) => event === kind);

describeWithWinrm("a login over WinRM", () => {
  it.each(["negotiate", "ntlm"] as const)("over HTTP with %s: sealed, with an integrity code", async (auth) => {
    const { stdout, exitCode } = await connect(to(await start({ methods: [auth] }), { ...http, auth })).exec(list);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('APPPOOL.NAME="DefaultAppPool"');
    const login = { method: auth, user, problem: "", mechanism: "ntlm", mic: true };
    expect(events("login").at(-1)).toEqual(expect.objectContaining(login));
    expect(events("refused")).toEqual([]);
  });

  it.each(["negotiate", "ntlm"] as const)("over HTTPS with %s: bound to the channel", async (auth) => {
    await start({ tls: certificate, cbt: "strict", methods: [auth] });
    const { exitCode } = await connect(to(server!, { ...https(), auth })).exec(list);
    expect(exitCode).toBe(0);
    expect(events("login").at(-1)).toEqual(expect.objectContaining({ user, problem: "", bound: true, mic: true }));
  });

  it("over HTTPS trusts the authorities of its own connection only", async () => {
    await start({ tls: certificate });
    expect(await connect(to(server!, https())).exec(list)).toMatchObject({ exitCode: 0 });
    const another = connect(to(server!, { dialErrorLimit: 2 })).exec(list);
    await expect(another).rejects.toMatchObject({ code: "CERTIFICATE_UNTRUSTED" });
  });

  it("over HTTPS with Basic", async () => {
    await start({ tls: certificate, methods: ["negotiate", "basic"] });
    expect(await connect(to(server!, { ...https(), auth: "basic" })).exec(list)).toMatchObject({ exitCode: 0 });
  });

  it("over HTTPS with a certificate", async () => {
    const client = authority.issue("client");
    await start({
      tls: { ...certificate, clientCa: authority.certificate },
      methods: ["certificate"],
      certificates: { client: user },
    });
    const more = { ...https(), auth: "certificate", clientCert: client.certificate, clientKey: client.key } as const;
    expect(await connect(to(server!, more)).exec(list)).toMatchObject({ exitCode: 0 });
  });
});

describeWithWinrm("a command over WinRM", () => {
  it("keeps one connection, one login and one shell, which the end of the run deletes", async () => {
    const transport = connect(to(await start(), http));
    await Promise.all([transport.exec(list), transport.exec(["list", "sites"]), transport.exec(["list", "apppool"])]);
    await leaveConnections();
    const count = (kind: string) => events(kind).length;
    expect([count("connection"), count("login"), count("shell"), count("delete")]).toEqual([1, 1, 1, 1]);
    expect(machine.takeCalls()).toHaveLength(3);
    expect(events("command").filter(({ cmd }) => cmd === true)).toHaveLength(1);
  });

  it("deletes its shell at the end over a new connection, if the old one broke", async () => {
    const transport = connect(to(await start(), http));
    await server!.inject([{ at: "Signal", skip: 1, do: "drop-before" }]);
    expect(await transport.exec(list)).toMatchObject({ exitCode: 0 });
    await leaveConnections();
    const shells = (kind: string) => events(kind).map(({ shell }) => shell);
    expect(shells("delete")).toEqual(shells("shell"));
    expect(events("connection")).toHaveLength(2);
  });

  it("has exit codes of 32 bits", async () => {
    const transport = connect(to(await start(), http));
    const { exitCode } = await transport.exec(["start", "apppool", "/apppool.name:NoSuchPool"]);
    expect(exitCode).toBeGreaterThan(0);
  });

  it("goes through cmd.exe with shell: cmd, and only in lines that cmd.exe reads whole", async () => {
    const transport = connect(to(await start(), { ...http, shell: "cmd" }));
    expect(await transport.exec(list)).toMatchObject({ exitCode: 0 });
    await expect(transport.exec(["list", "apppool", `/apppool.name:${"x".repeat(8100)}`])).rejects.toMatchObject({
      code: "COMMAND_TOO_LONG",
    });
    expect(events("command").map(({ cmd }) => cmd)).toEqual([true]);
  });

  it("asks for the folder of Windows a few times, and then says what to do", async () => {
    const transport = connect(to(await start(), http));
    await server!.inject([
      { at: "Receive", do: "fault", times: 50, value: { code: 995, subcode: "w:X", message: "aborted" } },
    ]);
    await expect(transport.exec(list)).rejects.toMatchObject({
      code: "UNREACHABLE",
      problem: "its cmd.exe does not say where Windows is (asked 3 times)",
      hint: expect.stringContaining("appcmdPath"),
    });
    expect(events("command").map(({ cmd }) => cmd)).toEqual([true, true, true]);
  });

  it("takes long lines without cmd.exe", async () => {
    const transport = connect(to(await start(), http));
    const { exitCode } = await transport.exec(["list", "apppool", `/apppool.name:${"x".repeat(29_000)}`]);
    expect(exitCode).toBe(1);
    expect(events("command").at(-1)).toMatchObject({ cmd: false });
  });
});
