import { poolsConfig } from "../emulator/memory-world";
import { makeServers, type Servers } from "./servers";

let servers: Servers;

const names = ["web-01", "web-02", "web-03"];

beforeEach(() => {
  const config = poolsConfig('<add name="Shop" />');
  servers = makeServers(Object.fromEntries(names.map((name) => [name, config])));
  const hosts = names.map((name) => `  ${name}: { configFile: ./${name}.config }`).join("\n");
  servers.write("pools.yaml", `version: 1\nhosts:\n${hosts}\npools: { Shop: {} }\n`);
});

afterEach(() => {
  servers.dispose();
});

function backUp(host: string, ...backups: string[]): void {
  for (const name of backups) servers.at(host).world.appcmd("add", "backup", name);
}

describe("iispools backups", () => {
  it("lists each name once, newest first, with the hosts that have it", async () => {
    for (const host of names) backUp(host, "iispools-20261130-120000", "20061130T120000", "Before summer");
    const ofOneSecond = ["-2", "-10", "-99"].map((end) => `iispools-20261130-120000${end}`);
    backUp("web-02", ...ofOneSecond, "iispools-20261130-120001", "iispools-20261399-120000");
    const { code, stdout } = await servers.call(["backups"]);
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        "BACKUP                       MADE                     HOSTS",
        "iispools-20261130-120001     2026-11-30 12:00:01 UTC  web-02",
        "iispools-20261130-120000-99  2026-11-30 12:00:00 UTC  web-02",
        "iispools-20261130-120000-10  2026-11-30 12:00:00 UTC  web-02",
        "iispools-20261130-120000-2   2026-11-30 12:00:00 UTC  web-02",
        "iispools-20261130-120000     2026-11-30 12:00:00 UTC  web-01 … web-03",
        "20061130T120000              2006-11-30 12:00:00      web-01 … web-03",
        "iispools-20261399-120000                              web-02",
        "Before summer                                         web-01 … web-03",
        "",
        "8 backups on 3 hosts",
        "",
      ].join("\n"),
    );
  });

  it("shows them by host as json, and says which host cannot be read", async () => {
    backUp("web-01", "old", "iispools-20261130-120000");
    servers.at("web-02").fail("denied");
    const { code, stdout } = await servers.call(["backups", "--format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "iispools.backups/1",
      hosts: [
        {
          ...{ host: "web-01", ok: true },
          backups: [{ name: "iispools-20261130-120000", at: "2026-11-30T12:00:00Z" }, { name: "old" }],
        },
        { host: "web-02", ok: false, error: { code: "ACCESS_DENIED" } },
        { host: "web-03", ok: true, backups: [] },
      ],
      counts: { hosts: 3, failedHosts: 1, backups: 2 },
    });
  });

  it.each(["backups", "ps", "doctor"])("%s names a host that cannot be read once in its line", async (verb) => {
    servers.at("web-02").fail("denied");
    const { stdout } = await servers.call([verb]);
    expect(stdout).toMatch(/^web-02 {2}ACCESS_DENIED: (?!.*web-02)/m);
  });

  it("says that there are none, also where appcmd prints nothing for that", async () => {
    (servers.at("web-01").world.env as Record<string, string>)["APPCMD_EMULATOR_ASSUME"] = "list-missing-xml=nothing";
    expect(await servers.call(["backups", "--host", "web-01"])).toMatchObject({
      code: 0,
      stdout: "0 backups on 1 host\n",
    });
  });

  it("takes a list that is cut off for no list", async () => {
    backUp("web-01", "old");
    servers.at("web-01").fail("truncate:1:C:\\count");
    expect((await servers.call(["backups", "--host", "web-01"])).stdout).toContain("old");
  });
});
