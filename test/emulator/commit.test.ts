import { run } from "../../emulator/run";
import type { Files } from "../../emulator/world";
import { applied, configPath, memoryWorld, type MemoryWorld, poolsConfig, section } from "./memory-world";

const one = poolsConfig('<add name="A" />');
const set = ["set", "config", section, "/[name='A'].autoStart:false"];
const inUse =
  "ERROR ( hresult:80070020, message:Failed to commit configuration changes.  \r\r\nThe process cannot access the file because it is being used by another process.\r\r\n )\r\n";

/** The same world with some file operations replaced. */
function withFiles(world: MemoryWorld, files: Partial<Files>): MemoryWorld {
  return { ...world, files: { ...world.files, ...files } };
}

function failure(code: string): () => never {
  return () => {
    throw Object.assign(new Error(code), { code });
  };
}

describe("a commit", () => {
  it("fails behind its success line when another process holds the lock", () => {
    const world = memoryWorld(one);
    world.contents.set(`${configPath}.lock`, "100");
    expect(world.appcmd(...set)).toEqual({ stdout: applied + inUse, exitCode: 32, commit: false });
    expect(world.config()).toBe(one);
    expect(world.contents.get(`${configPath}.lock`)).toBe("100");
  });

  it.each([
    [["add", "apppool", "/name:B"], 'APPPOOL object "B" added\r\n'],
    [["set", "apppool", "A", "/autoStart:false"], 'APPPOOL object "A" changed\r\n'],
    [["delete", "apppool", "A"], 'APPPOOL object "A" deleted\r\n'],
    [["clear", "config", section, "/[name='A'].autoStart"], applied],
  ])("of %j also prints success before it fails", (argv, printed) => {
    const world = memoryWorld(one);
    world.contents.set(`${configPath}.lock`, "100");
    expect(world.appcmd(...argv)).toEqual({ stdout: printed + inUse, exitCode: 32, commit: false });
  });

  it("takes over the lock of a process that is dead, and clears its half-written file away", () => {
    const world = memoryWorld(one);
    world.contents.set(`${configPath}.lock`, "99").set(`${configPath}.99.tmp`, "<half");
    expect(world.appcmd(...set).exitCode).toBe(0);
    expect([...world.contents.keys()].filter((path) => !path.endsWith(".runtime.json"))).toEqual([configPath]);
  });

  it.each([
    ["young", 500, 32],
    ["old", 2_000, 0],
  ])("treats a %s lock without a process number accordingly", (_, now, exitCode) => {
    const world = memoryWorld(one);
    world.contents.set(`${configPath}.lock`, "");
    expect(run(set, { ...world, now: () => now }).exitCode).toBe(exitCode);
  });

  it("does not believe in a lock that another process has taken since", () => {
    const world = memoryWorld(one);
    const create: Files["create"] = (path) => world.files.create(path, "101");
    expect(run(set, withFiles(world, { create })).exitCode).toBe(32);
    expect(world.contents.get(`${configPath}.lock`)).toBe("101");
  });

  it("leaves the clearing of a dead lock to one process", () => {
    const world = memoryWorld(one);
    world.contents.set(`${configPath}.lock`, "99").set(`${configPath}.lock.takeover`, "100");
    expect(world.appcmd(...set).exitCode).toBe(32);
  });

  it("fails when the file has changed since it was read, and keeps the other edit", () => {
    const world = memoryWorld(one);
    const other = poolsConfig('<add name="Other" />');
    const create: Files["create"] = (path, content) => {
      world.contents.set(configPath, other);
      return world.files.create(path, content);
    };
    expect(run(set, withFiles(world, { create }))).toEqual({ stdout: applied + inUse, exitCode: 32, commit: false });
    expect(world.config()).toBe(other);
    expect(world.contents.has(`${configPath}.lock`)).toBe(false);
  });

  it.each([
    ["EACCES", 5, "80070005", "Access is denied."],
    ["EPERM", 5, "80070005", "Access is denied."],
    ["EROFS", 19, "80070013", "The media is write protected."],
    ["ENOSPC", 112, "80070070", "There is not enough space on the disk."],
  ])("answers %s of the file system with %i", (code, exitCode, hresult, text) => {
    const world = withFiles(memoryWorld(one), { replace: failure(code) });
    expect(run(set, world)).toEqual({
      stdout: `${applied}ERROR ( hresult:${hresult}, message:Failed to commit configuration changes.  \r\r\n${text}\r\r\n )\r\n`,
      exitCode,
      commit: false,
    });
    expect(world.contents.has(`${configPath}.lock`)).toBe(false);
  });

  it("writes through a link to the file it leads to", () => {
    const world = memoryWorld(one);
    const target = "D:\\shared\\applicationHost.config";
    world.contents.set(target, one).delete(configPath);
    run(set, withFiles(world, { target: (path) => (path === configPath ? target : path) }));
    expect(world.contents.get(target)).toContain('autoStart="false"');
    expect(world.contents.has(configPath)).toBe(false);
  });
});

