import { configPath, memoryWorld, type MemoryWorld, poolsConfig, section } from "./memory-world";

const drain = { APPCMD_EMULATOR_DRAIN_MS: "60000" };
const alone = '<recycling disallowOverlappingRotation="true" />';

function pools(content = "", attributes = 'startMode="AlwaysRunning"'): string {
  return poolsConfig(`<add name="A" ${attributes}>${content}</add>\n<add name="B" startMode="AlwaysRunning" />`);
}

function pidsOf(world: MemoryWorld, pool = "A"): string[] {
  return [...world.appcmd("list", "wp", `/apppool.name:${pool}`).stdout.matchAll(/WP "(\d+)"/g)].map((one) => one[1]!);
}

function state(world: MemoryWorld): string {
  return world.appcmd("list", "apppool", "A", "/text:state").stdout.trim();
}

function set(world: MemoryWorld, ...edits: string[]): void {
  expect(world.appcmd("set", "config", section, ...edits, "/commit:apphost").exitCode).toBe(0);
}

describe("a pool that is recycled", () => {
  it("has its old worker process beside the new one until that has drained", () => {
    const world = memoryWorld(pools(), drain);
    const [old] = pidsOf(world);
    world.appcmd("recycle", "apppool", "A");
    const [first, second, ...more] = pidsOf(world);
    expect([first, more]).toEqual([old, []]);
    expect(second).toMatch(/^\d+$/);
    world.clock.ms = 59_999;
    expect(pidsOf(world)).toEqual([old, second]);
    world.clock.ms = 60_000;
    expect(pidsOf(world)).toEqual([second]);
  });

  it("has no worker process but the old one until that has gone, where rotation must not overlap", () => {
    const world = memoryWorld(pools(alone), drain);
    const old = pidsOf(world);
    world.appcmd("recycle", "apppool", "A");
    expect(pidsOf(world)).toEqual(old);
    world.clock.ms = 60_000;
    const later = pidsOf(world);
    expect(later).toHaveLength(1);
    expect(later).not.toEqual(old);
  });

  it("drains no longer than its shutdownTimeLimit", () => {
    const world = memoryWorld(pools('<processModel shutdownTimeLimit="00:00:10" />'), drain);
    world.appcmd("recycle", "apppool", "A");
    expect(pidsOf(world)).toHaveLength(2);
    world.clock.ms = 10_000;
    expect(pidsOf(world)).toHaveLength(1);
  });

  it("leaves other pools alone", () => {
    const world = memoryWorld(pools(), drain);
    const before = pidsOf(world, "B");
    world.appcmd("recycle", "apppool", "A");
    expect(pidsOf(world, "B")).toEqual(before);
  });

  it("replaces all worker processes of a web garden", () => {
    const world = memoryWorld(pools('<processModel maxProcesses="3" />'));
    const before = pidsOf(world);
    expect(new Set(before).size).toBe(3);
    world.appcmd("recycle", "apppool", "A");
    expect(new Set([...before, ...pidsOf(world)]).size).toBe(6);
  });

  it("keeps an old worker process in its file no longer than it drains", () => {
    const world = memoryWorld(pools(), drain);
    const file = (): string => world.contents.get(`${configPath}.runtime.json`) ?? "";
    world.appcmd("stop", "apppool", "A");
    expect(file()).toContain("draining");
    world.clock.ms = 60_000;
    world.appcmd("start", "apppool", "A");
    expect(file()).not.toContain("draining");
  });
});

describe("a pool that starts worker processes on demand", () => {
  it.each(["A", "b, a", "*"])("has one where requests come in for %s", (serving) => {
    expect(pidsOf(memoryWorld(pools("", ""), { APPCMD_EMULATOR_SERVING: serving }))).toHaveLength(1);
  });

  it.each(["", "B", "A2"])("has none where requests come in for %j", (serving) => {
    expect(pidsOf(memoryWorld(pools("", ""), { APPCMD_EMULATOR_SERVING: serving }))).toEqual([]);
  });
});

describe("a pool that is stopped", () => {
  it("is Stopping until its worker process has drained, and is started with another one", () => {
    const world = memoryWorld(pools(), drain);
    const old = pidsOf(world);
    world.appcmd("stop", "apppool", "A");
    expect([state(world), pidsOf(world)]).toEqual(["Stopping", old]);
    world.clock.ms = 60_000;
    expect([state(world), pidsOf(world)]).toEqual(["Stopped", []]);
    world.appcmd("start", "apppool", "A");
    expect(state(world)).toBe("Started");
    expect(pidsOf(world)).not.toEqual(old);
    expect(pidsOf(world)).toHaveLength(1);
  });
});

describe("a commit", () => {
  it.each([
    ["a setting of a pool", ["/[name='A'].queueLength:2000"]],
    ["a setting that the pool inherits", ["/applicationPoolDefaults.queueLength:2000"]],
    ["an entry of a list", ["/+[name='A'].recycling.periodicRestart.schedule.[value='03:00:00']"]],
    ["disallowRotationOnConfigChange itself", ["/[name='A'].recycling.disallowRotationOnConfigChange:true"]],
  ])("recycles a running pool once when it changes %s", (_what, edits) => {
    const world = memoryWorld(pools(), drain);
    const old = pidsOf(world);
    set(world, ...edits);
    expect(pidsOf(world)).toHaveLength(2);
    expect(pidsOf(world)[0]).toBe(old[0]);
  });

  it.each([
    ["only autoStart changes", "", ["/[name='A'].autoStart:false"]],
    ["nothing changes", "", ["/[name='A'].queueLength:1000"]],
    ["another pool changes", "", ["/[name='B'].queueLength:2000"]],
    [
      "disallowRotationOnConfigChange is true and stays so",
      '<recycling disallowRotationOnConfigChange="true" />',
      ["/[name='A'].queueLength:2000"],
    ],
  ])("recycles no pool where %s", (_what, content, edits) => {
    const world = memoryWorld(pools(content));
    const old = pidsOf(world);
    set(world, ...edits);
    expect(pidsOf(world)).toEqual(old);
  });

  it("that fails recycles no pool", () => {
    const world = memoryWorld(pools(), { APPCMD_EMULATOR_FAULT: "before-commit:1:C:\\count" });
    const old = pidsOf(world);
    world.appcmd("set", "config", section, "/[name='A'].queueLength:2000", "/commit:apphost");
    expect(pidsOf(world)).toEqual(old);
  });
});
