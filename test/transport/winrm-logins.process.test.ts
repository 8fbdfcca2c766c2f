import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Authority, type CertificateFiles } from "../../tools/winrm-server/certificates.mts";
import { type Kdc, startKdc } from "../../tools/winrm-server/kdc.mts";
import { startWinrmServer, type WinrmServer, type WinrmServerOptions } from "../../tools/winrm-server/start.mts";
import { relay } from "./winrm/relay";
import { judge, type Judgement, shorten } from "./winrm/judge";
import { describeWithKdc, describeWithWinrm } from "./winrm/needs";

const [user, password] = ["Administrator", "pa:ss wörd"];
/** Each line is one of a shell of this machine. */
const program = ["/bin/sh", "-c", 'eval "$3"', "line"];
const lines = [
  ["echo", "out;", "echo", "err", ">&2;", "printf", "4294967295", ">&3;", "exit", "1"],
  ["head -c 600000 /dev/zero | tr '\\0' 'x'; exit 7"],
];
const results = [
  { exitCode: 4_294_967_295, stdout: "out\n", stderr: "err\n" },
  { exitCode: 7, stdout: shorten("x".repeat(600_000)), stderr: "" },
];

let folder: string;
let authority: Authority;
let certificate: CertificateFiles;
let server: WinrmServer | undefined;

async function start(options: WinrmServerOptions, env?: Kdc["env"]): Promise<number> {
  server = await startWinrmServer({ users: { [user]: password }, program, ...options }, env);
  return server.port;
}

/** The logins of its log that were over. */
const logins = (): unknown[] => server!.log().filter(({ event }) => event === "login");

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-winrm-test-"));
  authority = new Authority(folder);
  certificate = authority.issue("server");
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describeWithWinrm("independent clients log in", () => {
  it.each([
    ["pywinrm", "ntlm", "ntlm"],
    ["pypsrp", "ntlm", "ntlm"],
    ["pypsrp", "negotiate", "negotiate"],
  ] as const)("%s over HTTP with %s, sealed", async (client, method, seen) => {
    const port = await start({ methods: [seen] });
    expect(await judge({ client, port, method, user, password, lines })).toEqual({ results });
    const login = { method: seen, user, problem: "", mechanism: "ntlm", mic: true, bound: false };
    expect(logins()).toEqual([expect.objectContaining(login)]);
    // The output needs several answers.
    const receives = server!.log().filter(({ action }) => action === "Receive");
    expect(receives.length).toBeGreaterThan(5);
  });

  it.each([
    ["pywinrm", "ntlm"],
    ["pypsrp", "ntlm"],
    ["pypsrp", "negotiate"],
  ] as const)("%s over HTTPS with %s, bound to the connection", async (client, method) => {
    const port = await start({ tls: certificate, cbt: "strict", methods: ["negotiate", "ntlm"] });
    const call = { client, port, https: true, ca: authority.certificate, method, user, password, lines };
    expect(await judge(call)).toEqual({ results });
    expect(logins()).toContainEqual(expect.objectContaining({ user, problem: "", mechanism: "ntlm", bound: true }));
  });

  it.each(["pywinrm", "pypsrp"] as const)("%s over HTTPS with Basic", async (client) => {
    const port = await start({ tls: certificate, methods: ["negotiate", "basic"] });
    const call = { client, port, https: true, ca: authority.certificate, method: "basic", user, password, lines };
    expect(await judge(call)).toEqual({ results });
    expect(await judge({ ...call, password: "wrong" })).toHaveProperty(
      "error",
      client === "pywinrm" ? "InvalidCredentialsError" : "AuthenticationError",
    );
    expect(logins()).toContainEqual(expect.objectContaining({ user: null, problem: "wrong password" }));
  });

  it.each(["pywinrm", "pypsrp"] as const)("%s over HTTPS with a client certificate", async (client) => {
    const tls = { ...certificate, clientCa: authority.certificate };
    const port = await start({ tls, methods: ["certificate"], certificates: { operator: user } });
    const call = { client, port, https: true, ca: authority.certificate, method: "certificate", lines };
    expect(await judge({ ...call, ...authority.issue("operator") })).toEqual({ results });
    expect(await judge({ ...call, ...authority.issue("stranger") })).toHaveProperty("error");
    expect(logins()).toContainEqual(expect.objectContaining({ user, method: "certificate" }));
    expect(logins()).toContainEqual(expect.objectContaining({ user: null, problem: "no user has this certificate" }));
  });
});

