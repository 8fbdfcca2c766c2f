import { readFileSync } from "node:fs";
import { join } from "node:path";

import { poolsConfig, poolsOf } from "../emulator/memory-world";
import { type Ended, makeServers, type Servers } from "./servers";

const before = poolsConfig(`<add name="Shop" queueLength="2000">
    <processModel identityType="SpecificUser" userName="CORP\\shop" password="canary" />
</add>
<add name="Jobs" />
<applicationPoolDefaults startMode="AlwaysRunning" />`);

let servers: Servers;

function setUp(config = before, names = ["web-01", "web-02", "web-03"], env: Record<string, string> = {}): void {
  servers = makeServers(Object.fromEntries(names.map((name) => [name, config])), env);
  const hosts = names.map((name) => `  ${name}: { configFile: ./${name}.config }`).join("\n");
  servers.write("pools.yaml", `version: 1\nhosts:\n${hosts}\npools: { Jobs: {} }\n`);
}

afterEach(() => {
  servers.dispose();
});

function appcmd(host: string, ...calls: string[][]): void {
  for (const argv of calls) expect(servers.at(host).world.appcmd(...argv)).toMatchObject({ exitCode: 0 });
}

function writes(host = "web-01"): string[] {
  const calls = servers.at(host).takeCalls();
  return calls.filter((call) => !call.startsWith("list "));
}

function restore(...more: string[]): Promise<Ended> {
  return servers.call(["restore", "Good", "--pools-only", "--yes", "--force", ...more]);
}

