import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Connection } from "../../provider/connection/schema";
import { type Kdc, startKdc } from "../../tools/winrm-server/kdc.mts";
import { madeFolder } from "../made-folder";
import { describeWithKerberos } from "./winrm/needs";
import { type WinrmMachine, winrmPlace } from "./winrm/place";
import { type Forge, relay } from "./winrm/relay";

const root = join(__dirname, "../..");
const user = "admin@EXAMPLE.TEST";

/** With the last bit of the last byte changed. */
function withoutProof(token: Buffer): Buffer {
  const changed = Buffer.from(token);
  changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
  return changed;
}

describeWithKerberos("a login with the package kerberos and a real KDC", () => {
  const place = winrmPlace();
  let kdc: Kdc;
  let folder: string;
  let unreachable: string;

  beforeAll(async () => {
    folder = join(madeFolder("kerberos"), "node_modules", "kerberos");
    kdc = await startKdc({ admin: "canary" });
    unreachable = join(place.folder, "unreachable.conf");
    const config = readFileSync(kdc.env["KRB5_CONFIG"] ?? "", "utf8");
    writeFileSync(unreachable, config.replace(/^ +kdc = .*/m, "kdc = 127.0.0.1:1"));
  });

  afterAll(async () => {
    await kdc.stop();
  });

  const start = (options: object = {}): Promise<WinrmMachine> =>
    place.start({ tls: place.certificate, methods: ["negotiate"], ...options }, kdc.serverEnv);
  /** What a program prints that lists pools: the exit code, or the error. GSSAPI reads the variables of a process. */
  const run = async (machine: WinrmMachine, env: Kdc["env"], more: Partial<Connection> = {}): Promise<string> => {
    const script = `
      const { connect } = require("./dist/provider/transport/connect.js");
      connect(JSON.parse(process.env.CONNECTION)).exec(["list", "apppool"]).then(
        ({ exitCode }) => console.log(exitCode),
        ({ code, message }) => console.log(code, message));`;
    const hook = join(__dirname, "winrm", "with-kerberos.mjs");
    const connection = { ...machine.to({ host: "localhost", auth: "kerberos", dialErrorLimit: 1 }), ...more };
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", hook, "-e", script], {
      cwd: root,
      env: { ...process.env, PACKAGE_KERBEROS: folder, ...env, CONNECTION: JSON.stringify(connection) },
    });
    return stdout.trim();
  };
  /** A package whose compiled part has this content, or is missing. */
  const brokenPackage = (content?: string): string => {
    const broken = mkdtempSync(join(place.folder, "broken-"));
    for (const part of ["lib", "package.json"]) cpSync(join(folder, part), join(broken, part), { recursive: true });
    if (content !== undefined) {
      mkdirSync(join(broken, "build", "Debug"), { recursive: true });
      writeFileSync(join(broken, "build", "Debug", "kerberos.node"), content);
    }
    return broken;
  };
  const withoutTicket = (): Kdc["env"] => ({ ...kdc.env, KRB5CCNAME: join("FILE:", place.folder, "none") });
  const login = { user, problem: "", mechanism: "kerberos" };

  it.each([
    ["a ticket", "negotiate", {}],
    ["a ticket, and auth left out", "negotiate", { auth: "negotiate" }],
    ["a ticket, at a server that offers Kerberos alone", "kerberos", {}],
    ["a ticket of the given user", "negotiate", { user }],
    [
      "a ticket, and the service principal name of another host",
      "negotiate",
      { host: "127.0.0.1", spn: "HTTP/localhost" },
    ],
  ] as const)("succeeds with %s", async (_what, method, more) => {
    const machine = await start({ methods: [method] });
    expect(await run(machine, kdc.kinit("admin"), more)).toBe("0");
    expect(machine.events("login").at(-1)).toEqual(expect.objectContaining({ ...login, method }));
    expect(machine.takeCalls()).toHaveLength(1);
  });

  it("succeeds with a keytab", async () => {
    const machine = await start();
    const env = { ...kdc.env, KRB5_CLIENT_KTNAME: kdc.userKeytab, KRB5CCNAME: "MEMORY:keytab" };
    expect(await run(machine, env)).toBe("0");
    expect(machine.events("login")).toEqual([expect.objectContaining(login)]);
  });

  it.each<[string, () => Kdc["env"], Partial<Connection>, RegExp]>([
    ["no ticket", withoutTicket, {}, /^AUTH_FAILED localhost: no Kerberos login: .*\. Get a ticket first: kinit/],
    [
      "no ticket of the user",
      () => kdc.kinit("admin"),
      { user: "other@EXAMPLE.TEST" },
      /^AUTH_FAILED .*other@EXAMPLE\.TEST.*Get a ticket first: kinit/,
    ],
    [
      "an unknown service",
      () => kdc.kinit("admin"),
      { spn: "HTTP/nobody.example.test" },
      /^AUTH_FAILED .*not found in Kerberos database\. Set connection\.spn.*setspn -Q/,
    ],
    [
      "no package",
      () => ({ ...kdc.kinit("admin"), PACKAGE_KERBEROS: "" }),
      {},
      /^AUTH_FAILED .*needs the package kerberos, which is not installed.*npm install kerberos/,
    ],
    [
      "no package, and no password",
      () => ({ ...kdc.kinit("admin"), PACKAGE_KERBEROS: "" }),
      { auth: "negotiate" },
      /^AUTH_FAILED .*there is no password, so the login is Kerberos.*not installed.*Set password, or PULUMI_IIS_WINRM_PASSWORD/,
    ],
    [
      "a package that is not built",
      () => ({ ...kdc.kinit("admin"), PACKAGE_KERBEROS: brokenPackage() }),
      {},
      /^AUTH_FAILED .*the package kerberos is installed but does not load: Cannot find module.*kerberos\.node.*npm rebuild kerberos/,
    ],
    [
      "a package that is built for another system",
      () => ({ ...kdc.kinit("admin"), PACKAGE_KERBEROS: brokenPackage("no program of this system") }),
      {},
      /^AUTH_FAILED .*the package kerberos is installed but does not load: .*kerberos\.node: .*npm rebuild kerberos/,
    ],
    [
      "a user in the form of Windows",
      () => kdc.kinit("admin"),
      { user: "EXAMPLE\\admin" },
      /^AUTH_FAILED localhost: connection\.user: EXAMPLE\\admin is no name of a Kerberos user.*name@REALM.*deploy@CORP\.EXAMPLE/,
    ],
    [
      "a KDC that does not answer",
      () => ({ ...kdc.kinit("admin"), KRB5_CONFIG: unreachable }),
      {},
      /^AUTH_FAILED .*no Kerberos login: .*Cannot contact any KDC.*\. Check that this machine reaches a domain controller \(port 88\)/,
    ],
  ])("with %s fails before anything is sent, with what to do", async (_what, env, more, message) => {
    const machine = await start();
    const printed = await run(machine, env(), more);
    expect(printed).toMatch(message);
    expect(printed).not.toContain("\n");
    expect(machine.events("login")).toEqual([]);
  });

  it.each(["-1h", "+1h"])(
    "on a machine whose clock has moved since its ticket (%s) names the clocks",
    async (shift) => {
      const env = { ...kdc.env, KRB5CCNAME: `FILE:${join(place.folder, `tickets${shift}`)}` };
      // The ticket file has the difference between this clock and that of the KDC.
      execFileSync("faketime", ["-f", shift, "kinit", "-k", "-t", kdc.userKeytab, "admin"], {
        env: { ...process.env, ...env },
      });
      const machine = await start();
      expect(await run(machine, env)).toMatch(
        /^AUTH_FAILED .*no Kerberos login: .*Clock skew too great\. The clocks of this machine and of the domain controller .*timedatectl/,
      );
      expect(machine.events("login")).toEqual([]);
    },
  );

  const hostile = join(__dirname, "winrm", "hostile-kerberos.cjs");
  it.each([
    ["hangs", { perDialTimeout: 1 }, /no Kerberos login: .*within 1 s/],
    ["goes on", {}, /^AUTH_FAILED .*refuses the login/],
    ["chooses NTLM", {}, /^AUTH_FAILED .*no Kerberos ticket for the server, only NTLM, which is not sent.*auth: ntlm/],
  ] as const)("with a package that %s ends with an error", async (does, more, message) => {
    const machine = await start({ cbt: "none" });
    const between = await relay(machine.server.port, place.certificate, () => Buffer.from("a"));
    try {
      const env = { PACKAGE_KERBEROS: hostile, PACKAGE_KERBEROS_DOES: does };
      expect(await run(machine, env, { port: between.port, ...more })).toMatch(message);
      expect(machine.actions()).toEqual([]);
    } finally {
      await between.stop();
    }
  });

  const ntlm = Buffer.from("NTLMSSP\0\x02\0\0\0", "latin1");
  it.each<[string, Forge, RegExp]>([
    ["has a last token that is wrong", (_status, token) => withoutProof(token), /no Kerberos login: /],
    [
      "has a last token of NTLM",
      () => ntlm,
      /another machine may have answered .*: it asks for NTLM in place of Kerberos/,
    ],
  ])("at a server that %s fails before a command is sent", async (_what, forge, message) => {
    const machine = await start();
    const between = await relay(machine.server.port, place.certificate, forge);
    try {
      const printed = await run(machine, kdc.kinit("admin"), { port: between.port });
      expect(printed).toMatch(/^AUTH_FAILED/);
      expect(printed).toMatch(message);
      expect([machine.events("login").length, machine.actions()]).toEqual([1, []]);
    } finally {
      await between.stop();
    }
  });

  it.each<[string, Forge | undefined]>([
    ["whose answers are as they were", undefined],
    ["without a last token, which the certificate replaces", () => undefined],
  ])("at a server %s succeeds", async (_what, forge) => {
    const machine = await start();
    const between = await relay(machine.server.port, place.certificate, forge);
    try {
      expect(await run(machine, kdc.kinit("admin"), { port: between.port })).toBe("0");
    } finally {
      await between.stop();
    }
  });

  it("over HTTP is refused with the reason, before anything is sent, where only the login shows that it is one", async () => {
    const machine = await place.start({ methods: ["negotiate"] }, kdc.serverEnv);
    expect(await run(machine, kdc.kinit("admin"), { auth: "negotiate" })).toMatch(
      /^AUTH_FAILED localhost: Kerberos over HTTP is not supported: .*cannot encrypt.*\. Use HTTPS/,
    );
    expect(machine.events("login")).toEqual([]);
  });

  it.each([{ auth: "kerberos" }, { auth: "negotiate" }] as const)(
    "is refused where the server requires channel bindings, which the package cannot send (%o)",
    async (more) => {
      const machine = await start({ cbt: "strict" });
      expect(await run(machine, kdc.kinit("admin"), more)).toMatch(
        /^AUTH_FAILED .*CbtHardeningLevel of the service is not Strict/,
      );
      expect(machine.actions()).toEqual([]);
    },
  );

  it("of a user who is no administrator says so", async () => {
    const machine = await start({ denied: [user] });
    expect(await run(machine, kdc.kinit("admin"))).toMatch(/^ACCESS_DENIED .*must be an administrator/);
  });

  it("that expires in the middle is renewed", async () => {
    const machine = await start();
    await machine.server.inject([{ at: "Command", do: "unauthorized", skip: 1 }]);
    expect(await run(machine, kdc.kinit("admin"))).toBe("0");
    expect(machine.events("login")).toHaveLength(2);
  });
});