describeWithWinrm("a login is refused", () => {
  const refused = async (call: Omit<Judgement, "lines">): Promise<unknown> => {
    expect(await judge({ ...call, lines })).toHaveProperty(
      "error",
      expect.stringMatching(/Authentication|InvalidCred/),
    );
    expect(server!.log()).not.toContainEqual(expect.objectContaining({ event: "request" }));
    return logins().at(-1);
  };

  it.each(["pywinrm", "pypsrp"] as const)("with a wrong password: %s", async (client) => {
    const call = { client, port: await start({ methods: ["ntlm"] }), method: "ntlm", user, password: "wrong" };
    expect(await refused(call)).toMatchObject({
      user: null,
      problem: expect.stringContaining("Invalid NTLM response"),
    });
  });

  it("without channel bindings where they are required, and only there", async () => {
    const call = { client: "pypsrp", https: true, ca: authority.certificate, method: "ntlm", user, password } as const;
    const more = { negotiate_send_cbt: false };
    const strict = await start({ tls: certificate, cbt: "strict" });
    expect(await refused({ ...call, port: strict, more })).toMatchObject({ problem: "no channel bindings" });
    await server!.stop();
    const relaxed = await start({ tls: certificate, cbt: "relaxed" });
    expect(await judge({ ...call, port: relaxed, more, lines })).toEqual({ results });
    expect(logins()).toEqual([expect.objectContaining({ user, bound: false })]);
  });

  it("with the channel bindings of another connection", async () => {
    const target = await start({ tls: certificate, cbt: "relaxed" });
    const between = await relay(target, authority.issue("between"));
    try {
      const call = {
        client: "pypsrp",
        https: true,
        ca: authority.certificate,
        method: "ntlm",
        user,
        password,
      } as const;
      expect(await refused({ ...call, port: between.port })).toMatchObject({
        problem: expect.stringContaining("bindings"),
      });
    } finally {
      await between.stop();
    }
  });

  it("with Basic over HTTP, which is not even offered", async () => {
    const port = await start({ methods: ["negotiate", "basic"] });
    const answer = await fetch(`http://127.0.0.1:${port}/wsman`, { method: "POST" });
    expect([answer.status, answer.headers.get("WWW-Authenticate")]).toEqual([401, "Negotiate"]);
    const call = { client: "pywinrm", port, method: "basic", user, password } as const;
    expect(await refused(call)).toMatchObject({ problem: "basic without TLS" });
  });

  it("and each method has a header of its own", async () => {
    await start({ tls: certificate, methods: ["negotiate", "kerberos", "basic"] });
    const { headers } = await new Promise<IncomingMessage>((resolve, reject) => {
      request(server!.url, { method: "POST", ca: readFileSync(authority.certificate) }, resolve)
        .on("error", reject)
        .end();
    });
    expect(headers["www-authenticate"]).toBe('Negotiate, Kerberos, Basic realm="WSMAN"');
  });
});

describeWithWinrm("messages over HTTP", () => {
  it("are refused if they are not sealed", async () => {
    const port = await start({ methods: ["negotiate"] });
    const call = { client: "pypsrp", port, method: "negotiate", user, password, lines } as const;
    expect(await judge({ ...call, more: { encryption: "never" } })).toMatchObject({ error: "WinRMTransportError" });
    expect(server!.log()).toContainEqual({ event: "refused", problem: "not multipart/encrypted" });
  });
});

describeWithKdc("independent clients log in with tickets of a real KDC", () => {
  let kdc: Kdc;

  beforeAll(async () => {
    kdc = await startKdc({ admin: "secret" });
  });

  afterAll(async () => {
    await kdc.stop();
  });

  it.each([
    ["pywinrm", "Negotiate", "negotiate", false],
    ["pypsrp", "Negotiate", "negotiate", false],
    ["pypsrp", "Kerberos", "kerberos", false],
    ["pywinrm", "Negotiate", "negotiate", true],
    ["pypsrp", "Negotiate", "negotiate", true],
  ] as const)("%s with %s", async (client, _, seen, https) => {
    const tls = https ? { tls: certificate, cbt: "strict" as const } : {};
    const port = await start({ ...tls, methods: [seen] }, kdc.serverEnv);
    const login = { method: "kerberos", ...(client === "pywinrm" && { user: "admin@EXAMPLE.TEST" }) };
    const call = { client, host: "localhost", port, https, ca: authority.certificate, ...login, lines };
    expect(await judge({ ...call, env: kdc.kinit("admin") })).toEqual({ results });
    const expected = { method: seen, user: "admin@EXAMPLE.TEST", mechanism: "kerberos", bound: https };
    expect(logins()).toContainEqual(expect.objectContaining(expected));
  });

  it("a server with keys of Kerberos still takes NTLM", async () => {
    const port = await start({ methods: ["negotiate"] }, kdc.serverEnv);
    expect(await judge({ client: "pypsrp", port, method: "ntlm", user, password, lines })).toEqual({ results });
  });
});
