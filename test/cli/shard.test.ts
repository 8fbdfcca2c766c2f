import { shardOf } from "../../provider/plan/shard";
import { IisError } from "../../provider/errors";
import { makeServers, sample, type Servers } from "./servers";

const formats = ["text", "json", "markdown", "html", "junit", "sarif"];
const names = Array.from({ length: 12 }, (_, index) => `web-${index}`);
const shards = [1, 2, 3, 4];
/** Shards of 4; of 40 hosts one shard more has none. */
const inShard = (index: number, of = 4): string[] => names.filter((name) => shardOf(name, of) === index);
const emptyShard = Array.from({ length: 40 }, (_, at) => at + 1).find((index) => inShard(index, 40).length === 0)!;

let servers: Servers;

beforeEach(() => {
  servers = makeServers(Object.fromEntries(names.map((name) => [name, sample])));
  // In another order than that of their names, with findings of some hosts, of all, of pools that change on some, and of no pool.
  const hosts = [...names].reverse().map((name) => `  ${name}: { configFile: ./${name}.config }\n`);
  servers.write(
    "pools.yaml",
    [
      ...["version: 1\nhosts:\n", ...hosts, "groups: { canary: [web-3, web-7], odd: [web-1, web-3, web-5, web-9] }\n"],
      "pools:\n",
      "  Shop: { cpu: { limit: 50000 }, recycling: { periodicRestart: { time: 0s } } }\n",
      '  Jobs: { hosts: [odd], recycling: { periodicRestart: { schedule: ["03:00"] } }, processModel: { idleTimeout: 0s } }\n',
      "  Gone: { hosts: [canary], queueLength: 20, failure: { rapidFailProtection: false } }\n",
      "  Same: { failure: { rapidFailProtection: false } }\n",
      "  DefaultAppPool: { failure: { rapidFailProtection: false } }\n",
      "overrides: { odd: { pools: { Shop: { queueLength: 3000 } } }, web-3: { pools: { Gone: { queueLength: 50 } } } }\n",
    ].join(""),
  );
  for (const name of inShard(2)) servers.at(name).world.appcmd("add", "apppool", "/name:Shop", "/queueLength:50");
  for (const name of names) {
    const { world } = servers.at(name);
    world.appcmd("add", "apppool", "/name:Same", "/failure.rapidFailProtection:false");
    if (!inShard(1).includes(name))
      world.appcmd("set", "apppool", "DefaultAppPool", "/failure.rapidFailProtection:false");
  }
  servers
    .at("web-7")
    .world.appcmd("add", "apppool", "/name:Gone", "/queueLength:20", "/failure.rapidFailProtection:false");
});

afterEach(() => {
  servers.dispose();
});

async function report(words: readonly string[], file: string): Promise<number> {
  const { code } = await servers.call([...words, "--format", "json", "--output", file]);
  return code;
}

/** A run in four shards, and the files of its reports in another order. */
async function inShards(...words: readonly string[]): Promise<string[]> {
  for (const index of shards) await report([...words, "--shard", `${index}/4`], `${index}.json`);
  return [3, 1, 4, 2].map((index) => `${index}.json`);
}

const without = (text: string, ...keys: readonly string[]): unknown =>
  JSON.parse(text, (key, value: unknown) => (keys.includes(key) ? undefined : value));

