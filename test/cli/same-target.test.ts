import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

beforeEach(() => {
  servers = makeServers({ "web-01": sample, "web-02": sample });
  for (const name of ["web-01", "web-02"]) servers.write(`${name}.config`, sample);
});

afterEach(() => {
  servers.dispose();
});

const pools = (hosts: string): string => `version: 1\nhosts:\n${hosts}\npools: { Shop: { queueLength: 2000 } }\n`;
const message =
  "leads to the same configuration as a, so only one of the two can be used. Remove one, or choose with --host\n";
const verbs = [
  ...[["plan"], ["apply", "--yes"], ["drift"], ["lint", "--live"], ["ps"], ["backups"]],
  ...[
    ["recycle", "Shop"],
    ["start", "Shop"],
    ["stop", "Shop", "--yes"],
    ["restore", "Good", "--pools-only"],
  ],
];
const calls = (): string[] => ["web-01", "web-02"].flatMap((name) => servers.at(name).takeCalls());

test.each([
  ["one file", "configFile: ./web-01.config", "configFile: web-01.config"],
  ["a link to the file", "configFile: web-01.config", "configFile: links/web-01.config"],
  ["one server over SSH, with other logins", "host: WEB-01, user: me", "host: web-01, port: 22, privateKeyFile: k"],
  ["one server, once with the dot of the DNS root", "host: web-01.corp", "host: web-01.corp."],
  ["this machine", "", ""],
])("two names for %s are a fault of every verb, before any host is read", async (_what, one, other) => {
  mkdirSync(join(servers.folder, "links"));
  symlinkSync(join(servers.folder, "web-01.config"), join(servers.folder, "links/web-01.config"));
  servers.write("pools.yaml", pools(`  a: { ${one} }\n  web-02: { configFile: web-02.config }\n  b: { ${other} }`));
  for (const argv of verbs) {
    const { code, stderr } = await servers.call(argv);
    expect([argv, code, stderr]).toEqual([argv, 1, `pools.yaml:5:3 hosts.b: ${message}`]);
  }
  expect(calls()).toEqual([]);
});

test("one of them can be chosen, and other servers are other targets", async () => {
  servers.write("pools.yaml", pools("  a: { configFile: web-01.config }\n  b: { configFile: web-01.config }"));
  expect((await servers.call(["apply", "--yes", "--no-backup", "--host", "b"])).code).toBe(0);
  expect(servers.at("web-01").config()).toContain('queueLength="2000"');
  servers.write("pools.yaml", pools("  a: { configFile: web-01.config }\n  b: { configFile: web-02.config }"));
  expect((await servers.call(["plan"])).code).toBe(0);
});

test("a saved plan whose two files have become one is refused too", async () => {
  servers.write("pools.yaml", pools("  a: { configFile: web-01.config }\n  b: { configFile: web-02.config }"));
  expect((await servers.call(["plan", "--out", "plan.json"])).code).toBe(0);
  const linked = join(servers.folder, "web-02.config");
  rmSync(linked);
  symlinkSync(join(servers.folder, "web-01.config"), linked);
  calls();
  const { code, stderr } = await servers.call(["apply", "plan.json", "--yes"]);
  expect([code, stderr]).toEqual([1, `hosts.b: ${message}`]);
  expect(calls()).toEqual([]);
});
