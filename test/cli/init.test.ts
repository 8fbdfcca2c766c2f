import { existsSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../provider/cli/main";
import { IisError } from "../../provider/errors";
import { localFiles } from "../../provider/engine/doctor/bench";
import { nowhere } from "./call";
import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

beforeEach(() => {
  servers = makeServers({ lab: sample, "web-01.example.com": sample, "web-02.example.com": sample });
  servers.write("lab.config", "copied");
});

afterEach(() => {
  servers.dispose();
});

const written = ["pools/hosts.yaml", "pools/pools.yaml", "pools/pools.schema.json", ".gitignore"];
const existing = (): string[] => written.filter((file) => existsSync(join(servers.folder, file)));

it("writes hosts, pools, schema and .gitignore, and the plan of them is empty", async () => {
  const { code, stdout, stderr } = await servers.call(["init", "--config-file", "lab.config"]);
  expect(code).toBe(0);
  expect(existing()).toEqual(written);
  expect(servers.read("pools/hosts.yaml")).toContain("configFile: ../lab.config");
  expect(servers.read("pools/hosts.yaml")).toMatch(/^# yaml-language-server: \$schema=\.\/pools\.schema\.json\n/);
  expect(JSON.parse(servers.read("pools/pools.schema.json"))).toHaveProperty("$schema");
  expect(servers.read(".gitignore")).toContain("plan.json\n");
  for (const line of ["plan.html", "drift.json", "drift.html", "alert.env", "node_modules/"])
    expect(servers.read(".gitignore").split("\n")).toContain(line);
  expect(stdout).toMatch(/^2 pools of 1 host\n/);
  for (const file of written) expect(stderr).toContain(`wrote ${file}`);
  expect(stdout).toMatch(/ {2}iispools plan\n {2}iispools apply\n$/);
  expect(await servers.call(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
});

it("names the next step of Pulumi in the folder of a Pulumi project", async () => {
  servers.write("Pulumi.yaml", "name: web\nruntime: nodejs\n");
  const { stdout } = await servers.call(["init", "--config-file", "lab.config"]);
  expect(stdout).toMatch(
    / PoolFile and adopt: true, .*:\n {2}pulumi preview --diff\n.* without Pulumi:\n {2}iispools plan\n$/,
  );
  expect(stdout).not.toContain("iispools apply");
});

it("asks on a terminal, and an answer that ends with .config is a copied file", async () => {
  const { code, stderr } = await servers.call(["init"], { answer: "lab.config", isTerminal: true });
  expect(code).toBe(0);
  expect(stderr).toContain("Which servers? Press Enter for this one.");
  expect(servers.read("pools/hosts.yaml")).toContain("configFile: ../lab.config");
});

it.each([
  ["an empty answer is this machine", [], ""],
  ["--local is this machine", ["--local"], undefined],
])("%s, and where it has no IIS nothing stays", async (_what, options, answer) => {
  const { code, stderr } = await servers.call(["init", ...options], answer === undefined ? {} : { answer });
  expect(code).toBe(1);
  expect(stderr).toContain("this-server: there is no appcmd (NO_APPCMD)");
  expect(stderr).toContain("removed pools/ again: nothing is left of this init\n");
  expect(existing()).toEqual([]);
  expect(existsSync(join(servers.folder, "pools"))).toBe(false);
});

it("reads user, name and port of servers over SSH, and names each fault of their connections", async () => {
  const { code, stderr } = await servers.call(["init", "--ssh", "deploy@web-01.example.com:2222", "10.0.0.7"]);
  expect(code).toBe(1);
  expect(stderr).toContain("web-01, 10.0.0.7: ");
  expect(await servers.call(["init", "--ssh", "a b"])).toMatchObject({
    code: 1,
    stderr: "--ssh: a b is not a server. Write its name or address, or user@name:port; an IPv6 address in brackets\n",
  });
  expect(existing()).toEqual([]);
});

it("takes IPv6 addresses in brackets, and no other text in brackets", async () => {
  const { code, connections } = await connected(["init", "--ssh", "deploy@[2001:db8::7]:2222", "[::1]"]);
  expect(code).toBe(0);
  expect(connections).toEqual([{ host: "2001:db8::7", user: "deploy", port: 2222 }, { host: "::1" }]);
  expect((await servers.call(["plan", "--host", "2001:db8::7", "--detailed-exitcode"])).stderr).not.toContain("fault");
  servers.dispose();
  servers = makeServers({});
  const refused = ["2001:db8::7", "[web-01]", "[]"];
  expect((await servers.call(["init", "--ssh", ...refused])).stderr.split("\n")).toEqual([
    ...refused.map((text) => expect.stringContaining(`--ssh: ${text} is not a server.`) as string),
    "",
  ]);
});

/** Runs a call whose servers are all the sample, and returns what it connected to. */
async function connected(
  argv: readonly string[],
): Promise<{ code: number; connections: readonly unknown[]; stderr: string }> {
  const connections: unknown[] = [];
  let stderr = "";
  const write = (): void => undefined;
  const code = await run(argv, {
    ...{ stdout: { write }, stderr: { write: (text) => (stderr += text) } },
    ...{ files: localFiles, setFinalMessage: write },
    connect: (connection) => {
      connections.push(connection);
      return servers.at("lab").transport;
    },
    signal: new AbortController().signal,
    place: { ...nowhere, cwd: servers.folder },
  });
  return { code, connections, stderr };
}

it("connects to servers over SSH as they were typed, and writes that into the file of hosts", async () => {
  const { code, connections } = await connected([
    "init",
    "--ssh",
    "deploy@web-01.example.com:2222",
    "web-02.example.com",
  ]);
  expect(code).toBe(0);
  const [first, second] = [{ host: "web-01.example.com", user: "deploy", port: 2222 }, { host: "web-02.example.com" }];
  expect(connections).toEqual([first, second]);
  expect(servers.read("pools/hosts.yaml")).toContain("web-01: {host: web-01.example.com, user: deploy, port: 2222}");
  expect(servers.read("pools/hosts.yaml")).toContain("web-02: {host: web-02.example.com}");
});

it("connects to servers over WinRM as they were typed or listed, and writes that into the file of hosts", async () => {
  const { code, connections } = await connected([
    "init",
    "--winrm",
    "web-01.example.com",
    "web-02:5985",
    "--user",
    "u",
  ]);
  expect(code).toBe(0);
  const over = { type: "winrm", user: "u" };
  expect(connections).toEqual([
    { host: "web-01.example.com", ...over },
    { host: "web-02", port: 5985, ...over },
  ]);
  expect(servers.read("pools/hosts.yaml")).toMatch(/web-01: \{host: web-01\.example\.com, user: u, type: winrm\}/);
  servers.dispose();
  servers = makeServers({});
  servers.write("servers.txt", "a\nu@a:5986\nb c\n");
  expect((await servers.call(["init", "--winrm-list", "servers.txt"])).stderr.split("\n")).toEqual([
    "servers.txt:2:1 --winrm-list: u@a:5986 is the same server as a with another user. Name each server once",
    expect.stringMatching(/^servers\.txt:3:1 --winrm-list: b c is not a server\./),
    "",
  ]);
});

it.each([
  ["deploy.key", "../deploy.key", "deploy.key"],
  ["~/.ssh/deploy", "~/.ssh/deploy", "~/.ssh/deploy"],
])("writes the path of a private key, as the file of hosts has it: %s", async (given, written, used) => {
  const { code, connections } = await connected(["init", "--ssh", "web-01", "--private-key-file", given]);
  expect(code).toBe(0);
  const file = used.startsWith("~") ? used : join(servers.folder, used);
  expect(connections).toEqual([{ host: "web-01", privateKeyFile: file }]);
  expect(servers.read("pools/hosts.yaml")).toContain(`privateKeyFile: ${written}`);
});

it("has a private key for servers over SSH only", async () => {
  expect(await servers.call(["init", "--local", "--private-key-file", "deploy.key"])).toMatchObject({
    code: 1,
    stderr: "--local: cannot be combined with --private-key-file\n",
  });
});

it("reads a list of servers, also in UTF-16 as PowerShell writes it, with one user for all", async () => {
  const list = "# web\r\nweb-01.example.com\r\n  other@web-02.example.com:2222  # the new one\r\n\r\n";
  writeFileSync(join(servers.folder, "servers.txt"), Buffer.from(`\ufeff${list}`, "utf16le"));
  const { code, connections } = await connected(["init", "--ssh-list", "servers.txt", "--user", "CORP\\deploy"]);
  expect(code).toBe(0);
  expect(connections).toEqual([
    { host: "web-01.example.com", user: "CORP\\deploy" },
    { host: "web-02.example.com", user: "other", port: 2222 },
  ]);
});

it.each([
  [
    "b b\nweb-01\nme@WEB-01\n",
    /^servers\.txt:1:1 --ssh-list: b b is not a server\..*\nservers\.txt:3:1 --ssh-list: me@WEB-01 is the same server as web-01 with another user/,
  ],
  ["# nothing\n", /^--ssh-list: servers\.txt has no server\. Write one in each line$/m],
  [Buffer.from([0x80, 0xff]), /^--ssh-list: servers\.txt is not text in UTF-8 or UTF-16$/m],
  [undefined, /^--ssh-list: servers\.txt cannot be read: there is no such file or folder \(ENOENT\)$/m],
])("names every fault of a list with its line: %j", async (list, expected) => {
  if (list !== undefined) writeFileSync(join(servers.folder, "servers.txt"), list);
  const { code, stderr } = await servers.call(["init", "--ssh-list", "servers.txt"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(expected);
  expect(existing()).toEqual([]);
});

it("declares a server once that is named twice, and says so", async () => {
  servers.write("servers.txt", "web-01\ndeploy@WEB-01:22\nweb-02\nCORP\\Deploy@web-02:2222\n");
  const { code, connections, stderr } = await connected(["init", "--ssh-list", "servers.txt", "--user", "deploy"]);
  expect(code).toBe(0);
  expect(connections).toEqual([
    { host: "web-01", user: "deploy" },
    { host: "web-02", user: "deploy" },
    { host: "web-02", user: "CORP\\Deploy", port: 2222 },
  ]);
  expect(stderr).toMatch(
    /^servers\.txt:2:1 --ssh-list: deploy@WEB-01:22 is the same server as web-01, and is declared once$/m,
  );
});

it("refuses a server that is named with two users, and keeps one address at two ports apart", async () => {
  expect(await servers.call(["init", "--ssh", "web-01.example.com", "deploy@web-01.example.com"])).toMatchObject({
    code: 1,
    stderr:
      "--ssh: deploy@web-01.example.com is the same server as web-01.example.com with another user. Name each server once\n",
  });
  const { stderr } = await servers.call(["init", "--ssh", "localhost:1", "localhost:2"]);
  expect(stderr).toContain("localhost-1, localhost-2: ");
});

it("requires an option without a terminal", async () => {
  expect(await servers.call(["init"])).toMatchObject({
    code: 1,
    stderr:
      "one of --local, --ssh, --ssh-list, --winrm, --winrm-list and --config-file is required without a terminal\n",
  });
});

it("overwrites nothing", async () => {
  servers.write(".gitignore", "mine\n");
  expect((await servers.call(["init", "--config-file", "lab.config"])).stdout).toContain(".gitignore exists already");
  expect(servers.read(".gitignore")).toBe("mine\n");
  const before = servers.read("pools/hosts.yaml");
  const again = await servers.call(["init", "--config-file", "lab.config"]);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain("pools exists already. init is for a folder without pool files");
  expect(servers.read("pools/hosts.yaml")).toBe(before);
});

it("is for a folder without pool files, an empty one included", async () => {
  mkdirSync(join(servers.folder, "pools"));
  expect(await servers.call(["init", "--config-file", "lab.config"])).toMatchObject({ code: 1 });
  expect(existing()).toEqual([]);
});

it("refuses a port out of its range", async () => {
  const refused = ["web-01:0", "web-02:65536", "web-03:100000"];
  expect(await servers.call(["init", "--ssh", ...refused, "web-04:65535"])).toMatchObject({
    code: 1,
    stderr: refused.map((text) => `--ssh: the port of ${text} must be between 1 and 65535\n`).join(""),
  });
});

it("reports that the folder cannot be made, because a link to nothing has its name", async () => {
  symlinkSync("nowhere", join(servers.folder, "pools"));
  expect(await servers.call(["init", "--config-file", "lab.config"])).toMatchObject({
    code: 1,
    stderr: "init: cannot create pools: it exists already (EEXIST)\n",
  });
  expect(lstatSync(join(servers.folder, "pools")).isSymbolicLink()).toBe(true);
});

it("removes pools/ again if .gitignore cannot be written, because another program was faster", async () => {
  servers.at("lab").before = () => {
    servers.write(".gitignore", "theirs\n");
  };
  const { code, stderr } = await servers.call(["init", "--config-file", "lab.config"]);
  expect([code, stderr]).toEqual([1, expect.stringContaining("removed pools/ again: nothing is left of this init\n")]);
  expect(existing()).toEqual([".gitignore"]);
  expect(servers.read(".gitignore")).toBe("theirs\n");
});

describe("init with servers that do not answer", () => {
  const ssh = ["init", "--ssh", "web-01.example.com", "web-02.example.com"];
  const call = async (...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
    const written = { stdout: "", stderr: "" };
    const code = await run(argv, {
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
      connect: ({ host } = {}) => {
        const { transport } = servers.at("lab");
        const error = new IisError("UNREACHABLE", { problem: "no answer" });
        return host === "web-02.example.com" ? { ...transport, exec: () => Promise.reject(error) } : transport;
      },
      ...{ files: localFiles, signal: new AbortController().signal, setFinalMessage: () => undefined },
      place: { ...nowhere, cwd: servers.folder },
    });
    return { code, ...written };
  };

  it("leaves nothing, and says how to continue without them", async () => {
    const { code, stderr } = await call(...ssh);
    expect(code).toBe(1);
    expect(stderr).toContain("To continue without servers that do not answer: --skip-unreachable\n");
    expect(existing()).toEqual([]);
  });

  it("continues without them with --skip-unreachable, and says how to import them later", async () => {
    const { code, stdout, stderr } = await call(...ssh, "--skip-unreachable");
    expect(code).toBe(3);
    expect(stderr).toContain("web-02: no answer (UNREACHABLE)");
    expect(stdout).toMatch(/^\d+ pools of 1 host\n/);
    expect(existing()).toEqual(written);
    expect(servers.read("pools/hosts.yaml")).toContain("web-02: {host: web-02.example.com}");
    expect(await call("plan", "--skip-unreachable")).toMatchObject({
      code: 3,
      stdout: expect.stringContaining("nothing to change"),
    });
    const [, later = ""] = /^ {2}iispools (import .*)$/m.exec(stdout) ?? [];
    const all = (...argv: string[]): ReturnType<typeof connected> => connected(argv);
    expect(await all(...later.split(" "))).toMatchObject({ code: 0, connections: [{ host: "web-02.example.com" }] });
    expect((await all("plan", "--detailed-exitcode")).code).toBe(0);
  });
});

it("keeps a .gitignore that is a link to nothing", async () => {
  symlinkSync("nowhere", join(servers.folder, ".gitignore"));
  const { code, stdout } = await servers.call(["init", "--config-file", "lab.config"]);
  expect(code).toBe(0);
  expect(stdout).toContain(".gitignore exists already and is unchanged");
});

it("takes an answer with more servers than a path has characters", async () => {
  const names = Array.from({ length: 400 }, (_, index) => `deploy@web-${index}.example.com:0`);
  const { code, stderr } = await servers.call(["init"], { answer: names.join(" "), isTerminal: true });
  expect(code).toBe(1);
  expect(stderr).toContain("the port of deploy@web-399.example.com:0 must be between 1 and 65535");
});