describe("iispools restore --pools-only", () => {
  it("brings pools and defaults back in one commit after a new backup, and keeps new pools", async () => {
    setUp();
    appcmd(
      "web-01",
      ["add", "backup", "Good"],
      ["delete", "apppool", "Shop"],
      ["add", "apppool", "/name:New"],
      ["set", "apppool", "Jobs", "/queueLength:50"],
    );
    appcmd("web-01", [
      "clear",
      "config",
      "-section:system.applicationHost/applicationPools",
      "/applicationPoolDefaults.startMode",
    ]);
    appcmd("web-01", [
      "clear",
      "config",
      "-section:system.applicationHost/applicationPools",
      "/[name='Jobs'].queueLength",
    ]);
    const { code, stdout, stderr } = await restore("--host", "web-01");
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('warning: not in the backup, so kept: 1 pool: "New"\n'),
    ]);
    expect(writes()).toEqual(["add backup", "set config"]);
    const restored = poolsOf(servers.at("web-01").config());
    expect(
      restored
        .replace(/\[enc:[^\]]*\]/, "canary")
        .split("\n")
        .sort(),
    ).toEqual([...poolsOf(before).split("\n"), '<add name="New" />'].sort());
    expect(stdout).toContain("iispools restore iispools-20261121-101530 --pools-only --host web-01\n");
    expect(stdout + stderr).not.toContain("canary");
    expect((await restore("--host", "web-01")).code).toBe(0);
    expect(writes()).toEqual([]);
  });

  it("changes hosts that have the backup, and names those that do not", async () => {
    setUp();
    for (const host of ["web-01", "web-03"]) {
      appcmd(host, ["add", "backup", "Good"], ["set", "apppool", "Jobs", "/queueLength:50"]);
    }
    const { code, stderr, stdout } = await restore();
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining("No backup Good on web-02, so nothing is changed there.\n"),
    ]);
    expect(stderr).toMatch(/^3\/3 read \(/m);
    expect(stdout).toContain("2 applied on 2 hosts\n");
    expect([writes("web-02"), writes("web-03")]).toEqual([[], ["add backup", "clear config"]]);
  });

  it("says in one line what is the same on several hosts", async () => {
    setUp();
    expect((await restore()).stderr).toContain("\nweb-01 … web-03: unknown backup `Good`.");
  });

  it("fails if no host has it, and suggests the nearest name", async () => {
    setUp();
    appcmd("web-01", ["add", "backup", "God"]);
    const { code, stdout, stderr } = await restore();
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("web-01: unknown backup `Good`. Did you mean `God`? (BACKUP_MISSING)\n");
    expect(stderr).toContain("web-02, web-03: unknown backup `Good`. There are no backups here (BACKUP_MISSING)\n");
  });

  it("fails if the file of a backup is gone, and says how to find another one", async () => {
    setUp();
    appcmd("web-01", ["add", "backup", "Good"]);
    servers.at("web-01").before = (args) => {
      if (args[1] !== "config") return;
      for (const file of servers.at("web-01").world.contents.keys())
        if (file.includes("backups")) servers.at("web-01").world.contents.delete(file);
    };
    const { code, stdout } = await restore("--host", "web-01");
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining("BACKUP_UNREADABLE: the pools of backup Good cannot be read"),
    ]);
    expect(stdout).toContain(". To find another backup: iispools backups");
    expect(stdout).not.toContain("restore backup");
  });

  it.each(["7.0", "7.5"])("is refused for IIS %s, whose appcmd reads no other file", async (version) => {
    setUp(poolsConfig('<add name="Jobs" />'), ["web-01"], { APPCMD_EMULATOR_IIS: version });
    appcmd("web-01", ["add", "backup", "Good"]);
    const { code, stdout } = await restore();
    expect([code, stdout]).toEqual([1, expect.stringContaining("appcmd of IIS 7 reads no other file")]);
    expect(stdout).toContain(
      "To restore all of it, run on the server: npx appcmd-emulator restore backup Good /apphostconfig:web-01.config. This overwrites all",
    );
  });

  it("without --pools-only says what the whole restore overwrites, and how to do it; it asks no server", async () => {
    setUp();
    const { code, stderr } = await servers.call(["restore", "Good one", "--host", "web-01"]);
    expect([code, stderr]).toEqual([
      1,
      "--pools-only: is required, because only application pools are restored. The whole backup overwrites all of IIS's " +
        "configuration, sites included, and IIS stops while it is restored. To do that, run on the server: " +
        'npx appcmd-emulator restore backup "Good one" /apphostconfig:web-01.config\n',
    ]);
    expect(servers.at("web-01").takeCalls()).toEqual([]);
  });

  it("asks first, and requires that the risks are allowed", async () => {
    setUp();
    appcmd("web-01", ["add", "backup", "Good"], ["set", "apppool", "Shop", "/processModel.userName:CORP\\other"]);
    const argv = ["restore", "good", "--pools-only", "--host", "web-01"];
    const risky = await servers.call([...argv, "--yes"]);
    expect([risky.code, risky.stdout]).toEqual([1, expect.stringContaining("needs --allow identity")]);
    const refused = await servers.call([...argv, "--allow", "identity"], { answer: "no" });
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("nothing was written")]);
    expect(writes()).toEqual([]);
    expect(await servers.call([...argv, "--allow", "identity"], { answer: "yes" })).toMatchObject({ code: 0 });
    expect(servers.at("web-01").config()).toContain('userName="CORP\\shop"');
  });

  it("names the hosts for the way back if another run of the same second has the name on one of them", async () => {
    setUp();
    appcmd("web-02", ["add", "backup", "iispools-20261121-101530"]);
    for (const host of ["web-01", "web-02", "web-03"]) {
      appcmd(host, ["add", "backup", "Good"], ["set", "apppool", "Jobs", "/queueLength:50"]);
    }
    const { stdout } = await restore("--files", "pools.yaml");
    const start = "  iispools restore iispools-20261121-101530";
    expect(stdout).toContain(`${start} --pools-only --files pools.yaml --host web-01 --host web-03\n`);
    expect(stdout).toContain(`${start}-2 --pools-only --files pools.yaml --host web-02\n`);
  });

  it("never writes a text that appcmd cannot decrypt", async () => {
    setUp(readFileSync(join(__dirname, "encrypted.config"), "utf8"), ["web-01"]);
    appcmd(
      "web-01",
      ["add", "backup", "Good"],
      ["set", "apppool", "Cng", "/queueLength:50"],
      ["set", "apppool", "Rsa", "/processModel.userName:CORP\\other", "/queueLength:50"],
      ["delete", "apppool", "Aes"],
    );
    const sent: string[] = [];
    servers.at("web-01").before = (args) => {
      if (args[0] !== "list") sent.push(...args);
    };
    const { code, stdout } = await restore();
    expect([code, sent.join(" ")]).toEqual([0, expect.not.stringContaining("[enc:")]);
    const why = "processModel.password in the backup is encrypted with the key of another server";
    expect(stdout).toContain(
      `pool "Aes": ${why} (IISWASOnlyAesProvider) and not readable here; so the pool is not created. Create it from a pool file with apply\n`,
    );
    expect(stdout).toContain(
      `pool "Rsa": ${why} (IISWASOnlyRsaProvider) and not readable here; so the identity is unchanged\n`,
    );
    expect(stdout).not.toContain('pool "Cng"');
    const config = servers.at("web-01").config();
    expect(config).not.toContain('"Aes"');
    expect(config).not.toContain('queueLength="50"');
    expect(config).toContain('userName="CORP\\other"');
  });
});

