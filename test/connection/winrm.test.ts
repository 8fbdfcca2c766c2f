import { join } from "node:path";
import {
  checkConnection,
  connectionKey,
  connectionWarnings,
  describeConnection,
  restoreCommand,
} from "../../provider/connection/connection";
import { pathsFromFolder } from "../../provider/connection/local-path";
import { passwordKey } from "../../provider/connection/login";
import type { Connection } from "../../provider/connection/schema";
import { winrmLogin } from "../../provider/connection/winrm-login";
import { knownFailure } from "../../provider/appcmd/known-failures";
import { cwd, load } from "../pool-file/memory-files";

const server = { host: "web-01", type: "winrm" } as const;
const pem = "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n";

describe("a login over WinRM", () => {
  it("has every default", () => {
    expect(winrmLogin(server, {})).toEqual({
      ...{ host: "web-01", port: 5986, isHttps: true, auth: "negotiate", isInsecure: false },
      ...{ variables: {}, operationTimeoutMs: 20_000, dialTimeoutMs: 15_000, dialAttempts: 10 },
    });
  });

  it("has what is given", () => {
    const given = { https: false, auth: "kerberos", spn: "HTTP/a", operationTimeout: 1.5, user: "u" } as const;
    expect(winrmLogin({ ...server, ...given, perDialTimeout: 0, dialErrorLimit: -1 }, {})).toEqual({
      ...{ host: "web-01", port: 5985, isHttps: false, auth: "kerberos", isInsecure: false, user: "u", spn: "HTTP/a" },
      ...{ variables: {}, operationTimeoutMs: 1500, dialAttempts: Infinity },
    });
    expect(winrmLogin({ ...server, port: 443, insecure: true }, {})).toMatchObject({ port: 443, isInsecure: true });
  });

  it("has user and password of its own environment variables, never of those of SSH", () => {
    const env = { PULUMI_IIS_SSH_USER: "s", PULUMI_IIS_SSH_PASSWORD: "s", MINE: "m" };
    expect(winrmLogin(server, env)).not.toHaveProperty("user");
    expect(winrmLogin(server, env)).not.toHaveProperty("password");
    const own = { ...env, PULUMI_IIS_WINRM_USER: "w", PULUMI_IIS_WINRM_PASSWORD: "p" };
    const login = winrmLogin(server, own);
    expect([login.user, login.password?.reveal()]).toEqual(["w", "p"]);
    expect(login.variables).toEqual({ user: "PULUMI_IIS_WINRM_USER", password: "PULUMI_IIS_WINRM_PASSWORD" });
    const given = winrmLogin({ ...server, user: "u", password: "${env:MINE}" }, own);
    expect([given.user, given.password?.reveal()]).toEqual(["u", "m"]);
    expect(JSON.stringify(given)).not.toContain('"m"');
  });

  it("sends the same password for the same account, whatever the letter case", () => {
    const login = winrmLogin({ ...server, user: "Deploy", password: "p" }, {});
    expect(passwordKey(login)).toBe(passwordKey({ ...login, host: "WEB-01", user: "deploy" }));
    expect(passwordKey(login)).not.toBe(passwordKey({ ...login, user: "other" }));
    expect(passwordKey(winrmLogin(server, {}))).toMatch(/^[\da-f]{64}$/);
  });
});

