import { IisError } from "../../provider/errors";
import type { ErrorCode } from "../../provider/error-codes";
import { makeServers, sample, type Servers } from "./servers";

const names = ["web-01", "web-02", "web-03"];

const files = `version: 1
hosts:
${names.map((name) => `  ${name}: { configFile: ./${name}.config }`).join("\n")}
groups: { canary: [web-02] }
pools:
  DefaultAppPool: { queueLength: 2000 }
`;

let servers: Servers;

const fail = (name: string, code: ErrorCode): void => {
  servers.at(name).before = () => {
    throw new IisError(code, { host: name, problem: "no answer" });
  };
};

const changed = (): string[] => names.filter((name) => servers.at(name).config().includes('queueLength="2000"'));

const lastLine = (text: string): string => text.trimEnd().split("\n").at(-1)!;

beforeEach(() => {
  servers = makeServers(Object.fromEntries(names.map((name) => [name, sample])));
  servers.write("pools.yaml", files);
  fail("web-02", "UNREACHABLE");
});

afterEach(() => {
  servers.dispose();
});

const skipped = "Skipped 1 of 3 hosts, because no connection was possible: web-02";

describe("a server that does not answer, with --skip-unreachable", () => {
  it.each(["plan", "drift"])("is skipped by %s, named last, and still failed in the report", async (verb) => {
    const { code, stdout, stderr } = await servers.call([verb, "--skip-unreachable", "--format", "json"]);
    const { hosts } = JSON.parse(stdout) as { hosts: { host: string; ok: boolean; error?: { code: string } }[] };
    expect(hosts.map(({ ok, error }) => (ok ? "ok" : error?.code))).toEqual(["ok", "UNREACHABLE", "ok"]);
    expect(stderr).toContain("web-02: no answer (UNREACHABLE)\n");
    expect(lastLine(stderr)).toBe(skipped);
    expect(code).toBe(3);
  });

  it("is skipped by ps, recycle and lint --live", async () => {
    const json = ["--skip-unreachable", "--format", "json"];
    for (const argv of [["ps"], ["recycle", "DefaultAppPool"], ["lint", "--live"]]) {
      const { code, stdout, stderr } = await servers.call([...argv, ...json]);
      expect([argv, lastLine(stderr), code]).toEqual([argv, skipped, 3]);
      const { hosts } = JSON.parse(stdout) as { hosts?: { host: string; ok: boolean }[] };
      if (hosts !== undefined) expect(hosts.map(({ ok }) => ok)).toEqual([true, false, true]);
      expect((await servers.call([...argv, "--format", "json"])).code).toBe(1);
    }
  });

  it.each([["plan"], ["drift"], ["apply", "--yes", "--force"]])(
    "is skipped, not failed, in every format: %s",
    async (...argv) => {
      const call = async (format: string): Promise<string> =>
        (await servers.call([...argv, "--skip-unreachable", "--format", format])).stdout;
      const text = await call("text");
      expect(text).toMatch(/^web-02 .* skipped: UNREACHABLE$/m);
      expect(text).toMatch(/^web-02 {2}skipped: UNREACHABLE: no answer$/m);
      expect(text).not.toContain("failed");
      const { hosts } = JSON.parse(await call("json")) as { hosts: { skipped?: boolean }[] };
      expect(hosts.map(({ skipped }) => skipped)).toEqual([undefined, true, undefined]);
      expect(await call("markdown")).toContain("<b>web-02</b>: ⏭️ skipped: UNREACHABLE");
      expect(await call("html")).toContain('<span class="soft">skipped: UNREACHABLE</span>');
      const junit = await call("junit");
      expect(junit).toContain('<skipped message="UNREACHABLE: web-02: no answer"/>');
      expect(junit).not.toContain("<error");
      expect(JSON.parse(await call("sarif"))).toMatchObject({
        runs: [{ invocations: [{ executionSuccessful: true }] }],
      });
      const failed = await servers.call(["plan", "--format", "sarif"]);
      expect(JSON.parse(failed.stdout)).toMatchObject({ runs: [{ invocations: [{ executionSuccessful: false }] }] });
    },
  );

  it("is not skipped by lint of files, which reads no server", async () => {
    const { code, stderr } = await servers.call(["lint", "--skip-unreachable"]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "--skip-unreachable: is for servers, and only files are checked; add --live\n",
    });
  });

  it("does not stop the apply of the others", async () => {
    const { code, stdout, stderr } = await servers.call([
      ...["apply", "--yes", "--force", "--skip-unreachable", "--format", "json"],
    ]);
    const { hosts } = JSON.parse(stdout) as { hosts: { host: string; ok: boolean }[] };
    expect(hosts.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(changed()).toEqual(["web-01", "web-03"]);
    expect(lastLine(stderr)).toBe(skipped);
    expect(code).toBe(3);
  });

  it.each([[[]], [["--host", "web-01", "--host", "web-02"]]])(
    "is not in the command that undoes the apply, %j",
    async (hosts) => {
      const { stdout } = await servers.call(["apply", "--yes", "--force", "--skip-unreachable", ...hosts]);
      const undo = /^ *iispools restore .*$/m.exec(stdout)![0];
      expect(undo.match(/--host \S+/g)).toEqual(
        hosts.length > 0 ? ["--host web-01"] : ["--host web-01", "--host web-03"],
      );
    },
  );

  it("is not in the plan that is saved, and an apply of it skips another one", async () => {
    expect((await servers.call(["plan", "--out", "plan.json", "--skip-unreachable"])).code).toBe(3);
    expect(
      (JSON.parse(servers.read("plan.json")) as { hosts: { name: string }[] }).hosts.map(({ name }) => name),
    ).toEqual(["web-01", "web-03"]);
    fail("web-03", "UNREACHABLE");
    const { code, stderr } = await servers.call(["apply", "plan.json", "--yes", "--force", "--skip-unreachable"]);
    expect(lastLine(stderr)).toBe("Skipped 1 of 2 hosts, because no connection was possible: web-03");
    expect(changed()).toEqual(["web-01"]);
    expect(code).toBe(3);
  });

  it("passes in a wave with other servers", async () => {
    const waves = ["--waves", "2,100%", "--settle", "0s"];
    const { code } = await servers.call(["apply", "--yes", "--force", "--skip-unreachable", ...waves]);
    expect(changed()).toEqual(["web-01", "web-03"]);
    expect(code).toBe(3);
  });

  it("stops the waves if it was alone in its wave, because nothing was checked", async () => {
    const waves = ["--waves", "canary,100%", "--settle", "0s"];
    const { code, stderr } = await servers.call(["apply", "--yes", "--force", "--skip-unreachable", ...waves]);
    expect(stderr).toContain("no host of the wave canary could be read, so the later waves were not started");
    expect(changed()).toEqual([]);
    expect(code).toBe(1);
  });
});

describe("--skip-unreachable", () => {
  it("is an error if no server answers", async () => {
    for (const name of names) fail(name, "UNREACHABLE");
    const { code, stderr } = await servers.call(["drift", "--skip-unreachable"]);
    expect(stderr).not.toContain("Skipped");
    expect(code).toBe(1);
  });

  it.each(["AUTH_FAILED", "HOST_KEY_MISMATCH", "UNREADABLE_OUTPUT", "NO_APPCMD"] as const)(
    "skips no server that fails with %s, and that error decides",
    async (other) => {
      fail("web-03", other);
      const { code, stderr } = await servers.call(["apply", "--yes", "--force", "--skip-unreachable"]);
      expect(stderr).toContain(`web-03: no answer`);
      expect(changed()).toEqual([]);
      expect(code).toBe(1);
    },
  );

  it("is off by default", async () => {
    expect((await servers.call(["plan"])).code).toBe(1);
    expect((await servers.call(["apply", "--yes", "--force"])).code).toBe(1);
    expect(changed()).toEqual([]);
  });
});
