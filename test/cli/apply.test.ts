import { IisError } from "../../provider/errors";
import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

const pools = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
  web-02: { configFile: ./web-02.config }
pools:
  Shop:
    queueLength: 2000
`;

/** A few more pools, so that one more is no large part of a host. */
const wide = sample.replace(
  '<add name="DefaultAppPool" />',
  `<add name="DefaultAppPool" />${"12345678".replace(/./g, '\r\n            <add name="Pool $&" />')}`,
);

beforeEach(() => {
  servers = makeServers({ "web-01": wide, "web-02": wide });
  servers.write("pools.yaml", pools);
});

afterEach(() => {
  servers.dispose();
});

const writes = (name: string): string[] =>
  servers
    .at(name)
    .takeCalls()
    .filter((call) => !call.startsWith("list "));

describe("iispools apply", () => {
  it("makes a backup, writes once a host, reads back, and has nothing to do the second time", async () => {
    const { code, stdout, stderr } = await servers.call(["apply", "--yes"]);
    expect(code).toBe(0);
    for (const name of ["web-01", "web-02"]) {
      expect(writes(name)).toEqual(["add backup", "set config"]);
      expect(servers.at(name).config()).toContain('<add name="Shop" queueLength="2000" />');
    }
    expect(stderr).toMatch(/^2\/2 read \([\d.]+ s\)\n2\/2 written \([\d.]+ s\)\n$/);
    expect(stdout).toContain(
      "npx appcmd-emulator restore backup iispools-20261121-101530 /apphostconfig:web-01.config",
    );
    expect((await servers.call(["plan", "--detailed-exitcode"])).code).toBe(0);
    servers.at("web-01").takeCalls();
    expect((await servers.call(["apply"])).code).toBe(0);
    expect(writes("web-01")).toEqual([]);
  });

  it("makes a backup that restores the configuration byte by byte", async () => {
    await servers.call(["apply", "--yes"]);
    const { world, config } = servers.at("web-01");
    expect(config()).not.toBe(wide);
    expect(world.appcmd("restore", "backup", "iispools-20261121-101530").exitCode).toBe(0);
    expect(config()).toBe(wide);
  });

  it("gives the backups of one run one name, however long it takes", async () => {
    let seconds = 0;
    const now = (): Date => new Date(Date.UTC(2026, 10, 21, 10, 15, seconds++));
    await servers.call(["apply", "--yes", "--parallel", "1"], { now });
    const [first, second] = ["web-01", "web-02"].map((name) => servers.at(name).world.appcmd("list", "backup").stdout);
    expect(first).toMatch(/^BACKUP "iispools-20261121-1015\d\d"\r\n$/);
    expect(second).toBe(first);
  });

  it("gives a second backup of the same second another name", async () => {
    await servers.call(["apply", "--yes"]);
    servers.write("pools.yaml", pools.replace("2000", "3000"));
    const { code, stdout } = await servers.call(["apply", "--yes"]);
    expect(code).toBe(0);
    expect(stdout).toContain("iispools-20261121-101530-2");
  });

  it("makes none with --no-backup", async () => {
    expect((await servers.call(["apply", "--yes", "--no-backup"])).code).toBe(0);
    expect(writes("web-01")).toEqual(["set config"]);
  });

  it("writes nothing on a host whose backup fails, and goes on with the others", async () => {
    const { world } = servers.at("web-01");
    const add = world.appcmd;
    jest
      .spyOn(world, "appcmd")
      .mockImplementation((...argv) =>
        argv[0] === "add"
          ? { exitCode: 5, stdout: "ERROR ( message:Access is denied. )", commit: false }
          : add(...argv),
      );
    const { code, stderr } = await servers.call(["apply", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^web-01: .*Access is denied\..*nothing was written\. Open an elevated prompt .*\. To write without one: backup: false \(iispools: --no-backup\) \(ACCESS_DENIED\)$/m,
    );
    expect(servers.at("web-01").config()).toBe(wide);
    expect(servers.at("web-02").config()).toContain("Shop");
  });

  it.each([
    ["yes", 0, true],
    ["YES", 1, false],
    ["y", 1, false],
    ["", 1, false],
  ])("asks on a terminal, and takes %j as its answer with %i", async (answer, expected, isWritten) => {
    const { code, stdout, stderr } = await servers.call(["apply"], { answer, isTerminal: true });
    expect(code).toBe(expected);
    expect(stdout).toContain("Shop");
    expect(stderr).toContain('Write to 2 of 2 hosts? Only "yes" confirms: ');
    expect(stderr.includes("Not confirmed; nothing was written.")).toBe(!isWritten);
    expect(servers.at("web-01").config().includes("Shop")).toBe(isWritten);
  });

  it("needs --yes where nobody can be asked", async () => {
    const { code, stderr } = await servers.call(["apply"]);
    expect(code).toBe(1);
    expect(stderr).toContain("--yes: is required without a terminal\n");
    expect(writes("web-01")).toEqual([]);
  });

  it("needs --force for what is risky, on any host, before it writes to one", async () => {
    servers.write("pools.yaml", `${pools}  Pool 1: { state: absent }\n`);
    const refused = await servers.call(["apply", "--yes", "--format", "json"]);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      schema: "iispools.error/1",
      errors: [{ code: "NEEDS_FORCE" }, { code: "NEEDS_FORCE" }],
    });
    expect(refused.stderr).toMatch(/^web-01, web-02: .*1 .*--force.* \(NEEDS_FORCE\)$/m);
    expect(writes("web-01")).toEqual([]);
    expect((await servers.call(["apply", "--yes", "--force"])).code).toBe(0);
    expect(servers.at("web-01").config()).not.toContain("Pool 1");
  });

  it("--allow confirms the risks that it names, and no other one", async () => {
    servers.write("pools.yaml", `${pools}  Pool 1: { state: absent }\n  Pool 2: { state: stopped }\n`);
    const apply = (...argv: string[]): ReturnType<Servers["call"]> => servers.call(["apply", "--yes", ...argv]);
    const refused = await apply("--allow", "delete");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /^web-01, web-02: .*stopped.*: --allow stop, or --force for all risks \(NEEDS_FORCE\)$/m,
    );
    expect(refused.stderr).not.toContain("--allow delete");
    expect(writes("web-01")).toEqual([]);
    const wrong = await apply("--allow", "delete,stpo");
    expect(wrong.stderr).toBe("--allow: unknown risk `stpo`. Did you mean `stop`?\n");
    expect((await apply("--allow", "delete,stop")).code).toBe(0);
    expect(servers.at("web-01").config()).not.toContain("Pool 1");
  });

  it("writes nowhere where one host cannot be looked at", async () => {
    servers.write("pools.yaml", pools.replace("./web-02", "./gone"));
    const { code, stderr } = await servers.call(["apply", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toContain("(NO_APPCMD)");
    expect(writes("web-01")).toEqual([]);
  });

  it("writes nothing on a host that changed while the plan waited for its confirmation", async () => {
    let reads = 0;
    servers.at("web-01").before = ([verb, what]) => {
      if (`${verb ?? ""} ${what ?? ""}` === "list apppool" && ++reads === 2) {
        servers.at("web-01").world.appcmd("add", "apppool", "/name:Shop", "/queueLength:50");
      }
    };
    const asked = { answer: "yes", isTerminal: true };
    const { code, stdout, stderr } = await servers.call(["apply", "--no-backup"], asked);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^web-01: pool "Shop": the host has changed since the plan.* \(PLAN_STALE\)$/m);
    expect(stdout).toContain("PLAN_STALE");
    expect(writes("web-01")).toEqual([]);
    expect(servers.at("web-02").config()).toContain("Shop");
  });

  it("reads, writes and reads back with --yes: what it planned from is not read a second time", async () => {
    servers.write("pools.yaml", pools.replace("Shop", "Pool 1"));
    expect((await servers.call(["apply", "--yes"])).code).toBe(0);
    expect(servers.at("web-01").takeCalls()).toEqual(["list apppool", "add backup", "set config", "list apppool"]);
  });

  it("leaves a pool alone that someone else makes between that read and the write", async () => {
    servers.at("web-01").before = ([verb]) => {
      if (verb === "set") servers.at("web-01").world.appcmd("add", "apppool", "/name:Shop", "/queueLength:50");
    };
    const { code, stderr } = await servers.call(["apply", "--yes", "--no-backup"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^web-01: pool "Shop": the host has changed since the plan.* \(PLAN_STALE\)$/m);
    expect(servers.at("web-01").config()).toMatch(/<add name="Shop"[^>]*queueLength="50"/);
  });

  it("tells what was applied and what failed, and goes on with other hosts", async () => {
    servers.write("pools.yaml", `${pools}  Other: { queueLength: 77 }\n`);
    servers.at("web-01").fail("refuse:name='Other'");
    const { code, stdout, stderr } = await servers.call(["apply", "--yes", "--format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "iispools.apply/1",
      hosts: [
        { applied: [{ pool: "Shop" }], failed: [{ pool: "Other", error: { code: "APPCMD_FAILED" } }], remaining: [] },
        { applied: [{ pool: "Other" }, { pool: "Shop" }], failed: [] },
      ],
    });
    expect(stderr).toMatch(/^web-01: pool "Other": .* \(APPCMD_FAILED\)$/m);
    expect(servers.at("web-01").config()).toContain("Shop");
  });

  it("takes back what it did on the host that fails, with --rollback-on-error", async () => {
    servers.write("pools.yaml", `${pools}  Other: { queueLength: 77 }\n  Pool 1: { queueLength: 99 }\n`);
    servers.at("web-01").fail("refuse:name='Other'");
    const { code, stdout } = await servers.call(["apply", "--yes", "--rollback-on-error"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/rolled back/);
    expect(servers.at("web-01").config()).toBe(wide);
    expect(servers.at("web-02").config()).toContain("Shop");
  });

  it("finishes what runs when Ctrl-C comes, reads it back, and tells what was not begun", async () => {
    const controller = new AbortController();
    servers.at("web-01").before = ([verb]) => {
      if (verb === "set") controller.abort(new Error("interrupted by SIGINT"));
    };
    const { code, stdout } = await servers.call(
      ["apply", "--yes", "--no-backup", "--parallel", "1", "--format", "json"],
      {
        signal: controller.signal,
      },
    );
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({
      hosts: [
        { host: "web-01", applied: [{ pool: "Shop" }], remaining: [] },
        { host: "web-02", applied: [], remaining: [{ pool: "Shop" }] },
      ],
    });
    expect(servers.at("web-01").config()).toContain("Shop");
    expect(writes("web-02")).toEqual([]);
  });

  it("writes nothing where Ctrl-C is the answer to its question", async () => {
    const controller = new AbortController();
    const { code, stderr } = await servers.call(["apply"], {
      signal: controller.signal,
      answer: () => {
        controller.abort(new IisError("INTERRUPTED", { problem: "interrupted by SIGINT" }));
        throw controller.signal.reason as Error;
      },
    });
    expect(code).toBe(130);
    expect(stderr).toContain("interrupted; nothing was written (INTERRUPTED)\n");
    expect(writes("web-01")).toEqual([]);
  });

  it("never tells a password", async () => {
    servers.write(
      "pools.yaml",
      `${pools}    processModel: { identityType: SpecificUser, userName: CORP\\me, password: "\${env:SHOP}" }\n`,
    );
    const env = { SHOP: "canary-1%41" };
    for (const argv of [["plan"], ["plan", "--format", "json"], ["apply", "--yes", "--force"], ["drift"]]) {
      const { stdout, stderr } = await servers.call(argv, { env });
      expect(stdout + stderr).not.toContain("canary");
    }
    expect(servers.at("web-01").config()).toContain('userName="CORP\\me"');
    expect((await servers.call(["plan", "--detailed-exitcode"], { env })).code).toBe(0);
    const { code, stdout, stderr } = await servers.call(["plan", "--detailed-exitcode"], { env: { SHOP: "canary-2" } });
    expect([code, (stdout + stderr).includes("canary")]).toEqual([2, false]);
  });

  it("refuses where the variable of a password is not set", async () => {
    servers.write(
      "pools.yaml",
      `${pools}    processModel: { identityType: SpecificUser, userName: CORP\\me, password: "\${env:SHOP}" }\n`,
    );
    const { code, stderr } = await servers.call(["apply", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^pools\.yaml:8:\d+ pools\.Shop\.processModel\.password: .*SHOP/);
  });
});
