import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Connection } from "../../provider/connection/schema";
import { type Kdc, startKdc } from "../../tools/winrm-server/kdc.mts";
import { madeFolder } from "../made-folder";
import { describeWithKerberos } from "./winrm/needs";
import { type WinrmMachine, winrmPlace } from "./winrm/place";

const root = join(__dirname, "../..");
const user = "admin@EXAMPLE.TEST";

describeWithKerberos("a login with the package kerberos and a real KDC", () => {
  const place = winrmPlace();
  let kdc: Kdc;
  let folder: string;

  beforeAll(async () => {
    folder = join(madeFolder("kerberos"), "node_modules", "kerberos");
    kdc = await startKdc({ admin: "canary" });
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
      () => ({ ...kdc.kinit("admin"), PACKAGE_KERBEROS: "/nowhere" }),
      {},
      /^AUTH_FAILED .*needs the package kerberos.*npm install kerberos/,
    ],
  ])("with %s fails before anything is sent, with what to do", async (_what, env, more, message) => {
    const machine = await start();
    const printed = await run(machine, env(), more);
    expect(printed).toMatch(message);
    expect(printed).not.toContain("\n");
    expect(machine.events("login")).toEqual([]);
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