describe("a connection over WinRM", () => {
  it("is accepted with every way to log in and to check the certificate", () => {
    const all: readonly Connection[] = [
      { ...server, user: "u", password: "p", proxy: { host: "jump", hostKey: `SHA256:${"a".repeat(43)}` } },
      { ...server, https: false, auth: "ntlm", perDialTimeout: 5, dialErrorLimit: 2, codePage: 850 },
      { ...server, auth: "kerberos", spn: "HTTP/web-01.example.com", operationTimeout: 30 },
      { ...server, auth: "basic", caCert: pem, certFingerprint: "aB".repeat(32) },
      { ...server, auth: "certificate", clientCert: "c.pem", clientKey: "${env:KEY}", insecure: true },
      { host: "web-01", type: "ssh", shell: "powershell" },
      { ...server, shell: "cmd" },
    ];
    expect(all.map((connection) => checkConnection(connection))).toEqual(all.map(() => []));
  });

  it("is refused with a private key beside a certificate, and the fault does not repeat it", () => {
    const both = `${pem}-----BEGIN EC PRIVATE KEY-----\ncanary\n-----END EC PRIVATE KEY-----\n`;
    for (const path of ["caCert", "clientCert"]) {
      const faults = checkConnection({
        ...server,
        auth: "certificate",
        clientCert: "c.pem",
        clientKey: "c.key",
        [path]: both,
      });
      expect(faults).toEqual([
        {
          path: `connection.${path}`,
          message: expect.stringMatching(/^must be the text of a certificate in PEM without a private key/),
        },
      ]);
      expect(JSON.stringify(faults)).not.toMatch(/canary/);
    }
  });

  it("leads to the same server as over SSH, if both have their standard ports", () => {
    const same: readonly Connection[] = [
      { host: "web-01" },
      { host: "web-01", type: "ssh" },
      { ...server, https: false },
      { ...server, port: 5986, user: "u" },
      { ...server, port: 5985, https: false, insecure: false },
    ];
    expect(new Set(same.map((one) => connectionKey(one)))).toEqual(new Set(["ssh:web-01:22"]));
    const proxy = { host: "jump" };
    expect(connectionKey({ ...server, proxy })).toBe(connectionKey({ host: "web-01", proxy }));
    expect(connectionKey({ ...server, port: 443 })).toBe("winrm:web-01:443");
    expect(connectionKey({ ...server, port: 22 })).not.toBe(connectionKey({ host: "web-01", port: 22 }));
    expect(connectionKey({ ...server, port: 2222 })).not.toBe(connectionKey({ host: "web-01", port: 2222 }));
  });

  it("is shown with every field and no secret", () => {
    const shown = describeConnection({
      ...{ ...server, https: false, user: "u", password: "canary", clientKey: "canary" },
      insecure: true,
    });
    expect(shown).toBe(
      "server web-01 over WinRM, appcmd.exe, user u, password (set), https false, insecure true, clientKey (set)",
    );
    expect(describeConnection({ ...server, clientKey: "${env:KEY}" })).toContain("clientKey ${env:KEY}");
  });

  it("restores a backup with the server's own appcmd", () => {
    expect(restoreCommand(server)("b")).toBe(restoreCommand({ host: "web-01" })("b"));
  });

  it("warns of a certificate that is not checked, and of nothing else", () => {
    expect(connectionWarnings({ ...server, insecure: true })).toEqual([
      "the certificate is not checked (insecure: true), so another machine may have answered",
    ]);
    expect(connectionWarnings({ ...server, insecure: false })).toEqual([]);
  });

  it("has the hints of a server that is not this machine", () => {
    for (const code of [5, 32, 50, 53]) expect(knownFailure(code)?.hint.winrm).toBe(knownFailure(code)?.hint.ssh);
  });
});

describe("the paths of certificates", () => {
  it("are relative to the pool file; texts, variables and the home folder are not", () => {
    const fields = "caCert: ca.pem, auth: certificate, clientCert: certs/c.pem, clientKey: certs/c.key";
    const others = `caCert: "${pem.replaceAll("\n", "\\n")}", auth: certificate, clientCert: ~/c.pem, clientKey: "\${env:K}"`;
    const hosts = `{ a: { host: a, type: winrm, ${fields} }, b: { host: b, type: winrm, ${others} } }`;
    const { files, faults } = load({ "sub/f.yaml": `version: 1\nhosts: ${hosts}\n` });
    expect(faults).toEqual([]);
    const [a, b] = files.hosts.map(({ connection }) => connection);
    const [ca, cert, key] = ["ca.pem", "certs/c.pem", "certs/c.key"].map((name) => join(cwd, "sub", name));
    expect(a).toMatchObject({ caCert: ca, clientCert: cert, clientKey: key });
    expect(b).toMatchObject({ caCert: pem, clientCert: "~/c.pem", clientKey: "${env:K}" });
    const relative = { caCert: "ca.pem", clientCert: join("certs", "c.pem"), clientKey: join("certs", "c.key") };
    expect(pathsFromFolder(a!, join(cwd, "sub"))).toMatchObject(relative);
    expect(pathsFromFolder(b!, cwd)).toEqual(b);
  });
});
