import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { recycleCommand, commandConnection, checkRecycle } from "../../provider/pulumi/core/recycle/command";
import { RecycleAppPool, type RecycleAppPoolArgs } from "../../provider/pulumi/program/recycle-app-pool";
import { sampleConfig } from "../engine/offline-host";
import { parseCmdLine, parseForgiving, parsePowerShellLine } from "../../tools/windows/shell-models.mts";

const hostKey = `ssh-ed25519 ${"A".repeat(68)}`;
const windows = { platform: "win32", node: "C:\\node.exe", folder: "/work" } as const;
const linux = { platform: "linux", node: "/usr/bin/node", folder: "/work" } as const;

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

/** What a program registers; secrets are marked, as the engine sees them. */
async function register(args: RecycleAppPoolArgs): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registered.push({ type, name, inputs: inputs as Record<string, unknown> });
      return { id: `${name}-id`, state: { ...(inputs as object), stdout: "said" } };
    },
    call: () => ({}),
  });
  const { stdout } = new RecycleAppPool("deploy", args);
  await new Promise((resolve) => stdout.apply(resolve));
  return registered;
}

describe("the command that recycles a pool", () => {
  it.each([
    ["cmd", parseCmdLine],
    ["powershell", parsePowerShellLine],
  ] as const)("is a line for %s where the server is reached over SSH", (shell, parse) => {
    const { create, update, ...rest } = recycleCommand("It's 50%", { host: "Web-01", shell }, linux);
    const { line, codes, retried } = parseForgiving(create);
    const program = "(?:%windir%|C:\\\\Windows)\\\\system32\\\\inetsrv\\\\appcmd\\.exe";
    const words = `recycle"? "?apppool"? "/apppool\\.name:It's 50%25"`;
    expect(parse(line)).toMatch(new RegExp(`^"?${program}"? "?${words}$`));
    expect(codes).toEqual([1062, 4312]);
    expect(retried).toEqual(expect.arrayContaining([1058, 1061]));
    expect(retried).not.toContain(1726);
    expect(update).toBe("exit 0");
    expect(rest).toEqual({ target: "ssh:web-01:22 it's 50%" });
  });

  it("is one argument of PowerShell on a server itself, with the variable of Windows' folder", () => {
    const { create, interpreter, environment } = recycleCommand("Shop", undefined, windows);
    expect(interpreter).toEqual(["powershell.exe", "-NoProfile", "-NonInteractive", "-Command"]);
    expect(create).toContain("& ($env:windir+'\\system32\\inetsrv\\appcmd.exe') '\"recycle\"'");
    expect(environment).toBeUndefined();
  });

  it("is the emulator where the file is worked on offline, on any machine", () => {
    const here = recycleCommand("Shop", { configFile: "iis/a.config" }, linux);
    expect(here.create).toMatch(
      /^n=0; until \/usr\/bin\/node \S+\/emulator\/main\.js recycle apppool \/apppool\.name:Shop; do /,
    );
    expect(here).toMatchObject({
      target: "iis/a.config shop",
      environment: { APPCMD_EMULATOR_CONFIG: "/work/iis/a.config" },
    });
    expect(recycleCommand("Shop", { configFile: "a" }, windows).create).toMatch(/& 'C:\\node\.exe' '"\S+main\.js"'/);
  });

  it("asks again while WAS accepts no control message, and is done with the first time that it does", () => {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-recycle-"));
    try {
      const file = (name: string): string => join(folder, name);
      copyFileSync(sampleConfig, file("a.config"));
      writeFileSync(file("sleep"), "#!/bin/sh\n", { mode: 0o755 });
      const { create, environment } = recycleCommand(
        "DefaultAppPool",
        { configFile: file("a.config") },
        { ...linux, node: process.execPath },
      );
      const env = {
        ...{ ...process.env, ...environment, PATH: `${folder}:${process.env["PATH"] ?? ""}` },
        APPCMD_EMULATOR_SERVING: "*",
        APPCMD_EMULATOR_FAULT: `control1061:2:${file("count")}`,
      };
      expect(execFileSync("/bin/sh", ["-c", create], { env, encoding: "utf8" })).toMatch(
        /80070425[^]*80070425[^]*"DefaultAppPool" successfully recycled/,
      );
      expect(readFileSync(file("count"), "utf8")).toBe("2");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is refused where nobody says where appcmd is", () => {
    expect(() => recycleCommand("Shop", undefined, linux)).toThrow(/"Shop": this machine has no IIS \(it runs linux/);
  });
});

describe("the connection that @pulumi/command is given", () => {
  it("has what stands in the environment, and no field that it does not know", () => {
    const fields = { host: "web-01", privateKey: "${env:KEY}", knownHosts: "x", hostKey, shell: "cmd" } as const;
    const env = {
      KEY: "key",
      PULUMI_IIS_SSH_USER: "deploy",
      SSH_AUTH_SOCK: "/tmp/1",
      PULUMI_IIS_SSH_PROXY_PASSWORD: "p",
    };
    expect(commandConnection({ ...fields, proxy: { host: "jump", user: "me", dialErrorLimit: -1 } }, env)).toEqual({
      ...{ host: "web-01", port: 22, user: "deploy", privateKey: "key", hostKey },
      proxy: { host: "jump", port: 22, user: "me", password: "p", dialErrorLimit: -1 },
    });
    expect(() => commandConnection({ host: "web-01", password: "${env:NONE}" }, {})).toThrow(/NONE is not set/);
  });

  it.each([
    ["no key at all", {}, ["connection.hostKey"]],
    ["a fingerprint", { hostKey: `SHA256:${"A".repeat(43)}` }, ["connection.hostKey"]],
    ["a known_hosts file", { knownHosts: "known" }, ["connection.hostKey"]],
    ["the key", { hostKey }, []],
    ["the permission to let any machine in", { insecureIgnoreHostKey: true }, []],
    ["the key, and none of the machine on the way", { hostKey, proxy: { host: "jump" } }, ["connection.proxy.hostKey"]],
  ])("needs the machine's public key: %s", (_, fields, paths) => {
    expect(checkRecycle("Shop", { host: "web-01", ...fields }).map(({ path }) => path)).toEqual(paths);
  });

  it("is refused with all its faults and the pool's at once", () => {
    const faults = checkRecycle("a/b", { host: "web-01", port: 0, usr: "x" });
    expect(faults.map(({ path }) => path)).toEqual(["pool", "connection.port", "connection.usr"]);
  });

  it("is refused for a pool whose name is a secret, because the command line is printed", () => {
    const [fault] = checkRecycle("canary/", undefined, true);
    expect(fault?.path).toBe("pool");
    expect(fault?.message).toMatch(/^must not be a secret(?!.*canary)/);
  });
});

describe("RecycleAppPool", () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  it("is a remote.Command with the host key, whose command line is no secret", async () => {
    const connection = { host: "web-01", user: "me", password: pulumi.secret("canary"), hostKey };
    const [component, command] = await register({ pool: pulumi.output("Shop"), connection, triggers: ["b1", 2] });
    expect(component).toMatchObject({ type: "iis:index:RecycleAppPool", name: "deploy" });
    expect(command).toMatchObject({
      ...{ type: "command:remote:Command", name: "deploy" },
      inputs: {
        create: expect.stringContaining("appcmd.exe"),
        update: "exit 0",
        triggers: ["ssh:web-01:22 shop", "b1", 2],
        connection: { value: expect.objectContaining({ host: "web-01", user: "me", password: "canary", hostKey }) },
      },
    });
    expect(command?.inputs).not.toHaveProperty("delete");
  });

  it("is a local.Command on the connection of the stack where it names none", async () => {
    pulumi.runtime.setAllConfig({ "iis:configFile": "a.config" });
    const [, command] = await register({ pool: "Shop", triggers: [] });
    expect(command).toMatchObject({ type: "command:local:Command", inputs: { triggers: ["a.config shop"] } });
  });

  it("needs @pulumi/command, and says which, and the package works without it", () => {
    jest.isolateModules(() => {
      jest.doMock("@pulumi/command", () => {
        throw Object.assign(new Error("Cannot find module '@pulumi/command'"), { code: "MODULE_NOT_FOUND" });
      });
      const { RecycleAppPool: Lonely } = jest.requireActual<typeof import("../../provider")>("../../provider");
      expect(() => new Lonely("deploy", { pool: "Shop", triggers: [] })).toThrow(/npm i @pulumi\/command@1\.2\.1$/);
      jest.dontMock("@pulumi/command");
    });
  });
});