describe("the merged reports of all shards", () => {
  it.each([
    ["plan", ["plan"]],
    ["plan --prune", ["plan", "--prune"]],
    ["plan of some hosts", ["plan", "--host", "web-1*", "--host", "web-3"]],
    ["drift", ["drift"]],
    ["a plan with unreachable hosts", ["plan", "--skip-unreachable"]],
    ["drift with a host that fails", ["drift", "--host", "web-*"]],
  ])("are that of one process: %s", async (what, words) => {
    if (what.includes("unreachable") || what.includes("fails"))
      servers.at(inShard(3)[0]!).before = () => {
        throw new IisError("UNREACHABLE", { host: inShard(3)[0], problem: "no answer" });
      };
    const files = await inShards(...words);
    const code = await report(words, "one.json");
    expect(code).toBe({ plan: what.includes("unreachable") ? 3 : 0, drift: what.includes("fails") ? 1 : 2 }[words[0]!]);
    for (const format of formats) {
      const one = await servers.call(["show", "one.json", "--format", format]);
      const merged = await servers.call(["merge", ...files, "--format", format]);
      expect(merged).toEqual({ code: 0, stdout: one.stdout, stderr: "" });
      expect(one.stdout).toContain("web-11");
    }
  });

  it("has findings that depend on the hosts of other shards, and each once", async () => {
    await inShards("plan");
    await report(["plan"], "one.json");
    const { findings } = JSON.parse(servers.read("one.json")) as { findings: { rule: string; host?: string }[] };
    expect(findings.map(({ host }) => host)).toEqual(
      expect.arrayContaining([undefined, expect.stringMatching(/^web-/)]),
    );
  });

  it("are that of one apply in one process, and each host is changed once", async () => {
    const words = ["apply", "--yes", "--force", "--no-backup"];
    const before = names.map((name) => servers.at(name).config());
    const files = await inShards(...words);
    const commits = names.map(
      (name) =>
        servers
          .at(name)
          .takeCalls()
          .filter((one) => !one.startsWith("list")).length,
    );
    expect(commits).toEqual(names.map(() => 1));
    const after = names.map((name) => servers.at(name).config());
    for (const [at, name] of names.entries()) servers.at(name).world.contents.set("host", before[at]!);
    const [path] = [...servers.at("web-0").world.contents.keys()];
    for (const [at, name] of names.entries()) servers.at(name).world.contents.set(path!, before[at]!);
    await report(words, "one.json");
    expect(names.map((name) => servers.at(name).config())).toEqual(after);
    const merged = await servers.call(["merge", ...files, "--format", "json"]);
    expect(without(merged.stdout)).toEqual(JSON.parse(servers.read("one.json")));
  });
});

