import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnvironment } from "../../provider/transport/process";
import { connect } from "../../provider/transport/connect";
import { nameAlone, windowsShell } from "../../provider/transport/local";

const secrets = [
  ...[
    "IISPOOLS_PLAN_KEY",
    "PULUMI_CONFIG",
    "PULUMI_CONFIG_PASSPHRASE",
    "PULUMI_ACCESS_TOKEN",
    "Pulumi_Iis_Ssh_Password",
  ],
  ...["PULUMI_IIS_SSH_PRIVATE_KEY", "AWS_SECRET_ACCESS_KEY", "ARM_CLIENT_SECRET", "AZURE_STORAGE_KEY", "DEPLOY_KEY"],
  ...[
    "SYSTEM_ACCESSTOKEN",
    "ACTIONS_RUNTIME_TOKEN",
    "SHOP_PW",
    "DB_PASS",
    "AZURE_DEVOPS_EXT_PAT",
    "ApiKey",
    "SshPrivateKey",
  ],
  ...["GOOGLE_CREDENTIALS", "MY_CONNECTIONSTRING"],
];
const needed = [
  ...[
    "PATH",
    "Path",
    "PATHEXT",
    "SystemRoot",
    "windir",
    "ComSpec",
    "TEMP",
    "TMP",
    "HOME",
    "PWD",
    "OLDPWD",
    "LANG",
    "USERNAME",
  ],
  ...[
    "ProgramFiles(x86)",
    "PROCESSOR_ARCHITECTURE",
    "NODE_OPTIONS",
    "APPCMD_EMULATOR_FAULT",
    "SSH_AUTH_SOCK",
    "MONKEY",
  ],
];

describe("a process that this package starts", () => {
  it.each(secrets)("is not given %s", (name) => {
    expect(childEnvironment({ [name]: "canary" })).toEqual({});
  });

  it.each(needed)("is given %s", (name) => {
    expect(childEnvironment({ [name]: "value" })).toEqual({ [name]: "value" });
  });

  (process.platform === "win32" ? it.skip : it)(
    "finds none of them, be it appcmd or a program in its place",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-environment-"));
      const file = join(folder, "appcmd");
      writeFileSync(file, "#!/bin/sh\nenv\n", { mode: 0o755 });
      const before = { ...process.env };
      Object.assign(process.env, Object.fromEntries(secrets.map((name) => [name, "canary"])), { HARMLESS: "plain" });
      try {
        const { stdout } = await connect({ appcmdPath: file }).exec(["list"]);
        expect(stdout).toContain("HARMLESS=plain");
        expect(stdout).not.toContain("canary");
      } finally {
        process.env = before;
        rmSync(folder, { recursive: true });
      }
    },
  );
});

describe("a program of Windows", () => {
  it("is cmd.exe by its path, whatever ComSpec says", () => {
    expect(windowsShell({ windir: "D:\\Windows", ComSpec: "C:\\build\\cmd.exe" })).toBe(
      "D:\\Windows\\system32\\cmd.exe",
    );
  });

  it("is not looked for: a name alone is refused, as Windows would look in the current folder first", () => {
    const platform = Object.getOwnPropertyDescriptor(process, "platform")!;
    Object.defineProperty(process, "platform", { ...platform, value: "win32" });
    try {
      expect(() => connect({ appcmdPath: "appcmd.exe" })).toThrow(/Give the path of appcmd\.exe/);
      expect(() => connect({ appcmdPath: ".\\appcmd.exe" })).not.toThrow();
    } finally {
      Object.defineProperty(process, "platform", platform);
    }
  });

  it.each([
    ["appcmd.exe", true],
    ["appcmd", true],
    [".\\appcmd.exe", false],
    ["C:\\tools\\appcmd.exe", false],
    ["C:/tools/appcmd.exe", false],
  ])("%s is a file name without a folder, to be looked for: %s", (program, expected) => {
    expect(nameAlone(program)).toBe(expected);
  });
});
