import { inspect } from "node:util";
import { checkConnection, connectionKey } from "../../provider/connection/connection";
import type { Connection } from "../../provider/connection/schema";
import { sshLogin } from "../../provider/connection/login";

const canary = "canary-4711";
const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${canary}\n`;

describe("a connection over SSH", () => {
  it.each<[string, unknown, string[]]>([
    ["a host alone", { host: "web-01" }, []],
    ["an address of IPv6", { host: "fe80::1" }, []],
    [
      "all there is",
      {
        ...{
          host: "web-01",
          port: 2222,
          user: "CORP\\deploy",
          password: "x",
          privateKey: key,
          privateKeyPassword: "x",
        },
        ...{ agentSocketPath: "/run/agent", hostKey: "ssh-ed25519 AAAA", perDialTimeout: 0.5, dialErrorLimit: -1 },
        ...{
          knownHosts: "~/.ssh/known_hosts",
          shell: "powershell",
          appcmdPath: "%windir%\\Sysnative\\inetsrv\\appcmd.exe",
        },
        ...{ codePage: 850, proxy: { host: "jump", port: 22, user: "me", insecureIgnoreHostKey: true } },
      },
      [],
    ],
    ["no host", { user: "me", shell: "cmd" }, ["connection"]],
    ["a file beside it", { host: "web-01", configFile: "a.config" }, ["connection"]],
    ["a user in the host", { host: "me@web-01" }, ["connection.host"]],
    ["a port in the host", { host: "web-01:22" }, ["connection.host"]],
    ["an address in the host", { host: "ssh://web-01" }, ["connection.host"]],
    ["the path of a key", { host: "a", privateKey: "C:\\keys\\id_ed25519" }, ["connection.privateKey"]],
    [
      "any host key and this one",
      { host: "a", insecureIgnoreHostKey: true, hostKey: "ssh-rsa AAAA" },
      ["connection.insecureIgnoreHostKey"],
    ],
    ["a variable in appcmdPath", { host: "a", appcmdPath: "%temp%\\appcmd.exe" }, ["connection.appcmdPath"]],
    [
      "the same for PowerShell",
      { host: "a", shell: "powershell", appcmdPath: 'C:\\"x".exe' },
      ["connection.appcmdPath"],
    ],
    ["a proxy of a proxy", { host: "a", proxy: { host: "b", proxy: { host: "c" } } }, ["connection.proxy.proxy"]],
    ["a proxy without a host", { host: "a", proxy: { user: "me" } }, ["connection.proxy.host"]],
    ["a proxy that is a name", { host: "a", proxy: "jump" }, ["connection.proxy"]],
    [
      "faults everywhere",
      {
        ...{ host: 5, port: 0, user: "", password: 1, privateKey: [], privateKeyPassword: {}, agentSocketPath: "\0" },
        ...{ hostKey: "web-01", knownHosts: 1, insecureIgnoreHostKey: "yes", perDialTimeout: -1, dialErrorLimit: 1.5 },
        ...{ shell: "bash", hots: 1, proxy: { host: "jump", port: "22", key: 1 } },
      },
      [
        ...["host", "port", "user", "password", "privateKey", "privateKeyPassword", "agentSocketPath", "hostKey"],
        ...["knownHosts", "insecureIgnoreHostKey", "perDialTimeout", "dialErrorLimit", "proxy.port", "proxy.key"],
        ...["shell", "hots"],
      ].map((name) => `connection.${name}`),
    ],
  ])("with %s has the faults that it has, all at once", (_what, connection, paths) => {
    const faults = checkConnection(connection);
    expect(faults.map(({ path }) => path)).toEqual(paths);
    for (const { message } of faults) expect(message).toMatch(/must be|unknown key|cannot be combined|cannot start/);
  });

  it("never repeats a secret that it refuses", () => {
    const secrets = { password: [canary], privateKey: canary, privateKeyPassword: { canary } };
    const faults = checkConnection({ host: "a", ...secrets, proxy: { host: "b", ...secrets } });
    expect(faults).toHaveLength(6);
    expect(JSON.stringify(faults)).not.toContain(canary);
  });

  it("whose host is not known yet is not told to have one", () => {
    expect(checkConnection({ user: "me", proxy: {} }, () => true)).toEqual([]);
  });

  it("is the same host whoever logs in and how, and its key holds no secret", () => {
    const base: Connection = { host: "Web-01", proxy: { host: "jump" } };
    const same: Connection[] = [
      { ...base, port: 22, user: "a", password: canary },
      { ...base, host: "web-01", privateKey: canary, privateKeyPassword: canary, codePage: 850, shell: "powershell" },
      { ...base, proxy: { host: "JUMP", password: canary }, hostKey: "SHA256:x" },
    ];
    const others: Connection[] = [{ host: "web-01" }, { ...base, port: 23 }, { ...base, appcmdPath: "C:\\x.exe" }];
    expect(new Set(same.map((one) => connectionKey(one))).size).toBe(1);
    expect(new Set([base, ...others].map((one) => connectionKey(one))).size).toBe(4);
    expect(connectionKey(same[0])).not.toContain(canary);
  });
});

describe("what a connection leaves out", () => {
  const env = {
    PULUMI_IIS_SSH_USER: "from-env",
    PULUMI_IIS_SSH_PASSWORD: "env-password",
    PULUMI_IIS_SSH_PRIVATE_KEY: key,
    PULUMI_IIS_SSH_PRIVATE_KEY_PASSWORD: "env-passphrase",
    PULUMI_IIS_SSH_PROXY_PASSWORD: "proxy-password",
    SSH_AUTH_SOCK: "/run/agent",
  };

  it("comes from the environment", () => {
    const login = sshLogin({ host: "web-01" }, "host", env);
    expect(login).toMatchObject({
      host: "web-01",
      port: 22,
      user: "from-env",
      dialTimeoutMs: 15_000,
      dialAttempts: 10,
    });
    expect(login.password!.reveal()).toBe("env-password");
    expect(login.privateKey!.reveal()).toBe(key);
    expect(login.privateKeyPassword!.reveal()).toBe("env-passphrase");
    expect(login.agentSocketPath).toBeUndefined();
    const proxy = sshLogin({ host: "jump" }, "proxy", env);
    expect(proxy.password!.reveal()).toBe("proxy-password");
    expect(proxy.privateKey).toBeUndefined();
    expect(proxy.agentSocketPath).toBe("/run/agent");
  });

  it("does not replace what it has", () => {
    const fields = {
      host: "a",
      user: "b",
      password: "c",
      perDialTimeout: 0,
      dialErrorLimit: -1,
      agentSocketPath: "/x",
    };
    const login = sshLogin(fields, "host", { ...env, PULUMI_IIS_SSH_PRIVATE_KEY: "" });
    expect(login).toMatchObject({ user: "b", dialAttempts: Infinity, agentSocketPath: "/x" });
    expect(login.password!.reveal()).toBe("c");
    expect(login).not.toHaveProperty("dialTimeoutMs");
    expect(login).not.toHaveProperty("privateKey");
  });

  it("is shown nowhere", () => {
    const login = sshLogin({ host: "a", password: canary, privateKey: key }, "host", {});
    expect([inspect(login), JSON.stringify(login)].join("")).not.toContain(canary);
  });
});
