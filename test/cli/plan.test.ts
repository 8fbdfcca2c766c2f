import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

const three = { "web-01": sample, "web-02": sample, lab: sample };

const pools = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
  web-02: { configFile: ./web-02.config }
  lab: { configFile: ./lab.config }
pools:
  Shop:
    queueLength: 2000
  DefaultAppPool:
    processModel: { idleTimeout: 0s }
`;

beforeEach(() => {
  servers = makeServers(three);
  servers.write("pools.yaml", pools);
});

afterEach(() => {
  servers.dispose();
});

interface PlanReport {
  readonly schema: string;
  readonly hosts: readonly {
    readonly host: string;
    readonly ok: boolean;
    readonly error?: { readonly code: string };
    readonly changes: readonly { readonly pool: string; readonly action: string }[];
    readonly commands: readonly string[];
  }[];
}

async function planned(...argv: string[]): Promise<PlanReport & { readonly code: number }> {
  const { code, stdout } = await servers.call(["plan", "--format", "json", ...argv]);
  return { code, ...(JSON.parse(stdout) as PlanReport) };
}

describe("--host with a pattern", () => {
  it("chooses every host that fits, whatever the letter case, and is refused if none does", async () => {
    const names = ["web-01", "web-02", "db-01"];
    const servers = makeServers(Object.fromEntries(names.map((name) => [name, sample])));
    const hosts = names.map((name) => `  ${name}: { configFile: ./${name}.config }\n`).join("");
    servers.write("pools.yaml", `version: 1\nhosts:\n${hosts}pools: { DefaultAppPool: {} }\n`);
    const chosen = async (...patterns: string[]): Promise<string[]> => {
      const { stdout } = await servers.call([
        "plan",
        "--format",
        "json",
        ...patterns.flatMap((one) => ["--host", one]),
      ]);
      return (JSON.parse(stdout) as { hosts: { host: string }[] }).hosts.map(({ host }) => host);
    };
    expect(await chosen("WEB-*")).toEqual(["web-01", "web-02"]);
    expect(await chosen("*-01")).toEqual(["web-01", "db-01"]);
    expect(await chosen("web-02", "d*")).toEqual(["web-02", "db-01"]);
    expect(await servers.call(["plan", "--host", "mail-*", "--host", "web-0?"])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^--host: unknown host `mail-\*`\..*\n--host: unknown host `web-0\?`\./),
    });
    servers.dispose();
  });
});

describe("a report for a browser", () => {
  it("leaves only its totals on stdout, and its errors on stderr; if it cannot be written, the text", async () => {
    const servers = makeServers({ "web-01": sample, "web-02": sample });
    servers.write(
      "pools.yaml",
      "version: 1\nhosts:\n  web-01: { configFile: ./web-01.config }\n  web-02: { configFile: ./web-02.config }\npools: { Shop: {} }\n",
    );
    const html = ["--format", "html", "--output", "plan.html"];
    const { stdout, stderr } = await servers.call(["plan", ...html]);
    expect([stdout, stderr]).toEqual(["2 to create on 2 hosts\n", expect.stringContaining("wrote plan.html\n")]);
    expect(servers.read("plan.html")).toContain("<html");
    servers.at("web-02").fail("denied");
    const failed = await servers.call(["plan", ...html], { isRedirected: false });
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining("(ACCESS_DENIED)\n")]);
    const lost = await servers.call(["plan", "--format", "html", "--output", "no/plan.html"]);
    expect([lost.code, lost.stdout]).toEqual([1, expect.stringContaining("+ Shop")]);
    const applied = await servers.call([
      "apply",
      "--yes",
      "--host",
      "web-01",
      "--format",
      "html",
      "--output",
      "a.html",
    ]);
    expect(applied.stdout).toContain("restore backup");
    servers.dispose();
  });
});

describe("iispools plan", () => {
  it("reads each host once and writes nothing", async () => {
    const { code, stdout, stderr } = await servers.call(["plan"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Shop");
    expect(stdout).toContain("pools.yaml:7:3");
    for (const name of Object.keys(three)) {
      expect(
        servers
          .at(name)
          .takeCalls()
          .filter((call) => call === "list apppool"),
      ).toHaveLength(1);
      expect(servers.at(name).config()).toBe(sample);
    }
    expect(stderr).toMatch(/^3\/3 read \(\d+\.\d s\)$/m);
  });

  it.each([
    [[], 0],
    [["--detailed-exitcode"], 2],
  ])("with %j ends with %i where something differs", async (argv, expected) => {
    expect((await planned(...argv)).code).toBe(expected);
  });

  it("ends with 0 where nothing differs, also with --detailed-exitcode", async () => {
    servers.write("pools.yaml", pools.replace(/pools:[^]*/, "pools: { DefaultAppPool: { queueLength: 1000 } }\n"));
    const { code, hosts } = await planned("--detailed-exitcode");
    expect(code).toBe(0);
    expect(hosts.map(({ changes, commands }) => [changes, commands])).toEqual([
      [[], []],
      [[], []],
      [[], []],
    ]);
  });

  it("tells the commands as they will be sent", async () => {
    const { hosts } = await planned("--host", "lab");
    expect(hosts[0]!.commands).toEqual([
      "appcmd set config -section:system.applicationHost/applicationPools " +
        "/[name='DefaultAppPool'].processModel.idleTimeout:00:00:00 /+[name='Shop'] /[name='Shop'].queueLength:2000 " +
        "/commit:apphost",
    ]);
    await servers.call(["apply", "--host", "lab", "--yes", "--force", "--no-backup"]);
    const sent = servers.at("lab").config();
    expect(sent).toContain('<add name="Shop" queueLength="2000"');
  });

  it("plans only the hosts that --host names", async () => {
    expect((await planned("--host", "lab", "--host", "WEB-01")).hosts.map(({ host }) => host)).toEqual([
      "web-01",
      "lab",
    ]);
    expect(servers.at("web-02").takeCalls()).toEqual([]);
  });

  it("refuses a host that no file names, and guesses which was meant", async () => {
    const { code, stdout, stderr } = await servers.call(["plan", "--host", "web-1", "--host", "mail"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      "--host: unknown host `web-1`. Did you mean `web-01`?\n" +
        "--host: unknown host `mail`. Known hosts: web-01, web-02, lab\n",
    );
  });

  it("compares with another file in place of a host", async () => {
    const { code, hosts } = await planned("--host", "web-01", "--config-file", "lab.config");
    expect([code, hosts.map(({ host }) => host)]).toEqual([0, ["web-01"]]);
    expect(servers.at("lab").takeCalls()).toContain("list apppool");
    expect(servers.at("web-01").takeCalls()).toEqual([]);
  });

  it("compares one file with one host only", async () => {
    const { code, stderr } = await servers.call(["plan", "--config-file", "lab.config"]);
    expect(code).toBe(1);
    expect(stderr).toBe(
      "--config-file: can replace one host only, and there are several. Choose one with --host: web-01, web-02, lab\n",
    );
  });

  it("shows the other hosts where one cannot be reached", async () => {
    servers.write("pools.yaml", pools.replace("./web-02", "./gone"));
    const { code, stdout, stderr } = await servers.call(["plan", "--format", "json"]);
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as PlanReport).hosts.map(({ host, ok, error }) => [host, ok, error?.code])).toEqual([
      ["web-01", true, undefined],
      ["web-02", false, "NO_APPCMD"],
      ["lab", true, undefined],
    ]);
    expect(stderr).toMatch(/^web-02: there is no gone\.config \(NO_APPCMD\)$/m);
    expect(stderr).toMatch(/^2\/3 read, 1 failed \(/m);
  });

  it("tells what cannot be done, and ends with 1", async () => {
    servers.write("pools.yaml", `${pools}  Legacy .NET v2.0: { state: absent }\n`);
    const { code, stdout, stderr } = await servers.call(["plan", "--host", "lab"]);
    expect(code).toBe(1);
    expect(stdout).toContain("Legacy .NET v2.0");
    expect(stderr).toMatch(/^lab: pool "Legacy \.NET v2\.0": applications still use it: .* \(POOL_IN_USE\)$/m);
    expect(stderr).not.toContain("forceDelete");
  });

  it("prunes pools that are in no file, but none in use, and never DefaultAppPool", async () => {
    const more = sample.replace('<add name="DefaultAppPool" />', '<add name="DefaultAppPool" /><add name="Old" />');
    servers.dispose();
    servers = makeServers({ lab: more.replace(/applicationPool="DefaultAppPool"/, "") });
    servers.write("pools.yaml", pools.replace(/ {2}web.*\n/g, "").replace(/pools:[^]*/, "pools: { Shop: {} }\n"));
    expect((await planned()).hosts[0]!.changes.map(({ pool }) => pool)).toEqual(["Shop"]);
    const { hosts } = await planned("--prune");
    expect(hosts[0]!.changes.map(({ pool, action }) => [pool, action])).toEqual([
      ["Old", "delete"],
      ["Shop", "create"],
    ]);
  });

  it.each(["text", "json", "markdown", "html", "junit", "sarif"])(
    "tells as %s which pools --prune keeps, and why",
    async (format) => {
      servers.dispose();
      servers = makeServers({
        lab: sample.replace('<add name="DefaultAppPool" />', '$&<add name="Old" /><add name="Gone" />'),
      });
      servers.write(
        "pools.yaml",
        "version: 1\nhosts: { lab: { configFile: ./lab.config } }\npools: { Shop: {}, Gone: { state: absent } }\n",
      );
      const kept = /Legacy .NET v2.0.{0,20}: application .{0,20}Default Web Site\/.* uses? it/;
      const builtIn = /DefaultAppPool.{0,20}: it belongs to IIS and is never pruned/;
      const plain = async (...more: string[]): Promise<string> =>
        (await servers.call(["plan", "--format", format, ...more])).stdout.replaceAll("\\", "");
      const told = await plain("--prune");
      expect(told).toMatch(kept);
      expect(told).toMatch(builtIn);
      expect(told).not.toMatch(/Old.{0,20}: (application|it is)/);
      expect(await plain()).not.toMatch(/uses? it|never pruned|\bOld\b.*delete/);
    },
  );

  it("writes the report to a file and text to stdout", async () => {
    const { code, stdout } = await servers.call(["plan", "--format", "json", "--output", "plan-report.json"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Host +Pools +Changes/);
    expect(JSON.parse(servers.read("plan-report.json"))).toMatchObject({ schema: "iispools.plan/1" });
  });

  it.each([
    ["--output", "plan-report.json"],
    ["--out", "plan.json"],
  ])("says where the file of %s cannot be written", async (option, file) => {
    const { code, stderr } = await servers.call(["plan", option, `nowhere/${file}`]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      new RegExp(
        `^${option}: cannot write nowhere/${file}: there is no such file or folder \\(ENOENT\\); create its folder first$`,
        "m",
      ),
    );
  });

  it.each<[string[], Record<string, string>, boolean, boolean]>([
    [[], {}, false, false],
    [[], {}, true, true],
    [["--color", "always"], { NO_COLOR: "1" }, false, true],
    [["--color", "never"], { FORCE_COLOR: "1" }, true, false],
    [[], { NO_COLOR: "1" }, true, false],
    [[], { FORCE_COLOR: "1" }, false, true],
    [[], { FORCE_COLOR: "0" }, true, false],
    [[], { TERM: "dumb" }, true, false],
    [["--format", "json"], { FORCE_COLOR: "1" }, true, false],
  ])("with %j, %j, terminal %s writes in colour: %s", async (argv, env, isTerminal, expected) => {
    const { stdout } = await servers.call(["plan", ...argv], { env, isTerminal });
    expect(stdout.includes("\u001b[")).toBe(expected);
  });

  it("gives programs the faults of the files as JSON", async () => {
    servers.write("pools.yaml", pools.replace("2000", "many"));
    const { code, stdout, stderr } = await servers.call(["plan", "--format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      schema: "iispools.error/1",
      errors: [
        {
          ...{ code: "INVALID_INPUT", path: "pools.Shop.queueLength", message: expect.any(String) },
          ...{ file: "pools.yaml", line: 8, column: 5 },
        },
      ],
    });
    expect(stderr).toMatch(/^pools\.yaml:8:5 pools\.Shop\.queueLength: must be [^\n]+\n$/);
  });

  it("ends with 130 where Ctrl-C comes while it reads", async () => {
    const controller = new AbortController();
    servers.at("web-01").before = () => {
      controller.abort(new Error("interrupted by SIGINT"));
    };
    const { code, stderr } = await servers.call(["plan", "--parallel", "1"], { signal: controller.signal });
    expect(code).toBe(130);
    expect(stderr).toContain("web-01 … lab: interrupted; not read (INTERRUPTED)");
    expect(servers.at("lab").takeCalls()).toEqual([]);
  });
});
