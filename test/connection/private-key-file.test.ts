import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { checkConnection, checkConnectionInFile, describeConnection } from "../../provider/connection/connection";
import { sshLogin } from "../../provider/connection/login";
import { IisError } from "../../provider/errors";
import { checkRecycle } from "../../provider/pulumi/core/recycle/command";
import { cwd, load } from "../pool-file/memory-files";

const canary = "canary-of-the-key";
let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-key-"));
  file = join(folder, "deploy");
  writeFileSync(file, canary);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it("is read, and wins over the key of the environment", () => {
  const env = { PULUMI_IIS_SSH_PRIVATE_KEY: "of the environment", SSH_AUTH_SOCK: "/agent" };
  const login = sshLogin({ host: "web", privateKeyFile: file }, "host", env);
  expect(login.privateKey?.reveal()).toBe(canary);
  expect(login.agentSocketPath).toBeUndefined();
  expect(JSON.stringify(login)).not.toContain(canary);
  expect(sshLogin({ host: "jump", privateKeyFile: file }, "proxy", {}).privateKey?.reveal()).toBe(canary);
});

it.each([
  ["none", "cannot be read: there is no such file or folder (ENOENT)"],
  [".", "is a folder, not a file"],
])("that cannot be read is an error with its path: %s", (name, why) => {
  const path = join(folder, name);
  let error: unknown;
  try {
    sshLogin({ host: "web", privateKeyFile: path }, "host", {});
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(IisError);
  expect(error).toMatchObject({ code: "AUTH_FAILED", host: "web", path: "privateKeyFile", problem: `${path} ${why}` });
});

it("begins with the home folder after ~", () => {
  const login = (): unknown => sshLogin({ host: "web", privateKeyFile: "~/.no-such-key-of-iis" }, "host", {});
  expect(login).toThrow("~/.no-such-key-of-iis cannot be read: there is no such file or folder (ENOENT)");
  const below = `~/${"../".repeat(resolve(homedir()).split("/").length)}${file}`;
  expect(sshLogin({ host: "web", privateKeyFile: below }, "host", {}).privateKey?.reveal()).toBe(canary);
});

it("excludes the text of a key, also in a proxy", () => {
  const both = { privateKey: "${env:KEY}", privateKeyFile: "key" };
  const message = "cannot be combined with privateKey";
  expect(checkConnection({ host: "web", ...both, proxy: { host: "jump", ...both } })).toEqual([
    { path: "connection.privateKeyFile", message },
    { path: "connection.proxy.privateKeyFile", message },
  ]);
  expect(checkConnectionInFile({ host: "web", ...both }).map(({ keys }) => keys)).toEqual([["privateKeyFile"]]);
  expect(checkConnection({ privateKeyFile: "key" })).toEqual([
    expect.objectContaining({ message: expect.stringMatching(/^host is required with privateKeyFile/) as string }),
  ]);
});

it("is relative to the pool file, as known_hosts is, also in a proxy", () => {
  const paths = "privateKeyFile: keys/deploy, knownHosts: known";
  const text = `version: 1\nhosts: { web: { host: web, ${paths}, proxy: { host: jump, ${paths} } }, home: { host: h, privateKeyFile: ~/k } }\n`;
  const { files, faults } = load({ "sub/f.yaml": text });
  expect(faults).toEqual([]);
  const [web, home] = files.hosts.map(({ connection }) => connection);
  const expected = { privateKeyFile: join(cwd, "sub/keys/deploy"), knownHosts: join(cwd, "sub/known") };
  expect(web).toEqual({ host: "web", ...expected, proxy: { host: "jump", ...expected } });
  expect(home).toEqual({ host: "h", privateKeyFile: "~/k" });
});

it("is shown by its path", () => {
  expect(describeConnection({ host: "web", privateKeyFile: file })).toContain(`privateKeyFile ${file}`);
});

it("is refused for @pulumi/command, in whose state the key would be", () => {
  const hostKey = "ssh-ed25519 AAAA";
  const proxy = { host: "jump", hostKey, privateKeyFile: file };
  expect(checkRecycle("Shop", { host: "web", hostKey, privateKeyFile: file, proxy })).toEqual(
    ["connection.privateKeyFile", "connection.proxy.privateKeyFile"].map((path) => ({
      path,
      message: expect.stringMatching(/would store the key in the state; use an agent, or RecycleAppPool/) as string,
    })),
  );
});
