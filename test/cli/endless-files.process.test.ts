import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadPoolFiles } from "../../provider/pool-file/load/load-pool-files";
import { hostKeyRule } from "../../provider/connection/host-key";
import { offlineTransport } from "../../provider/transport/offline";
import { makeServers, type Servers } from "./servers";

const onPosix = process.platform === "win32" ? describe.skip : describe;

let servers: Servers;
const at = (name: string): string => join(servers.folder, name);

beforeEach(() => {
  servers = makeServers({});
});

afterEach(() => {
  servers.dispose();
});

onPosix("a pipe that nobody writes to does not hold up", () => {
  beforeEach(() => {
    for (const name of ["pipe.yaml", "pools.yaml"]) execFileSync("mkfifo", [at(name)]);
  });

  it.each<[string[], string]>([
    [["validate", "pipe.yaml"], "pipe.yaml is a pipe or device, not a regular file\n"],
    [["validate"], "pools.yaml is a pipe or device, not a regular file\n"],
    [["validate", "."], "the folder . has no *.yaml\n"],
    [["validate", "*.yaml"], "no file matches *.yaml and is named *.yaml or *.yml\n"],
    [["lint", "pipe.yaml"], "pipe.yaml is a pipe or device, not a regular file\n"],
    [["plan", "pipe.yaml"], "pipe.yaml is a pipe or device, not a regular file\n"],
    [["apply", "pipe.yaml", "--yes"], "pipe.yaml is a pipe or device, not a regular file\n"],
    [["drift", "pipe.yaml"], "pipe.yaml is a pipe or device, not a regular file\n"],
    [["ps", "--host", "a", "--files", "pipe.yaml"], "pipe.yaml is a pipe or device, not a regular file\n"],
    [["import", "--from", "pipe.yaml"], "--from: pipe.yaml is a named pipe, not a regular file\n"],
  ])("%j", async (argv, stderr) => {
    expect(await servers.call(argv)).toMatchObject({ code: 1, stderr });
  });

  it("an include", async () => {
    servers.write("a.yaml", "version: 1\ninclude: pipe.yaml\n");
    const { code, stderr } = await servers.call(["validate", "a.yaml"]);
    expect([code, stderr]).toEqual([1, "a.yaml:2:1 include: pipe.yaml is a pipe or device, not a regular file\n"]);
  });

  it("a configuration file", () => {
    expect(() => offlineTransport("pipe.yaml", servers.folder)).toThrow("it is a named pipe, not a regular file");
  });

  it("a file of known hosts", () => {
    const rule = (): unknown => hostKeyRule({ knownHosts: at("pipe.yaml") }, { host: "web-01", port: 22 });
    expect(rule).toThrow(
      /^web-01: .*pipe\.yaml is a named pipe, not a regular file\. .*connection\.hostKey to the machine's key$/,
    );
  });

  it("files of a program", () => {
    const options = { cwd: servers.folder, env: {}, secrets: "required" } as const;
    expect(loadPoolFiles(["pipe.yaml", "/dev/zero"], options).faults).toMatchObject([
      { message: "pipe.yaml is a pipe or device, not a regular file" },
      { message: "/dev/zero is a pipe or device, not a regular file" },
    ]);
  });
});

test("all files together are read no further than 128 MB", async () => {
  const large = "version: 1\n# ".padEnd(30 * 1024 * 1024, "x");
  const names = ["a", "b", "c", "d", "e"].map((name) => `p/${name}.yaml`);
  for (const name of names) servers.write(name, large);
  const { code, stderr } = await servers.call(["validate", "p"]);
  expect([code, stderr]).toEqual([1, "p/e.yaml:1:1: with it the pool files have more than 128 MB\n"]);
});

/** A regular file of Linux whose first bytes cannot be read, not even by root. */
const unreadable = "/proc/self/mem";

(existsSync(unreadable) ? test : test.skip)("a file that fails while it is read is told of, by apply too", async () => {
  for (const verb of ["validate", "apply"]) {
    const { code, stderr } = await servers.call([verb, unreadable]);
    expect([code, stderr]).toEqual([1, `${unreadable}:1:1: cannot be read: the device reports an error (EIO)\n`]);
  }
});
