import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { formatFault } from "../../provider/pool-file/pool-file";
import { loadPoolFiles } from "../../provider/pool-file/load/load-pool-files";
import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

beforeEach(() => {
  servers = makeServers({ lab: sample });
  copyFileSync(join(__dirname, "../plan/metabase/windows-2003.xml"), join(servers.folder, "MetaBase.xml"));
});

afterEach(() => {
  servers.dispose();
});

describe("iispools import --from MetaBase.xml", () => {
  it("writes a pool file that loads without faults and makes these pools", async () => {
    expect(await servers.call(["import", "--from", "MetaBase.xml", "--out", "pools.yaml"])).toMatchObject({ code: 0 });
    const text = servers.read("pools.yaml");
    expect(text).toContain("# Shop: AppPoolAllowKeepAlive is omitted");
    expect(text).toMatch(/password: \$\{env:SHOP_PASSWORD\} # not readable/);
    expect(text).not.toMatch(/canary|49634462/);
    const env = { SHOP_PASSWORD: "x" };
    const { files, faults } = loadPoolFiles(["pools.yaml"], {
      ...{ cwd: servers.folder, env, secrets: "required" },
    });
    expect(faults.map(formatFault)).toEqual([]);
    expect(files.pools.map(({ name }) => name)).toEqual(["DefaultAppPool", "Shop", "Legacy"]);
    const applied = await servers.call(
      ["apply", "pools.yaml", "--config-file", "lab.config", "--yes", "--force", "--no-backup"],
      { env },
    );
    expect(applied).toMatchObject({ code: 0 });
    const again = await servers.call(["plan", "pools.yaml", "--config-file", "lab.config", "--detailed-exitcode"], {
      env,
    });
    expect(again).toMatchObject({ code: 0 });
  });

  it.each([
    ["is no well-formed XML", "<configuration>", /MetaBase\.xml:1:\d+ --from: is not well-formed XML/],
    [
      "holds no pool",
      "<configuration><MBProperty/></configuration>",
      /--from: MetaBase\.xml has no application pool that can be declared/,
    ],
  ])("refuses a file that %s", async (_, text, message) => {
    servers.write("MetaBase.xml", text);
    const { code, stdout, stderr } = await servers.call(["import", "--from", "MetaBase.xml"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
  });

  it("refuses a file that is not there, and a server besides", async () => {
    const missing = await servers.call(["import", "--from", "none.xml"]);
    expect([missing.code, missing.stderr]).toEqual([
      1,
      expect.stringContaining(".xml cannot be read: there is no such file or folder (ENOENT)"),
    ]);
    const both = await servers.call(["import", "--from", "MetaBase.xml", "--config-file", "lab.config"]);
    expect([both.code, both.stderr]).toEqual([
      1,
      expect.stringContaining("--from: cannot be combined with --config-file"),
    ]);
  });
});