const sections = [
  "",
  '<add name="A"><recycling><periodicRestart><schedule><add value="05:00:00" /></schedule></periodicRestart></recycling></add><applicationPoolDefaults><recycling><periodicRestart><schedule><add value="04:00:00" /></schedule></periodicRestart></recycling></applicationPoolDefaults>',
  '<add name="A" />',
  '<add name="A" queueLength="50" autoStart="false"><processModel idleTimeout="00:05:00" /></add><add name="B" />',
  '<add name="A"><recycling><periodicRestart time="00:00:00"><schedule><add value="03:00:00" /></schedule></periodicRestart></recycling></add>',
  '<add name="A"><recycling><periodicRestart><schedule><clear /><add value="05:00:00" /></schedule></periodicRestart></recycling></add><applicationPoolDefaults queueLength="90"><recycling><periodicRestart><schedule><add value="04:00:00" /></schedule></periodicRestart></recycling></applicationPoolDefaults>',
  '<add name="A" /><applicationPoolDefaults queueLength="50"><environmentVariables><add name="X" value="1" /></environmentVariables></applicationPoolDefaults>',
  '<add name="A"><environmentVariables><add name="X" value="2" /><add name="Y" value="3" /></environmentVariables></add>',
  '<add name="A"><processModel identityType="SpecificUser" userName="me" password="secret" /></add>',
  '<add name="A"><processModel identityType="LocalSystem" /></add><applicationPoolDefaults><processModel identityType="SpecificUser" userName="us" password="other" /></applicationPoolDefaults>',
];

it.each(sections.flatMap((good) => sections.map((now) => [good, now] as const)))(
  "whatever the backup and the host have (pair %#), all pools of the backup are in effect as they were",
  async (good, now) => {
    setUp(poolsConfig(good), ["web-01"]);
    const { world } = servers.at("web-01");
    appcmd("web-01", ["add", "backup", "Good"]);
    // An account has no effect with another type of identity.
    const unused = /(?<=identityType="(?!SpecificUser)\w+" )userName="[^"]*" password="[^"]*"/;
    // The order of times has no meaning.
    const sorted = (times: string): string => (times.match(/<add [^>]*>/g) ?? []).sort().join("");
    const list = (name: string): string =>
      world
        .appcmd("list", "apppool", name, "/config:*")
        .stdout.replace(unused, "")
        .replace(/(?<=<schedule>).*(?=<\/schedule>)/, sorted);
    const then = { A: list("A"), B: list("B") };
    const file = [...world.contents.keys()].find((one) => one.endsWith("C:\\config\\applicationHost.config")) ?? "";
    world.contents.set(file, poolsConfig(now));
    const ended = await restore();
    expect(ended).toMatchObject({ code: 0 });
    for (const name of ["A", "B"] as const) {
      if (good.includes(`name="${name}"`)) expect(list(name)).toBe(then[name]);
      else if (now.includes(`name="${name}"`)) expect(list(name)).not.toBe("");
    }
    servers.at("web-01").takeCalls();
    expect((await restore()).code).toBe(0);
    expect(writes()).toEqual([]);
  },
);
