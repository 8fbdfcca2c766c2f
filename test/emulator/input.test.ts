import { type MemoryWorld, memoryWorld, poolsConfig, poolsOf, section } from "./memory-world";

const two = poolsConfig(`<add name="A" queueLength="2000">
    <recycling><periodicRestart><schedule><add value="03:00:00" /></schedule></periodicRestart></recycling>
    <environmentVariables><add name="K" value="it's 100%" /></environmentVariables>
</add>
<add name="B" />`);

/** Pipes the answer of one call into another. */
function pipe(from: MemoryWorld, list: string[], to: MemoryWorld, argv: string[]): ReturnType<MemoryWorld["appcmd"]> {
  return to.appcmdWith(from.appcmd(...list).stdout, ...argv);
}

const list = ["list", "apppool", "/xml"];

describe("/in", () => {
  it("carries pools from one server to another, with all that they have", () => {
    const other = memoryWorld(poolsConfig(""));
    const everything = ["list", "apppool", "/config:*", "/xml"];
    const { stdout, exitCode } = pipe(memoryWorld(two), everything, other, ["add", "apppool", "/in"]);
    expect(stdout).toBe('APPPOOL object "A" added\r\nAPPPOOL object "B" added\r\n');
    expect(exitCode).toBe(0);
    expect(other.appcmd(...everything)).toEqual(memoryWorld(two).appcmd(...everything));
  });

  it("takes only what is explicit from /config", () => {
    const other = memoryWorld(poolsConfig(""));
    pipe(memoryWorld(two), ["list", "apppool", "/config", "/xml"], other, ["add", "apppool", "-"]);
    expect(poolsOf(other.config())).toContain('<add name="B" />');
    expect(poolsOf(other.config())).not.toContain("managedPipelineMode");
  });

  it("sets a property of every pool that comes in, and of no other", () => {
    const world = memoryWorld(two);
    const argv = ["set", "apppool", "/in", "/enable32BitAppOnWin64:true"];
    expect(pipe(world, [...list, "/name:B"], world, argv).stdout).toBe('APPPOOL object "B" changed\r\n');
    expect(world.config()).toBe(two.replace('<add name="B" />', '<add name="B" enable32BitAppOnWin64="true" />'));
  });

  it("sets what an edited export says, entries that are there already included", () => {
    const world = memoryWorld(two);
    const edited = world
      .appcmd("list", "apppool", "A", "/config", "/xml")
      .stdout.replace("2000", "3000")
      .replace("it&apos;s 100%", "new")
      .replace("it's 100%", "new");
    expect(world.appcmdWith(edited, "set", "apppool", "/in").exitCode).toBe(0);
    expect(world.config()).toBe(two.replace("2000", "3000").replace("it's 100%", "new"));
  });

  it("deletes and recycles what comes in", () => {
    const world = memoryWorld(two);
    expect(pipe(world, list, world, ["recycle", "apppools", "/in"]).stdout).toBe(
      '"A" successfully recycled\r\n"B" successfully recycled\r\n',
    );
    expect(pipe(world, list, world, ["delete", "apppool", "/in"]).stdout).toBe(
      'APPPOOL object "A" deleted\r\nAPPPOOL object "B" deleted\r\n',
    );
    expect(world.config()).not.toContain("<add ");
  });

  it("writes a section in one commit: pools that are new, pools that are there, defaults", () => {
    const world = memoryWorld(two);
    const content = `<add name="b" autoStart="false"><recycling><periodicRestart><schedule><clear /><add value="05:00:00" /></schedule></periodicRestart></recycling></add><add name="C" /><applicationPoolDefaults queueLength="500" />`;
    const input = `<appcmd><CONFIG CONFIG.SECTION="system.applicationHost/applicationPools" path="MACHINE/WEBROOT/APPHOST"><system.applicationHost-applicationPools>${content}</system.applicationHost-applicationPools></CONFIG></appcmd>`;
    const { stdout, exitCode, commit } = world.appcmdWith(input, "set", "config", "/in");
    expect([exitCode, commit]).toEqual([0, true]);
    expect(stdout).toMatch(/^Applied configuration changes [^\n]*\r\n$/);
    expect(world.config()).toContain('<add name="B" autoStart="false">');
    expect(world.config()).toContain('<add value="05:00:00" />');
    expect(world.config()).toContain('<add name="C" />');
    expect(world.config()).toContain('<applicationPoolDefaults queueLength="500" />');
  });

  it("takes back with list config /xml what list config /xml gave", () => {
    const world = memoryWorld(poolsConfig(""));
    pipe(memoryWorld(two), ["list", "config", section, "/config", "/xml"], world, ["set", "config", "/in"]);
    const everything = ["list", "apppool", "/config:*", "/xml"];
    expect(world.appcmd(...everything)).toEqual(memoryWorld(two).appcmd(...everything));
  });

  it.each([
    ["no XML", "not XML"],
    ["another document", "<other />"],
    [
      "an attribute that this IIS does not have",
      '<appcmd><APPPOOL APPPOOL.NAME="N"><add name="N" bogus="1" /></APPPOOL></appcmd>',
    ],
    [
      "an element that this IIS does not have",
      '<appcmd><APPPOOL APPPOOL.NAME="N"><add name="N"><bogus /></add></APPPOOL></appcmd>',
    ],
    ["nothing", ""],
  ])("refuses %s and writes nothing", (_, input) => {
    const world = memoryWorld(two);
    expect(world.appcmdWith(input, "add", "apppool", "/in")).toEqual({
      stdout: "ERROR ( hresult:8007000d, message:Command execution failed.\r\r\nThe data is invalid.\r\r\n )\r\n",
      exitCode: 13,
      commit: false,
    });
    expect(world.config()).toBe(two);
  });

  it.each([
    ["each object", "each-object", true],
    ["nothing", "all-or-nothing", false],
  ])("leaves %s of what went before a failure under %s", (_, value, isLeft) => {
    const world = memoryWorld(two, { APPCMD_EMULATOR_ASSUME: `input-atomicity=${value}` });
    expect(world.appcmd("stop", "apppool", "B").exitCode).toBe(0);
    const states = [...world.contents.entries()].filter(([file]) => file.endsWith(".runtime.json"));
    const input = '<appcmd><APPPOOL APPPOOL.NAME="B" /><APPPOOL APPPOOL.NAME="Nope" /></appcmd>';
    expect(world.appcmdWith(input, "delete", "apppool", "/in").exitCode).toBe(1168);
    expect(world.config() === two).toBe(!isLeft);
    expect([...world.contents.entries()].filter(([file]) => file.endsWith(".runtime.json"))).toEqual(
      isLeft ? [] : states,
    );
  });

  it.each([
    ["stops", "", false],
    ["goes on where that is assumed", "input-after-error=goes-on", true],
  ])("%s at the first object that fails, and ends with its exit code", (_, assumed, goesOn) => {
    const world = memoryWorld(two, { APPCMD_EMULATOR_ASSUME: assumed });
    const input = '<appcmd><APPPOOL APPPOOL.NAME="A" /><APPPOOL APPPOOL.NAME="C" /></appcmd>';
    const { stdout, exitCode } = world.appcmdWith(input, "add", "apppool", "/in");
    expect(exitCode).toBe(183);
    expect(stdout.endsWith('APPPOOL object "C" added\r\n')).toBe(goesOn);
    expect(world.config().includes('<add name="C" />')).toBe(goesOn);
  });
});
