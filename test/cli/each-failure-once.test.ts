import { IisError } from "../../provider/errors";
import { formats } from "../../provider/cli/options";
import { makeServers, sample, type Servers } from "./servers";

/** The sentence of a host that cannot be read, without its name, which a block of a report has. */
const sentence = "no SSH server answers there. Check the network";

const files = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
  web-02: { configFile: ./web-02.config }
pools:
  DefaultAppPool: { queueLength: 2000 }
`;

let servers: Servers;

beforeEach(() => {
  servers = makeServers({ "web-01": sample, "web-02": sample });
  servers.write("pools.yaml", files);
  servers.write("hosts.yaml", files.replace(/^pools:[^]*/m, ""));
  servers.at("web-02").before = () => {
    const [problem = "", hint] = sentence.split(". ");
    throw new IisError("UNREACHABLE", { host: "web-02", problem, hint });
  };
});

afterEach(() => {
  servers.dispose();
});

const onTerminal = (argv: readonly string[]): ReturnType<Servers["call"]> =>
  servers.call(argv, { isRedirected: false });

const count = (text: string, part = sentence): number => text.split(part).length - 1;

const reports = [
  ["plan"],
  ["plan", "--skip-unreachable"],
  ["drift"],
  ["drift", "--skip-unreachable"],
  ["lint", "--host", "web-01", "--host", "web-02"],
  ["apply"],
  ["apply", "--yes"],
  ["restore", "Good", "--pools-only", "--yes"],
  ["apply", "--yes", "--force", "--skip-unreachable"],
];
const live = [
  ["ps"],
  ["backups"],
  ["recycle", "DefaultAppPool"],
  ["start", "DefaultAppPool"],
  ["stop", "DefaultAppPool", "--yes"],
  ["import", "--files", "hosts.yaml"],
  ["compare", "web-01", "web-02"],
];

describe("a host that cannot be read", () => {
  it.each([...reports, ...live].map((argv) => [argv.join(" "), argv] as const))(
    "is said once on the terminal: %s",
    async (_, argv) => {
      const { code, stdout, stderr } = await onTerminal(argv);
      expect(code).not.toBe(0);
      expect(count(stdout + stderr)).toBe(1);
    },
  );

  it.each(reports.map((argv) => [argv.join(" "), argv] as const))(
    "is said once on the terminal if the report goes to a file: %s",
    async (_, argv) => {
      const { stdout, stderr } = await onTerminal([...argv, "--format", "json", "--output", "report.json"]);
      expect(count(stdout + stderr)).toBe(1);
    },
  );

  it.each(
    reports.flatMap((argv) =>
      formats.filter((format) => format !== "text").map((format) => [argv.join(" "), format, argv] as const),
    ),
  )("is said once on stderr: %s, with stdout as %s", async (_, format, argv) => {
    expect(count((await onTerminal([...argv, "--format", format])).stderr)).toBe(1);
  });

  it.each([...reports, ["ps"]].map((argv) => [argv.join(" "), argv] as const))(
    "is said once on stderr if stdout goes to a file: %s",
    async (_, argv) => {
      expect(count((await servers.call(argv)).stderr)).toBe(1);
    },
  );

  it.each([
    ["show", "one.json"],
    ["merge", "one.json"],
  ])("is said once by %s", async (...argv) => {
    servers.write("one.json", (await servers.call(["drift", "--format", "json"])).stdout);
    const { stdout, stderr } = await onTerminal(argv);
    expect(count(stdout + stderr)).toBe(1);
  });
});

it("servers with the same failure at different addresses are one line on stderr", async () => {
  for (const [index, name] of ["web-01", "web-02"].entries()) {
    const host = `10.0.0.${index + 1}`;
    servers.at(name).before = () => {
      throw new IisError("UNREACHABLE", { host, problem: `no answer from ${host}:22` }).at({ host: name });
    };
  }
  const { stderr } = await servers.call(["plan", "--format", "json"]);
  expect(stderr).toMatch(
    /^web-01, web-02: 10\.0\.0\.1, 10\.0\.0\.2, for example: no answer from 10\.0\.0\.1:22 \(UNREACHABLE\)$/m,
  );
  expect(count(stderr, "no answer")).toBe(1);
});

describe("thirty servers that do not answer", () => {
  const names = Array.from({ length: 30 }, (_, index) => `web-${String(index + 1).padStart(2, "0")}`);
  let fleet: Servers;

  beforeEach(() => {
    fleet = makeServers(Object.fromEntries([...names, "lab"].map((name) => [name, sample])));
    const hosts = [...names, "lab"].map((name) => `  ${name}: { configFile: ./${name}.config }`);
    fleet.write("pools.yaml", `version: 1\nhosts:\n${hosts.join("\n")}\npools: { DefaultAppPool: {} }\n`);
    for (const [index, name] of names.entries()) {
      const host = `10.0.0.${index + 1}`;
      fleet.at(name).before = () => {
        throw new IisError("UNREACHABLE", { host, problem: `no answer from ${host}:22` }).at({ host: name });
      };
    }
  });

  afterEach(() => {
    fleet.dispose();
  });

  const failure =
    "web-01 … web-30 (30 hosts, the same on each)  UNREACHABLE: 10.0.0.1 … 10.0.0.30 (30 addresses), for example: no answer from 10.0.0.1:22";

  it.each([["plan"], ["ps"], ["backups"], ["doctor"], ["recycle", "DefaultAppPool"]])(
    "are one line on the terminal: %s",
    async (...argv) => {
      const { stdout } = await fleet.call([...argv, "--skip-unreachable"], { isRedirected: false });
      expect(stdout.split("\n").filter((line) => line.includes("10.0.0."))).toEqual([
        argv[0] === "plan" ? failure.replace("  UNREACHABLE", "  skipped: UNREACHABLE") : failure,
      ]);
    },
  );

  it.each([["plan"], ["ps"], ["doctor"]])("are one line on stderr: %s", async (verb) => {
    const { stderr } = await fleet.call([verb, "--skip-unreachable"]);
    expect(stderr.split("\n").filter((line) => line.includes("10.0.0."))).toEqual([
      expect.stringMatching(/^web-01 … web-30: 10\.0\.0\.1 … 10\.0\.0\.30 .*\(UNREACHABLE\)$/) as string,
    ]);
    expect(stderr).toContain("Skipped 30 of 31 hosts, because no connection was possible: web-01 … web-30\n");
  });

  it("are counted one by one", async () => {
    const { stdout } = await fleet.call(["ps", "--skip-unreachable"], { isRedirected: false });
    expect(stdout).toMatch(/ on 1 of 31 hosts; 30 hosts could not be read, and nothing is known of them\n$/);
  });
});

it("ps says that nothing is known of a host that it could not read", async () => {
  const all = await onTerminal(["ps"]);
  expect(all.stdout).toMatch(/on 1 of 2 hosts; 1 host could not be read, and nothing is known of it\n$/);
  const one = await onTerminal(["ps", "--host", "web-02"]);
  expect(one.stdout).toMatch(/\nweb-02 could not be read; nothing is known of it\n$/);
});

describe("apply", () => {
  beforeEach(() => {
    servers.at("web-02").before = () => undefined;
  });

  it("says once what it refuses to write, and at the end what allows it", async () => {
    servers.write("pools.yaml", files.replace("{ queueLength: 2000 }", "{ state: stopped }"));
    const { code, stdout, stderr } = await onTerminal(["apply", "--yes", "--host", "web-01"]);
    expect(code).toBe(1);
    expect(count(stdout + stderr, "would be stopped, and")).toBe(1);
    expect(stderr).toContain(
      "Nothing was written, because the plan has risks (NEEDS_FORCE). To apply it anyway: --allow stop, or --force for all risks.\n",
    );
  });

  it("says once what failed", async () => {
    const { world } = servers.at("web-01");
    const { appcmd } = world;
    jest
      .spyOn(world, "appcmd")
      .mockImplementation((...argv) =>
        argv[0] === "set"
          ? { exitCode: 5, stdout: "ERROR ( message:Access is denied. )", commit: false }
          : appcmd(...argv),
      );
    const { code, stdout, stderr } = await onTerminal(["apply", "--yes", "--host", "web-01"]);
    expect(code).toBe(1);
    expect(count(stdout + stderr, "Access is denied")).toBe(1);
  });
});