describe("a fault that a test orders", () => {
  const counter = "C:\\counter";

  it("busy lets the first commits fail after their success line", () => {
    const world = memoryWorld(one, { APPCMD_EMULATOR_FAULT: `busy:2:${counter}` });
    const codes = [1, 2, 3].map(() => world.appcmd(...set));
    expect(codes.map(({ exitCode }) => exitCode)).toEqual([32, 32, 0]);
    expect(codes[0]?.stdout).toBe(applied + inUse);
    expect(world.contents.get(counter)).toBe("2");
  });

  it("rpc lets the first calls of list fail, and no others", () => {
    const world = memoryWorld(one, { APPCMD_EMULATOR_FAULT: `rpc:1:${counter}` });
    expect(world.appcmd(...set).exitCode).toBe(0);
    expect(world.appcmd("list", "apppool")).toEqual({
      stdout: "ERROR ( hresult:800706be, message:The remote procedure call failed. )\r\n",
      exitCode: 1726,
      commit: false,
    });
    expect(world.appcmd("list", "apppool").exitCode).toBe(0);
  });

  it("start4312 lets the first starts fail as right after a pool was added", () => {
    const world = memoryWorld(poolsConfig('<add name="A" autoStart="false" />'), {
      APPCMD_EMULATOR_FAULT: `rpc:0:x,start4312:1:${counter}`,
    });
    expect(world.appcmd("start", "apppool", "A")).toEqual({
      stdout:
        "ERROR ( hresult:800710d8, message:Command execution failed.\r\r\nThe object identifier does not represent a valid object.\r\r\n )\r\n",
      exitCode: 4312,
      commit: false,
    });
    expect(world.appcmd("start", "apppool", "A").exitCode).toBe(0);
  });

  it("refuse fails a set config that has the text in an argument, and writes nothing", () => {
    const world = memoryWorld(one, { APPCMD_EMULATOR_FAULT: "refuse:queueLength" });
    const result = world.appcmd(...set, "/[name='A'].queueLength:10");
    expect(result.exitCode).toBe(87);
    expect(result.stdout).toMatch(/^ERROR \( message:Can not set attribute /);
    expect(world.config()).toBe(one);
    expect(world.appcmd(...set).exitCode).toBe(0);
  });

  it.each([
    ["drop:autoStart", "/[name='A'].autoStart:false"],
    ["drop:IDLETIMEOUT", "/[name='A'].processModel.idleTimeout:00:00:00"],
    ["drop:schedule", "/+[name='A'].recycling.periodicRestart.schedule.[value='03:00:00']"],
  ])("%s loses a write without a word", (fault, operation) => {
    const world = memoryWorld(one, { APPCMD_EMULATOR_FAULT: fault });
    expect(world.appcmd("set", "config", section, operation, "/[name='A'].queueLength:10")).toMatchObject({
      stdout: applied,
      exitCode: 0,
    });
    expect(world.config()).toBe(poolsConfig('<add name="A" queueLength="10" />'));
  });
});
