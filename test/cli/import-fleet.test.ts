import { existsSync } from "node:fs";
import { join } from "node:path";
import { poolsConfig } from "../emulator/memory-world";
import { makeServers, sample, type Servers } from "./servers";

const hosts = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
  web-02: { configFile: ./web-02.config }
  web-03: { configFile: ./web-03.config }
groups: { canary: [web-02, web-03] }
`;
let servers: Servers;

beforeEach(() => {
  const pool = (name: string, queueLength: number): string => `<add name="${name}" queueLength="${queueLength}" />`;
  servers = makeServers({
    "web-01": poolsConfig(pool("Shop", 2000) + pool("Api", 2000)),
    "web-02": poolsConfig(pool("Shop", 3000) + pool("Api", 2000)),
    "web-03": poolsConfig(pool("Shop", 3000) + pool("Api", 2000) + pool("Reports", 2000)),
    sample,
  });
  servers.write("hosts.yaml", hosts);
});

afterEach(() => {
  servers.dispose();
});

const importAll = ["import", "--files", "hosts.yaml"];

describe("iispools import --files", () => {
  it("writes what all hosts share once, and the plan of the files is empty", async () => {
    const { code, stdout, stderr } = await servers.call([...importAll, "--out", "pools/"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(
      /\nwrote pools\/pools\.yaml\n3 pools of 3 hosts\. To check it: iispools plan hosts\.yaml pools\/pools\.yaml\n$/,
    );
    expect(servers.read("pools/pools.yaml")).toBe(`# yaml-language-server: $schema=./pools.schema.json
version: 1
pools:
  Shop:
    queueLength: 3000
  Api:
    queueLength: 2000
  Reports:
    hosts: [web-03]
    queueLength: 2000
overrides:
  web-01:
    pools:
      Shop:
        queueLength: 2000
`);
    expect(servers.read("hosts.yaml")).toBe(hosts);
    const plan = ["plan", "hosts.yaml", "pools/pools.yaml", "--detailed-exitcode"];
    expect(await servers.call(plan)).toMatchObject({ code: 0 });
  });

  it("reads the hosts that --host names, and declares nothing for the others", async () => {
    const { code, stdout } = await servers.call([...importAll, "--host", "web-03", "--host", "web-02"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n {2}Shop:\n {4}hosts: \[canary\]\n/);
    expect(stdout).toMatch(/\n {2}Reports:\n {4}hosts: \[web-03\]\n/);
    servers.write("pools.yaml", stdout);
    const plan = await servers.call(["plan", "hosts.yaml", "pools.yaml", "--format", "json"]);
    expect(JSON.parse(plan.stdout)).toMatchObject({ hosts: [1, 2, 3].map(() => ({ ok: true, changes: [] })) });
  });

  it("writes one file with --out, only with --force over another one", async () => {
    servers.write("fleet.yaml", "mine");
    const refused = await servers.call([...importAll, "--out", "fleet.yaml"]);
    expect(refused).toMatchObject({ code: 1, stderr: "--out: fleet.yaml exists already; --force overwrites it\n" });
    expect(servers.read("fleet.yaml")).toBe("mine");
    expect(await servers.call([...importAll, "--out", "fleet.yaml", "--force"])).toMatchObject({ code: 0 });
    expect(servers.read("fleet.yaml")).toContain("version: 1");
  });

  it("reports every fault of the call at once, and reads nothing", async () => {
    servers.write("pools/pools.yaml", "mine");
    servers.write("others.yaml", "version: 1\nqueue: 1\npools:\n  Shop: {}\n");
    const { code, stdout, stderr } = await servers.call([
      ...[...importAll, "--files", "others.yaml", "--host", "web-09", "--out", "pools"],
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/^others\.yaml:2:1 queue: unknown key/),
      "--files: others.yaml:4:3 declares pools already. Name files that declare only hosts and groups",
      expect.stringMatching(/^--host: .*web-09/),
      "--out: pools/pools.yaml exists already; --force overwrites it",
    ]);
  });

  it("reads all hosts if one fails, and writes nothing", async () => {
    servers.write("hosts.yaml", hosts.replace("web-01.config", "none.config").replace("web-03.config", "no.config"));
    const { code, stderr } = await servers.call([...importAll, "--out", "pools/"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^web-01: there is no .*none\.config/m);
    expect(stderr).toMatch(/^web-03: there is no .*no\.config/m);
    expect(existsSync(join(servers.folder, "pools"))).toBe(false);
  });

  it("says once what could not be imported, and of which hosts", async () => {
    const strange = `<add name="Shop" managedRuntimeVersion="v9" />`;
    servers.dispose();
    servers = makeServers({
      "web-01": poolsConfig(strange),
      "web-02": poolsConfig(strange),
      "web-03": poolsConfig(""),
    });
    servers.write("hosts.yaml", hosts);
    const { stdout } = await servers.call(importAll);
    const comments = stdout.split("\n").filter((line) => line.startsWith("# "));
    expect(comments.slice(1)).toEqual([
      expect.stringMatching(/^# web-01, web-02: Shop: managedRuntimeVersion is omitted: /),
      expect.stringMatching(/^# web-03: no application pools were found/),
    ]);
  });
});

describe("the name of this machine in an import", () => {
  it.each([[[]], [["--config-file", "sample.config"]], [["--from", "pools.xml"]]])(
    "is --as: --host without --files is refused (%j)",
    async (more) => {
      expect(await servers.call(["import", "--host", "web-01", ...more])).toMatchObject({
        ...{ code: 1, stdout: "" },
        stderr: "--host: requires --files. To name this machine in the file: --as web-01\n",
      });
    },
  );

  it("cannot be given to the hosts of files", async () => {
    expect(await servers.call([...importAll, "--as", "web-01"])).toMatchObject({
      ...{ code: 1, stdout: "" },
      stderr: "--as: cannot be combined with --files\n",
    });
  });
});