describe("reports of which some are missing", () => {
  it("are merged with their shards, named, and completed later", async () => {
    await inShards("drift");
    const { code, stderr } = await servers.call([
      "merge",
      "4.json",
      "2.json",
      "--format",
      "json",
      "--output",
      "a.json",
    ]);
    expect([code, stderr]).toEqual([
      1,
      "wrote a.json\nno report has shards 1, 3, so their hosts are not in the merged report. Name the reports of all shards\n",
    ]);
    expect(JSON.parse(servers.read("a.json"))).toMatchObject({ shard: { of: 4, indexes: [2, 4] } });
    await report(["drift"], "one.json");
    const merged = await servers.call(["merge", "a.json", "3.json", "1.json", "--format", "json"]);
    expect([merged.code, merged.stdout]).toEqual([0, servers.read("one.json")]);
  });

  it.each<[string, readonly string[], RegExp]>([
    ["of a shard twice", ["1.json", "1.json"], /1\.json: has shard 1, which is in 1\.json too; leave one of them out/],
    ["of another number of shards", ["1.json", "of3.json"], /of3\.json: is of 3 shards, but 1\.json is of 4/],
    [
      "of all hosts",
      ["1.json", "none.json"],
      /none\.json: is of no shard, but 1\.json is; first merge the reports of all/,
    ],
    ["of other pool files", ["3.json", "few.json"], /few\.json: has other hosts in the places of those of 3\.json/],
    ["with wrong places", ["1.json", "wrong.json"], /wrong\.json: shard\.hosts: must be a list of \d+ places?, got 0/],
  ])("refuse a report %s", async (_, files, message) => {
    await inShards("drift");
    await report(["drift", "--shard", "2/3"], "of3.json");
    await report(["drift", "--host", inShard(2)[0]!], "none.json");
    await report(["drift", "--shard", "1/4", "--host", inShard(1)[0]!], "few.json");
    const wrong = JSON.parse(servers.read("2.json")) as { shard: { hosts: number[] } };
    wrong.shard.hosts = [];
    servers.write("wrong.json", JSON.stringify(wrong));
    const { code, stdout, stderr } = await servers.call(["merge", ...files]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
  });
});

describe("merge --detailed-exitcode", () => {
  it.each([
    ["plan", [], 2],
    ["drift", [], 2],
    ["drift", ["--skip-unreachable"], 3],
    ["drift", ["--host", "web-*"], 1],
    ["apply", ["--yes", "--force"], 0],
  ])("exits as one %s %j would", async (verb, options, expected) => {
    if (options.length === 1 || options[0] === "--host")
      servers.at(inShard(3)[0]!).before = () => {
        throw new IisError("UNREACHABLE", { host: inShard(3)[0], problem: "no answer" });
      };
    const files = await inShards(verb, ...options);
    expect((await servers.call(["merge", ...files])).code).toBe(0);
    expect((await servers.call(["merge", ...files, "--detailed-exitcode"])).code).toBe(expected);
  });

  it("exits with 0 if nothing differs any more, and with 130 after Ctrl-C", async () => {
    await servers.call(["apply", "--yes", "--force"]);
    const files = await inShards("plan");
    expect((await servers.call(["merge", ...files, "--detailed-exitcode"])).code).toBe(0);
    const text = servers.read("1.json").replace(/"hosts": \[\s*\{[^]*?"ok": true/, (start) => start);
    const one = JSON.parse(text) as { hosts: unknown[] };
    one.hosts[0] = { host: inShard(1)[0], ok: false, error: { code: "INTERRUPTED", message: "interrupted" } };
    servers.write("1.json", JSON.stringify(one));
    expect((await servers.call(["merge", ...files, "--detailed-exitcode"])).code).toBe(130);
  });
});

describe("a shard without hosts", () => {
  const shard = ["--shard", `${emptyShard}/40`];

  it.each(formats)("has an empty report as %s", async (format) => {
    for (const words of [
      ["plan", "--detailed-exitcode"],
      ["drift"],
      ...(format === "text" ? [] : [["apply", "--yes"]]),
    ]) {
      const { code, stderr } = await servers.call([...words, ...shard, "--format", format, "--output", "empty.txt"]);
      expect([words, code, stderr]).toEqual([words, 0, "wrote empty.txt\n"]);
      expect(servers.read("empty.txt")).not.toBe("");
    }
  });

  it("applies nothing, with waves, from a saved plan, and without asking", async () => {
    expect((await servers.call(["plan", ...shard, "--out", "plan.json"])).code).toBe(0);
    for (const words of [
      ["apply", ...shard],
      ["apply", ...shard, "--waves", "canary:1,web-1,100%", "--settle", "0s", "--yes"],
      ["apply", "plan.json"],
      ["apply", "plan.json", ...shard, "--waves", "1,100%", "--yes"],
      ["ps", ...shard],
      ["ps", "Shop", ...shard, "--format", "json"],
      ["restore", "none", "--pools-only", ...shard],
    ])
      expect([words, (await servers.call(words)).code]).toEqual([words, 0]);
    expect(names.flatMap((name) => servers.at(name).takeCalls())).toEqual([]);
  });
});

describe("a saved plan", () => {
  it("of a shard is applied as it is, and its reports are merged", async () => {
    await report(["plan"], "plan.json");
    for (const index of shards) {
      await servers.call(["plan", "--shard", `${index}/4`, "--out", `plan-${index}.json`], {
        env: { IISPOOLS_PLAN_KEY: "key" },
      });
      const words = [
        "apply",
        `plan-${index}.json`,
        "--yes",
        "--force",
        "--format",
        "json",
        "--output",
        `${index}.json`,
      ];
      expect((await servers.call(words, { env: { IISPOOLS_PLAN_KEY: "key" } })).code).toBe(0);
    }
    const { code, stdout } = await servers.call(["merge", "4.json", "3.json", "2.json", "1.json", "--format", "json"]);
    const hostsOf = (text: string) => (JSON.parse(text) as { hosts: { host: string }[] }).hosts.map(({ host }) => host);
    expect([code, hostsOf(stdout)]).toEqual([0, hostsOf(servers.read("plan.json"))]);
    expect(stdout).toContain("--pools-only --files pools.yaml --shard 3/4");
  });

  it("of a shard is refused as another shard, and if its places were changed", async () => {
    await servers.call(["plan", "--shard", "1/4", "--out", "plan.json"]);
    expect((await servers.call(["apply", "plan.json", "--shard", "1/4", "--yes", "--force"])).code).toBe(0);
    const { code, stderr } = await servers.call(["apply", "plan.json", "--shard", "2/4", "--yes"]);
    expect([code, stderr]).toEqual([1, "--shard: plan.json is the plan of shard 1 of 4. Omit --shard to apply it\n"]);
    servers.write("plan.json", servers.read("plan.json").replace('"of": 4', '"of": 5'));
    expect((await servers.call(["apply", "plan.json", "--yes"])).stderr).toContain("its digest does not match");
  });

  it("of all hosts is applied in shards, each host once", async () => {
    await servers.call(["plan", "--out", "plan.json"]);
    names.map((name) => servers.at(name).takeCalls());
    const files = await inShards(
      "apply",
      "plan.json",
      "--yes",
      "--force",
      "--waves",
      "web-1,50%,100%",
      "--settle",
      "0s",
    );
    const writes = names.map(
      (name) =>
        servers
          .at(name)
          .takeCalls()
          .filter((one) => !/^(list|add backup)/.test(one)).length,
    );
    expect(writes).toEqual(names.map(() => 1));
    expect((await servers.call(["merge", ...files, "--detailed-exitcode"])).code).toBe(0);
  });
});

describe("waves of shards", () => {
  it("are merged into one for each wave and outcome, with all hosts", async () => {
    const files = await inShards(
      "apply",
      "--yes",
      "--force",
      "--no-backup",
      "--waves",
      "canary,50%,100%",
      "--settle",
      "0s",
    );
    const { stdout } = await servers.call(["merge", ...files, "--format", "json"]);
    const { waves } = JSON.parse(stdout) as { waves: { name: string; outcome: string; hosts: string[] }[] };
    expect(waves.map(({ name, outcome }) => [name, outcome])).toEqual([
      ["canary", "passed"],
      ["50%", "passed"],
      ["100%", "passed"],
    ]);
    expect(waves[0]!.hosts).toEqual(["web-7", "web-3"]);
    expect(waves.flatMap(({ hosts }) => hosts).sort()).toEqual([...names].sort());
  });
});

describe("--shard", () => {
  it("is chosen after --host, and faults are those of all shards", async () => {
    servers.write(
      "same.yaml",
      "version: 1\nhosts: { a: { configFile: ./x.config }, b: { configFile: ./x.config } }\npools: { Shop: {} }\n",
    );
    for (const index of [1, 2, 3]) {
      const { code, stderr } = await servers.call(["plan", "same.yaml", "--shard", `${index}/3`]);
      expect([code, stderr]).toEqual([1, expect.stringContaining("leads to the same configuration as a")]);
      expect((await servers.call(["plan", "--shard", `${index}/3`, "--host", "none"])).code).toBe(1);
    }
  });

  it("finds a pool with ps that only hosts of another shard have", async () => {
    servers.at(inShard(1)[0]!).world.appcmd("add", "apppool", "/name:Rare");
    for (const index of shards) expect((await servers.call(["ps", "Rare", "--shard", `${index}/4`])).code).toBe(0);
  });

  it("is refused in another form", async () => {
    const { code, stderr } = await servers.call(["drift", "--shard", "0/16"]);
    expect([code, stderr]).toEqual([
      1,
      '--shard: must be a shard such as 3/16: its number from 1, and how many there are, at most 1000, got "0/16"\n',
    ]);
  });
});
