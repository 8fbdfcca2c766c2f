import { poolsConfig } from "../emulator/memory-world";
import { call } from "./call";
import { doctorHost } from "./doctor-host";
import { type Ended, makeServers, type Servers } from "./servers";

const canary = "c4nary";
const config = poolsConfig(`<add name="Shop" startMode="AlwaysRunning" />
<add name="Other" startMode="AlwaysRunning" />
<add name="Jobs" startMode="AlwaysRunning" autoStart="false" />`);
const names = ["web-01", "web-02", "web-03"];
const hosts = names.map((name) => `  ${name}: { configFile: ./${name}.config }\n`).join("");

let servers: Servers;

beforeEach(() => {
  servers = makeServers(Object.fromEntries(names.map((name) => [name, config])));
  servers.write("pools.yaml", `version: 1\nhosts:\n${hosts}pools: { Shop: { queueLength: 2000 } }\n`);
});

afterEach(() => {
  servers.dispose();
});

/** web-02 throws what nobody foresaw at this command, counted from 1. */
function breakAt(command: string, count = 1): void {
  let left = count;
  servers.at("web-02").before = (args) => {
    if (args.slice(0, 2).join(" ").startsWith(command) && --left === 0) throw new TypeError(`cannot read ${canary}`);
  };
}

/** web-02 throws at its first read after its first write. */
function breakBehind(command: string): void {
  let isBehind = false;
  servers.at("web-02").before = (args) => {
    if (isBehind && args[0] === "list") throw new TypeError(`cannot read ${canary}`);
    isBehind ||= args.slice(0, 2).join(" ") === command;
  };
}

interface HostReport {
  readonly host: string;
  readonly ok: boolean;
  readonly error?: { readonly code: string; readonly host: string; readonly hint: string };
  readonly applied?: readonly unknown[];
  readonly failed?: readonly { readonly error: { readonly code: string } }[];
  readonly notes?: readonly { readonly kind: string; readonly code?: string; readonly pools?: readonly string[] }[];
  readonly pools?: readonly { readonly pool: string; readonly outcome: string; readonly error?: object }[];
}

/** The hosts of a JSON report, of a call that failed without a word of what was thrown. */
function hostsOf({ code, stdout, stderr }: Ended): readonly HostReport[] {
  expect(code).toBe(1);
  expect(stdout + stderr).not.toContain(canary);
  expect(stderr).toMatch(/^web-02: .*unexpected TypeError\. .*--debug.* \(INTERNAL\)$/m);
  const { hosts } = JSON.parse(stdout) as { readonly hosts: readonly HostReport[] };
  expect(hosts.map(({ host }) => host)).toEqual(names);
  return hosts;
}

const internal: unknown = expect.objectContaining({
  code: "INTERNAL",
  host: "web-02",
  hint: expect.stringMatching(/^This is a bug of pulumi-iis; rerun with PULUMI_IIS_DEBUG=1 \(iispools: --debug\)/),
});

describe("an unexpected exception on one of three hosts", () => {
  it.each([["plan"], ["drift"], ["ps"]])("keeps the results of the others for %s", async (verb) => {
    breakAt("list");
    const found = hostsOf(await servers.call([verb, "--format", "json"]));
    expect(found.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(found[1]?.error).toEqual(internal);
  });

  it("keeps the findings of the others for lint", async () => {
    breakAt("list");
    const hosts = names.flatMap((name) => ["--host", name]);
    const { code, stdout, stderr } = await servers.call(["lint", ...hosts, "--profile", "stig", "--format", "json"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^web-02: unexpected TypeError\. .* \(INTERNAL\)$/m);
    expect(stdout).toContain('"web-01"');
    expect(stdout).toContain('"web-03"');
  });

  it("keeps what was applied on the others, and is the result of its own change after the write", async () => {
    breakBehind("set config");
    const found = hostsOf(await servers.call(["apply", "--yes", "--format", "json"]));
    expect(found.map(({ applied }) => applied?.length)).toEqual([1, 0, 1]);
    expect(found[1]?.failed?.map(({ error }) => error)).toEqual([expect.objectContaining({ code: "INTERNAL" })]);
    expect(servers.at("web-03").config()).toContain('queueLength="2000"');
  });

  it("keeps what was applied before a rollback that fails so", async () => {
    servers.write(
      "pools.yaml",
      `version: 1\nhosts:\n${hosts}pools: { Shop: { queueLength: 2000 }, Other: { state: absent } }\n`,
    );
    breakBehind("set config");
    const argv = ["apply", "--yes", "--force", "--rollback-on-error", "--format", "json"];
    const found = hostsOf(await servers.call(argv));
    expect(found.map(({ ok }) => ok)).toEqual([true, true, true]);
    for (const pool of ["Shop", "Other"]) {
      const note: unknown = expect.objectContaining({ kind: "not rolled back", code: "INTERNAL", pools: [pool] });
      expect(found[1]?.notes).toContainEqual(note);
    }
  });

  it("keeps what was recycled, on the others and on its own host", async () => {
    breakAt("recycle apppool", 2);
    const found = hostsOf(await servers.call(["recycle", "Shop", "Other", "--format", "json"]));
    expect(found.map(({ pools }) => pools?.map(({ outcome }) => outcome))).toEqual([
      ["recycled", "recycled"],
      ["recycled", "failed"],
      ["recycled", "recycled"],
    ]);
    expect(found[1]?.pools?.[1]?.error).toEqual(internal);
  });

  it.each([
    ["start", "Jobs", []],
    ["stop", "Shop", ["--yes"]],
  ])("keeps the results of the others for %s", async (verb, pool, more) => {
    breakAt(`${verb} apppool`);
    const { code, stdout, stderr } = await servers.call([verb, pool, ...more]);
    expect(code).toBe(1);
    expect(stdout.match(/^web-0\d/gm)).toEqual(["web-01", "web-03"]);
    expect(stderr).toMatch(/^web-02: unexpected TypeError\. .* \(INTERNAL\)$/m);
    expect(stdout + stderr).not.toContain(canary);
  });
});

describe("--debug", () => {
  afterEach(() => {
    delete process.env["PULUMI_IIS_DEBUG"];
  });

  it.each([[["--debug", "drift"]], [["drift", "--debug"]]])(
    "shows files and positions, not the message: %j",
    async (argv) => {
      breakAt("list");
      const { code, stdout, stderr } = await servers.call(argv);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^web-02: unexpected TypeError in .*unexpected\.test\.ts:\d+:\d+.* \(INTERNAL\)$/m);
      expect(stdout + stderr).not.toContain(canary);
    },
  );
});

describe("an unexpected exception on the only host", () => {
  it("is the result of doctor, also in JSON", async () => {
    const host = doctorHost(config);
    const transport = { ...host.transport, exec: () => Promise.reject(new TypeError(`cannot read ${canary}`)) };
    const { code, stdout, stderr } = await call({ ...host, transport }, "doctor", "--format", "json");
    expect(code).toBe(1);
    expect(stderr).toMatch(/unexpected TypeError\. .* \(INTERNAL\)\n$/);
    expect(JSON.parse(stdout)).toMatchObject({ hosts: [{ host: "local", ok: false, error: { code: "INTERNAL" } }] });
    expect(stdout + stderr).not.toContain(canary);
  });

  it("is the error of import", async () => {
    breakAt("list");
    const { code, stdout, stderr } = await servers.call(["import", "--config-file", "web-02.config"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^web-02: unexpected TypeError\. .* \(INTERNAL\)$/m);
  });
});
