import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { type ProcessPlace, processPlace } from "./process";

let place: ProcessPlace;

beforeEach(() => {
  place = processPlace("web-01");
  place.write(
    "pools.yaml",
    `version: 1\nhosts:\n  web-01: { configFile: ./web-01.config }\npools:\n  Shop: { queueLength: 2000 }\n`,
  );
});

afterEach(() => {
  place.dispose();
});

/** As on a disk that is full: no file may get longer than 512 bytes. */
const fullDisk = "trap '' XFSZ; ulimit -f 1;";

/** What is in the folder, without the log of the emulator's calls. */
const names = (): string[] => readdirSync(place.folder).filter((name) => name !== "calls.jsonl");

const writes = [
  ["--output", "plan --format json --output"],
  ["--out", "plan --out"],
  ["--out", "import --config-file web-01.config --force --out"],
] as const;

describe("a file that is written", () => {
  it.each(writes)(
    "by %s (%s) is as it was where the disk is full, and nothing lies beside it",
    async (option, call) => {
      place.write("file", "as it was");
      const before = names();
      const { code, stderr } = await place.runScript(`${fullDisk} iispools ${call} file`);
      expect(code).toBe(1);
      expect(stderr).toMatch(new RegExp(`^${option}: cannot write file: it is too large \\(EFBIG\\)$`, "m"));
      expect(place.read("file")).toBe("as it was");
      expect(names()).toEqual(before);
    },
  );

  it.each([
    ["--out", "plan pools.yaml --out web-01.config"],
    ["--output", "plan pools.yaml --output ./web-01.config"],
    ["--output", "drift pools.yaml --format json --output link"],
    ["--out", "plan other.yaml --config-file web-01.config --out web-01.config"],
  ])("by %s is not the configuration of a host (%s)", async (option, call) => {
    symlinkSync("web-01.config", place.file("link"));
    place.write("other.yaml", "version: 1\npools:\n  Shop: { queueLength: 2000 }\n");
    const before = place.read("web-01.config");
    const { code, stderr } = await place.runScript(`iispools ${call}`);
    expect([code, place.read("web-01.config") === before]).toEqual([1, true]);
    expect(stderr).toMatch(new RegExp(`^${option}: \\S+ is the configuration of \\S+; choose another file\n$`));
  });

  it("is not there where the disk is full and it was not there", async () => {
    const before = names();
    await place.runScript(`${fullDisk} iispools import --config-file web-01.config --out new.yaml`);
    expect(names()).toEqual(before);
  });

  it.each(writes)("by %s (%s) stays where a link leads; a report keeps its permissions", async (option, call) => {
    place.write("real", "before");
    chmodSync(place.file("real"), 0o640);
    symlinkSync("real", place.file("link"));
    expect((await place.runScript(`iispools ${call} link`)).code).toBe(0);
    expect(place.read("real")).not.toBe("before");
    expect(lstatSync(place.file("link")).isSymbolicLink()).toBe(true);
    // Plans and imports may hold what only their owner is to read.
    expect(statSync(place.file("real")).mode & 0o777).toBe(option === "--output" ? 0o640 : 0o600);
  });

  it.each([
    ["a full disk", "/dev/full"],
    ["a folder", "folder"],
    ["below a file", "web-01.config/file"],
    ["of a name that is too long", `${"n".repeat(300)}.json`],
  ])("says in one sentence why it cannot be %s", async (_what, file) => {
    mkdirSync(place.file("folder"));
    const { code, stderr } = await place.run(["plan", "--out", file]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^--out: cannot write \S+: [a-z ]+ \(E[A-Z]+\)[a-z; ]*\n$/m);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it("may be standard output", async () => {
    const { code, stdout } = await place.runScript("iispools plan --out /dev/stdout | cat");
    expect(code).toBe(0);
    expect(stdout).toContain('"schema": "iispools.saved-plan/1"');
  });
});

describe("the report of an apply", () => {
  it("is refused before anything is written where it could not be saved", async () => {
    const { code, stderr } = await place.run(["apply", "--yes", "--output", "nowhere/report.json"]);
    expect(code).toBe(1);
    expect(stderr).toContain("--output: cannot write nowhere/report.json: there is no such file or folder (ENOENT)");
    expect(place.takeWrites()).toEqual([]);
  });

  it("is on standard output where its file cannot be written after all", async () => {
    const { code, stdout, stderr } = await place.run(["apply", "--yes", "--output", "/dev/full"]);
    expect(code).toBe(1);
    expect(stdout).toContain("1 applied");
    expect(stderr).toContain("--output: cannot write /dev/full: the disk is full (ENOSPC)");
    expect(place.takeWrites()).toEqual(["add backup", "set config"]);
  });
});
