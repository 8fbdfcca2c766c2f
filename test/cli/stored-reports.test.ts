import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { IisError } from "../../provider/errors";
import { madeOf } from "../../provider/cli/made";
import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

beforeEach(() => {
  servers = makeServers({ "web-01": sample, "web-02": sample });
  servers.write(
    "pools.yaml",
    "version: 1\nhosts:\n  web-01: { configFile: ./web-01.config }\n  web-02: { configFile: ./web-02.config }\npools: { Shop: {} }\n",
  );
});

afterEach(() => {
  servers.dispose();
});

const lastLine = (text: string): string | undefined => text.trimEnd().split("\n").at(-1);

describe("iispools show", () => {
  it.each(["plan", "drift", "validate"])(
    "writes a stored report of %s as it was at once, in every format",
    async (verb) => {
      for (const format of ["text", "markdown", "html", "junit", "sarif", "json"]) {
        const at = await servers.call([verb, "--format", format]);
        await servers.call([verb, "--format", "json", "--output", "report.json"]);
        const later = await servers.call(["show", "report.json", "--format", format]);
        expect(later).toEqual({ code: 0, stdout: at.stdout, stderr: "" });
      }
    },
  );

  it.each([
    ["validate with faults", ["validate", "faulty.yaml"], 1],
    ["lint", ["lint"], 0],
    ["lint --live", ["lint", "--live"], 0],
    ["compare", ["compare", "web-01", "web-02"], 2],
    ["apply", ["apply", "--yes", "--force", "--no-backup"], 0],
  ])("writes a stored report of %s as it was at once", async (_, words, code) => {
    servers.at("web-02").world.appcmd("set", "apppool", "DefaultAppPool", "/queueLength:50");
    servers.write("faulty.yaml", "version: 1\npools: { Shop: { queueLength: 9, queueLenght: 9 } }\n");
    const store = ["--output", "report.json", "--format", "json"];
    // A second apply has nothing to do.
    const stored = await servers.call([...words, ...store]);
    // A second apply has nothing to do.
    const at = words[0] === "apply" ? stored : await servers.call(words);
    expect([at.code, stored.code]).toEqual([code, code]);
    const { stdout } = await servers.call(["show", "report.json"]);
    // Before an apply its plan is shown.
    expect(at.stdout.slice(words[0] === "apply" ? -stdout.length : 0)).toBe(stdout);
    expect(stdout).not.toBe("");
  });

  it.each([
    ["UTF-8 with a byte order mark", (text: string) => Buffer.from(`\ufeff${text}`)],
    ["UTF-16, as PowerShell 5 writes it", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16 without a byte order mark", (text: string) => Buffer.from(text, "utf16le")],
  ])("reads a report in %s, as merge does", async (_, encode) => {
    const { stdout } = await servers.call(["drift", "--format", "json"]);
    writeFileSync(join(servers.folder, "drift.json"), encode(stdout));
    const at = await servers.call(["drift"]);
    for (const verb of ["show", "merge"]) {
      expect(await servers.call([verb, "drift.json"])).toEqual({ code: 0, stdout: at.stdout, stderr: "" });
    }
  });

  it("names a file in another encoding", async () => {
    writeFileSync(join(servers.folder, "latin.json"), Buffer.from([0x7b, 0xe4, 0x7d]));
    expect(await servers.call(["show", "latin.json"])).toMatchObject({
      code: 1,
      stderr: "latin.json: is not text in UTF-8 or UTF-16\n",
    });
  });

  it("shows drift in a report of version 0.1.0, whose entries have no kinds", async () => {
    const { stdout } = await servers.call(["drift", "--format", "json"]);
    const report = JSON.parse(stdout, (key, value: unknown) => {
      return key === "kind" && ["missing", "changed", "extra"].includes(String(value)) ? undefined : value;
    }) as unknown;
    servers.write("drift.json", JSON.stringify(report));
    const at = await servers.call(["drift"]);
    expect(at.stdout).toContain("1 pool missing");
    expect(await servers.call(["show", "drift.json"])).toMatchObject({ code: 0, stdout: at.stdout });
  });

  it("shows an apply that skipped hosts with the totals that it had at once", async () => {
    servers.at("web-02").before = () => {
      throw new IisError("UNREACHABLE", { host: "web-02", problem: "no answer" });
    };
    const apply = ["apply", "--yes", "--force", "--skip-unreachable", "--format", "json", "--output", "apply.json"];
    const at = await servers.call(apply);
    for (const verb of ["show", "merge"]) {
      const { stdout } = await servers.call([verb, "apply.json"]);
      const [again = ""] = stdout.split("\n\nweb-02");
      expect(at.stdout).toContain(again);
      expect(lastLine(stdout)).toBe(lastLine(at.stdout));
    }
    expect(lastLine(at.stdout)).toBe("1 applied on 1 of 2 hosts; 1 host skipped");
  });

  it("names every fault of a file that is no report", async () => {
    servers.write("broken.json", '{"schema":"iispools.drift/1","hosts":[],"counts":{}}');
    const { code, stdout, stderr } = await servers.call(["show", "broken.json"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^broken\.json: counts\.hosts: /m);
    expect(stderr).toMatch(/^broken\.json: counts\.declared: /m);
    expect((await servers.call(["show", "none.json"])).stderr).toMatch(/^none\.json: /);
    expect((await servers.call(["show", "pools.yaml"])).stderr).toContain("pools.yaml: is not a report");
  });
});

describe("iispools merge", () => {
  it("makes one report of those of two jobs", async () => {
    for (const host of ["web-01", "web-02"]) {
      await servers.call(["plan", "--host", host, "--format", "json", "--output", `${host}.json`]);
    }
    const together = await servers.call(["plan"]);
    expect(await servers.call(["merge", "web-01.json", "web-02.json"])).toMatchObject({
      code: 0,
      stdout: together.stdout,
    });
    expect(await servers.call(["merge", "web-01.json", "web-01.json"])).toMatchObject({
      ...{ code: 1, stdout: "" },
      stderr: expect.stringContaining("has the host web-01, which is in web-01.json too"),
    });
  });
});

describe("what a report was made of", () => {
  const at = { now: () => new Date(0), cwd: "/checkout/iis" };
  const commit = "0123456789abcdef0123456789abcdef01234567";

  it.each([
    [
      "GitHub Actions",
      {
        GITHUB_SHA: commit,
        GITHUB_WORKSPACE: "/checkout",
        GITHUB_SERVER_URL: "https://github.com",
        GITHUB_REPOSITORY: "shop/pools",
      },
      `https://github.com/shop/pools/blob/${commit}/iis/{file}#L{line}`,
    ],
    [
      "GitLab",
      { CI_COMMIT_SHA: commit, CI_PROJECT_DIR: "/checkout", CI_PROJECT_URL: "https://gitlab.example/shop" },
      `https://gitlab.example/shop/-/blob/${commit}/iis/{file}#L{line}`,
    ],
    [
      "Azure Pipelines",
      {
        ...{ BUILD_SOURCEVERSION: commit, BUILD_SOURCESDIRECTORY: "/checkout", BUILD_REPOSITORY_PROVIDER: "TfsGit" },
        BUILD_REPOSITORY_URI: "https://org@dev.azure.com/org/shop/_git/pools",
      },
      `https://dev.azure.com/org/shop/_git/pools?path=/iis/{file}&version=GC${commit}&line={line}&lineEnd={line}&lineStartColumn=1&lineEndColumn=200`,
    ],
  ])("has the commit and the address of its files in %s", (_, env, fileUrl) => {
    expect(madeOf(["a.yaml"], { ...at, env })).toMatchObject({
      at: "1970-01-01T00:00:00.000Z",
      files: ["a.yaml"],
      commit,
      fileUrl,
    });
  });

  it("has no commit elsewhere, and none of a variable that holds something else", () => {
    expect(madeOf([], { ...at, env: {} })).not.toHaveProperty("commit");
    expect(madeOf([], { ...at, env: { GITHUB_SHA: "<script>" } })).not.toHaveProperty("commit");
  });

  it("has no address of files outside the checkout", () => {
    const env = { CI_COMMIT_SHA: commit, CI_PROJECT_DIR: "/elsewhere", CI_PROJECT_URL: "https://gitlab.example/shop" };
    expect(madeOf([], { ...at, env })).not.toHaveProperty("fileUrl");
  });
});
