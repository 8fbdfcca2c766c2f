import { createHash } from "node:crypto";
import { chmodSync, statSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../../provider/record";
import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

const pools = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
  web-02: { configFile: ./web-02.config }
pools:
  Shop:
    queueLength: 2000
    processModel: { identityType: SpecificUser, userName: CORP\\me, password: "\${env:SHOP}" }
`;

const leaving = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
pools:
  DefaultAppPool: { processModel: { identityType: ApplicationPoolIdentity } }
`;

const env = { SHOP: "canary-1" };

beforeEach(() => {
  servers = makeServers({ "web-01": sample, "web-02": sample });
  servers.write("pools.yaml", pools);
});

afterEach(() => {
  servers.dispose();
});

/** Returns what it wrote to stderr. */
async function save(...argv: string[]): Promise<string> {
  const { code, stderr } = await servers.call(["plan", "--out", "plan.json", ...argv], { env });
  expect(code).toBe(0);
  return stderr;
}

const apply = (...argv: string[]): ReturnType<Servers["call"]> =>
  servers.call(["apply", "plan.json", "--yes", "--no-backup", ...argv], { env });

const writes = (name: string): string[] =>
  servers
    .at(name)
    .takeCalls()
    .filter((call) => !call.startsWith("list "));

interface SavedHosts {
  name: string;
  connection: object;
}

/** Alters the hosts of plan.json and its digest, as an attacker would. */
function rewrite(alter: (hosts: SavedHosts[]) => void): void {
  const plan = JSON.parse(servers.read("plan.json")) as { schema: string; hosts: SavedHosts[]; files: unknown };
  alter(plan.hosts);
  const digest = createHash("sha256")
    .update(canonicalJson([plan.schema, plan.hosts, plan.files]))
    .digest("hex");
  servers.write("plan.json", JSON.stringify({ ...plan, digest: `sha256:${digest}` }));
}

/** The text that `jq -S` writes. */
function sorted(document: unknown, indent?: number): string {
  return JSON.stringify(JSON.parse(canonicalJson(document)), undefined, indent);
}

describe("a saved plan", () => {
  it("is applied as it is, whatever the pool files say by now", async () => {
    await save();
    expect(servers.read("plan.json")).not.toContain("canary");
    expect(JSON.parse(servers.read("plan.json"))).toMatchObject({ schema: "iispools.saved-plan/1" });
    servers.write("pools.yaml", pools.replace("2000", "3000"));
    const { code, stdout } = await apply();
    expect(code).toBe(0);
    expect(stdout).toContain("Shop");
    expect(servers.at("web-01").config()).toContain('<add name="Shop" queueLength="2000">');
    expect(writes("web-02")).toEqual(["set config"]);
  });

  it("that was applied already is stale", async () => {
    await save();
    await apply();
    writes("web-01");
    const { code, stderr } = await apply("--format", "json");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^web-01, web-02: .*\(PLAN_STALE\)$/m);
    expect(writes("web-01")).toEqual([]);
  });

  it("is applied nowhere where one host has changed", async () => {
    await save();
    servers.at("web-02").world.appcmd("add", "apppool", "/name:shop");
    const { code, stdout, stderr } = await apply("--format", "json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ schema: "iispools.error/1", errors: [{ code: "PLAN_STALE" }] });
    expect(stderr).toMatch(/^web-02: pool "Shop": the host has changed since the plan.*\(PLAN_STALE\)$/m);
    expect(writes("web-01")).toEqual([]);
  });

  it("leads back to its own hosts: the command that restores the pools names its pool files", async () => {
    servers.write("conf/fleet.yaml", pools.replaceAll("./web", "../web"));
    const restored = async (...argv: string[]): Promise<string | undefined> => {
      servers.at("web-01").world.appcmd("delete", "apppool", "Shop");
      await save(...argv, "--host", "web-01");
      const { stdout } = await servers.call(["apply", "plan.json", "--yes"], { env });
      expect(stdout).toContain("appcmd-emulator restore backup");
      return /^ *(iispools restore .*)$/m.exec(stdout)?.[1];
    };
    const command = await restored("conf/fleet.yaml");
    expect(command).toMatch(/^iispools restore \S+ --pools-only --files conf\/fleet\.yaml$/);
    expect(await restored()).toMatch(/ --pools-only --files pools\.yaml$/);
    expect(await restored("--config-file", "web-01.config")).toBeUndefined();
  });

  it("is applied to one of its hosts with --host", async () => {
    await save();
    expect((await apply("--host", "web-02")).code).toBe(0);
    expect(servers.at("web-01").config()).toBe(sample);
    expect(servers.at("web-02").config()).toContain("Shop");
  });

  it("keeps the reason of a deletion, and needs --force for it as any plan", async () => {
    const more = sample.replace('<add name="DefaultAppPool" />', '<add name="DefaultAppPool" /><add name="Old" />');
    servers.dispose();
    servers = makeServers({ "web-01": more, "web-02": more });
    servers.write("pools.yaml", pools);
    expect(await save("--prune")).toMatch(/^To apply exactly this: iispools apply plan\.json --allow delete$/m);
    const refused = await apply();
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain("  needs --allow delete: 1 of ");
    expect(refused.stdout).toContain("pruned");
    expect(refused.stderr).toMatch(/^web-01, web-02: .*"Old".*\(NEEDS_FORCE\)$/m);
    expect((await apply("--force")).code).toBe(0);
    expect(servers.at("web-01").config()).not.toContain("Old");
  });

  it("takes back what it did where something fails, with --rollback-on-error", async () => {
    servers.write("pools.yaml", `${pools}  Bad: {}\n`);
    await save();
    servers.at("web-01").fail("refuse:name='Bad'");
    expect((await apply("--rollback-on-error")).code).toBe(1);
    expect(servers.at("web-01").config()).toBe(sample);
    expect(servers.at("web-02").config()).toContain("Bad");
  });

  it.each<[string[], string]>([
    [["pools.yaml"], "plan.json: is a saved plan; apply it alone\n"],
    [["--prune"], "--prune: is for iispools plan; it does not change a saved plan\n"],
    [["--config-file", "x"], "--config-file: is for iispools plan; a saved plan names its own hosts\n"],
    [["--host", "web-2"], "--host: unknown host `web-2`. Did you mean `web-02`?\n"],
  ])("refuses %j", async (argv, message) => {
    await save();
    expect(await apply(...argv)).toMatchObject({ code: 1, stdout: "", stderr: message });
  });

  it("needs its variables again", async () => {
    await save();
    const { code, stderr } = await servers.call(["apply", "plan.json", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^plan\.json: .*SHOP is not set.*\(PLAN_UNREADABLE\)$/m);
  });

  it("is not written where a password stands in the file in clear", async () => {
    servers.write("pools.yaml", pools.replace('"${env:SHOP}"', "canary-2"));
    const { code, stdout, stderr } = await servers.call(["plan", "--out", "plan.json"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(
      /^web-01: pool "Shop": processModel\.password: secrets are not allowed in files; use \$\{env:NAME\} \(PLAN_HOLDS_SECRET\)$/m,
    );
    expect(stderr).not.toContain("canary");
    expect(() => servers.read("plan.json")).toThrow("ENOENT");
  });

  it("is not written where something cannot be done", async () => {
    servers.write("pools.yaml", `${pools}  Legacy .NET v2.0: { state: absent }\n`);
    const { code, stderr } = await servers.call(["plan", "--out", "plan.json"], { env });
    expect(code).toBe(1);
    expect(stderr).toContain("(POOL_IN_USE)");
    expect(() => servers.read("plan.json")).toThrow("ENOENT");
  });

  it("with another letter case of a name is refused, and nothing of it is applied", async () => {
    await save();
    rewrite((hosts) => {
      hosts[1]!.name = "WEB-01";
    });
    const { code, stderr } = await apply();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /hosts\[1\]\.name: is also the name of another host; letter case is ignored \(PLAN_UNREADABLE\)$/m,
    );
    expect([writes("web-01"), writes("web-02")]).toEqual([[], []]);
  });

  it("shows every connection and program before it reads anything", async () => {
    await save();
    rewrite((hosts) => {
      hosts[0]!.connection = {
        host: "10.1.1.1",
        user: "CORP\\x",
        password: "${env:SHOP}",
        proxy: { host: "jump", port: 2222 },
      };
      hosts[1]!.connection = { appcmdPath: "./mine.sh" };
    });
    const { code, stdout } = await apply();
    expect(code).toBe(1);
    expect(stdout.split("\n").slice(0, 3)).toEqual([
      "plan.json changes:",
      "  web-01: server 10.1.1.1 over SSH, appcmd.exe, user CORP\\x, password ${env:SHOP}, by proxy host jump, port 2222",
      "  web-02: this machine, program ./mine.sh",
    ]);
    const asked = await servers.call(["apply", "plan.json", "--format", "json"], { env, answer: "no" });
    expect(asked.stderr).toContain("  web-02: this machine, program ./mine.sh\n");
  });

  it("can be read by its owner only, also where it takes the place of another file", async () => {
    servers.write("plan.json", "");
    chmodSync(join(servers.folder, "plan.json"), 0o644);
    await save();
    expect(statSync(join(servers.folder, "plan.json")).mode & 0o777).toBe(process.platform === "win32" ? 0o666 : 0o600);
  });

  describe("with a key", () => {
    const signed = { ...env, IISPOOLS_PLAN_KEY: "one key" };
    const at = (key: Record<string, string>, ...argv: string[]): ReturnType<Servers["call"]> =>
      servers.call(argv, { env: { ...env, ...key } });
    const untrusted = (more: string): unknown => ({
      ...{ code: 1, stdout: "" },
      stderr: expect.stringMatching(new RegExp(`^plan\\.json: ${more}.*\\(PLAN_UNTRUSTED\\)\\n$`)),
    });

    it("is signed, and applied where the key is the same or not set", async () => {
      await at(signed, "plan", "--out", "plan.json");
      expect(JSON.parse(servers.read("plan.json"))).toMatchObject({
        signature: expect.stringMatching(/^hmac-sha256:/),
      });
      expect(servers.read("plan.json")).not.toContain("one key");
      expect(await at(signed, "apply", "plan.json", "--yes", "--host", "web-01")).toMatchObject({ code: 0 });
      expect(await at({}, "apply", "plan.json", "--yes", "--host", "web-02")).toMatchObject({ code: 0 });
    });

    it("is applied whatever its blanks", async () => {
      await at(signed, "plan", "--out", "plan.json");
      servers.write("plan.json", JSON.stringify(JSON.parse(servers.read("plan.json"))));
      expect(await at(signed, "apply", "plan.json", "--yes")).toMatchObject({ code: 0 });
    });

    it("is refused where it is not signed, altered, or signed with another key", async () => {
      await save();
      expect(await at(signed, "apply", "plan.json", "--yes")).toMatchObject(untrusted("is not signed") as object);
      await at(signed, "plan", "--out", "plan.json");
      expect(await at({ IISPOOLS_PLAN_KEY: "another" }, "apply", "plan.json", "--yes")).toMatchObject(
        untrusted("was changed after it was signed, or signed with another key") as object,
      );
      // Whoever alters it can write the digest anew.
      rewrite((hosts) => {
        hosts[0]!.connection = { appcmdPath: "./mine.sh" };
      });
      expect(await at(signed, "apply", "plan.json", "--yes")).toMatchObject(untrusted("was changed") as object);
      expect([writes("web-01"), writes("web-02")]).toEqual([[], []]);
    });

    it("says last how to apply it, after the report", async () => {
      let terminal = "";
      await servers.call(["plan", "--out", "plan.json"], { env, onWrite: (text) => (terminal += text) });
      expect(terminal).toMatch(
        / to create on [^]*\nThe saved plan has .*\nTo apply exactly this: iispools apply plan\.json\n$/,
      );
    });

    it("says whether it is signed", async () => {
      const unsigned = await at(env, "plan", "--out", "plan.json");
      expect(unsigned.stderr).toMatch(
        /^wrote plan\.json\n[^]*^The saved plan has a digest, but no signature\. .*IISPOOLS_PLAN_KEY.*\nTo apply exactly this: iispools apply plan\.json$/m,
      );
      const { stderr } = await at(signed, "plan", "--out", "plan.json");
      expect(stderr).toMatch(/^The saved plan is signed with IISPOOLS_PLAN_KEY \(HMAC-SHA256\)\.$/m);
    });

    it("that is empty, as a secret that a pipeline lacks, does neither sign nor check", async () => {
      const empty = { IISPOOLS_PLAN_KEY: "" };
      const told = { code: 1, stderr: "IISPOOLS_PLAN_KEY: must not be empty; set it to the key, or unset it\n" };
      expect(await at(empty, "plan", "--out", "plan.json")).toMatchObject(told);
      await save();
      expect(await at(empty, "apply", "plan.json", "--yes")).toMatchObject(told);
    });

    it("that is the name of a variable, as Azure DevOps leaves it, neither signs nor checks", async () => {
      const unfilled = { IISPOOLS_PLAN_KEY: "$(IISPOOLS_PLAN_KEY)" };
      const told = { code: 1, stderr: expect.stringContaining("the pipeline has no variable IISPOOLS_PLAN_KEY") };
      expect(await at(unfilled, "plan", "--out", "plan.json")).toMatchObject(told);
      await save();
      expect(await at(unfilled, "apply", "plan.json", "--yes")).toMatchObject(told);
    });
  });

  it("that was edited is refused", async () => {
    await save();
    servers.write("plan.json", servers.read("plan.json").replace(/2000/g, "20"));
    const { code, stderr } = await apply();
    expect(code).toBe(1);
    expect(stderr).toContain("(PLAN_UNREADABLE)");
    expect(writes("web-01")).toEqual([]);
  });

  it("is told from a pool file by its content, whatever its name", async () => {
    await save();
    servers.write("reviewed.txt", servers.read("plan.json"));
    expect((await servers.call(["apply", "reviewed.txt", "--yes"], { env })).code).toBe(0);
    servers.write(
      "pools.json",
      JSON.stringify({ version: 1, hosts: { "web-01": { configFile: "./web-01.config" } }, pools: { New: {} } }),
    );
    expect((await servers.call(["apply", "pools.json", "--yes"])).code).toBe(0);
    expect(servers.at("web-01").config()).toContain('<add name="New"');
  });

  it.each<[string, (text: string) => string]>([
    ["with its keys sorted, the schema last", (text) => sorted(JSON.parse(text), 2)],
    ["on one line, with its keys sorted", (text) => sorted(JSON.parse(text))],
    ["with a byte order mark and line ends of Windows", (text) => `\ufeff${text.replaceAll("\n", "\r\n")}`],
    ["behind blanks", (text) => `${" \n".repeat(5000)}${text}`],
    ["with megabytes before its schema", (text) => text.replace(/^\{/, `{${" ".repeat(5_000_000)}`)],
  ])("is a saved plan %s", async (_, rewritten) => {
    await save();
    servers.write("plan.json", rewritten(servers.read("plan.json")));
    const { code, stderr } = await apply();
    expect(stderr).not.toContain("PLAN_");
    expect(code).toBe(0);
    expect(servers.at("web-02").config()).toContain('<add name="Shop" queueLength="2000">');
  });

  it.each<[string, string]>([
    ["cut off", '{ "digest": "sha256:0", "schema": "iispools.saved-plan/1", "hosts": ['],
    ["edited, so that it is not JSON", '{ "digest": "", "hosts": [{}], "schema": "iispools.saved-plan/1", }'],
  ])("that is %s is not taken for a pool file", async (_, text) => {
    servers.write("plan.json", text);
    expect(await apply()).toMatchObject({ code: 1, stderr: expect.stringMatching(/^plan\.json: .*PLAN_UNREADABLE/) });
  });

  it.each<[string, string]>([
    ["in flow style", "{ version: 1, hosts: { web-01: { configFile: ./web-01.config } }, pools: { New: {} } }"],
    [
      "with a variable that is called schema",
      '{ "version": 1, "hosts": { "web-01": { "configFile": "./web-01.config" } }, "pools": { "New": { "environmentVariables": { "schema": "iispools.saved-plan/1" } } } }',
    ],
  ])("is another thing than a pool file %s", async (_, text) => {
    servers.write("pools.yaml", text);
    expect(await servers.call(["apply", "pools.yaml", "--yes"])).toMatchObject({ code: 0 });
    expect(servers.at("web-01").config()).toContain('<add name="New"');
  });

  it("is another thing than a pool file with a key called schema", async () => {
    servers.write("pools.yaml", '{ "schema": "https://example.com/pools.schema.json", "version": 1, "pools": {} }');
    const { code, stderr } = await servers.call(["apply", "pools.yaml", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^pools\.yaml:1:3 schema: unknown key/);
  });

  it("is another thing than a report on a plan", async () => {
    const { stdout } = await servers.call(["plan", "--format", "json"], { env });
    servers.write("plan.json", stdout);
    const { code, stderr } = await apply();
    expect(code).toBe(1);
    expect(stderr).toContain("(PLAN_UNREADABLE)");
  });

  it("removes an account that is left over, though it holds no password", async () => {
    const account = "/processModel.userName:CORP\\\\old";
    servers.at("web-01").world.appcmd("set", "apppool", "DefaultAppPool", account, "/processModel.password:canary-old");
    servers.write("pools.yaml", leaving);
    await save();
    expect(servers.read("plan.json")).not.toContain("canary");
    expect(await apply()).toMatchObject({ code: 0 });
    expect(servers.at("web-01").config()).not.toMatch(/CORP|canary/);
    expect(await servers.call(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
  });
});
