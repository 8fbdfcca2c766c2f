import { configPath, memoryWorld, type MemoryWorld, poolsConfig, poolsOf } from "./memory-world";

const runtimePath = `${configPath}.runtime.json`;
const one = poolsConfig('<add name="A" />');
const always = poolsConfig('<add name="A" startMode="AlwaysRunning" />\n<add name="B" startMode="AlwaysRunning" />');

function state(world: MemoryWorld, name = "A"): string {
  return world.appcmd("list", "apppool", name, "/text:state").stdout.trim();
}

function workers(world: MemoryWorld): string[] {
  return world.appcmd("list", "wp", "/text:WP.NAME").stdout.trim().split("\r\n");
}

describe("add apppool", () => {
  it.each<[string, string[], string]>([
    ["a name", ["/name:B"], '<add name="A" />\n<add name="B" />'],
    ["the name as identifier", ["B"], '<add name="A" />\n<add name="B" />'],
    ["a name with escapes", ["/name:100%25 it's"], '<add name="A" />\n<add name="100% it\'s" />'],
    [
      "attributes",
      ["/name:B", "/managedRuntimeVersion:v4.0", "/autoStart:false", "/commit:MACHINE/WEBROOT/APPHOST"],
      '<add name="A" />\n<add name="B" managedRuntimeVersion="v4.0" autoStart="false" />',
    ],
    [
      "attributes deeper down",
      ["/name:B", "/processModel.identityType:NetworkService"],
      '<add name="A" />\n<add name="B">\n    <processModel identityType="NetworkService" />\n</add>',
    ],
    [
      "entries of collections",
      ["/name:B", "/+environmentVariables.[name='K',value='1']"],
      '<add name="A" />\n<add name="B">\n    <environmentVariables>\n        <add name="K" value="1" />\n    </environmentVariables>\n</add>',
    ],
  ])("takes %s", (_, args, after) => {
    const world = memoryWorld(one);
    const result = world.appcmd("add", "apppool", ...args);
    expect(result.stdout).toMatch(/^APPPOOL object ".*" added\r\n$/);
    expect(result).toMatchObject({ exitCode: 0, commit: true });
    expect(poolsOf(world.config())).toBe(after);
  });

  it("adds the pool with all its properties or not at all", () => {
    const world = memoryWorld(one);
    expect(world.appcmd("add", "apppool", "/name:B", "/queueLength:1").exitCode).toBe(87);
    expect(world.config()).toBe(one);
  });

  it("needs a name", () => {
    expect(memoryWorld(one).appcmd("add", "apppool").stdout).toContain("Missing required attribute 'name'");
  });

  it("makes the section where a file has none", () => {
    const world = memoryWorld("<configuration>\r\n  <a/>\r\n</configuration>\r\n");
    world.appcmd("add", "apppool", "/name:B");
    expect(world.config()).toBe(
      '<configuration>\r\n  <a/>\r\n  <system.applicationHost>\r\n    <applicationPools>\r\n      <add name="B" />\r\n    </applicationPools>\r\n  </system.applicationHost>\r\n</configuration>\r\n',
    );
  });

  it.each([
    ["true", "Started"],
    ["false", "Stopped"],
  ])("leaves a pool with autoStart %s %s and remembers nothing", (autoStart, expected) => {
    const world = memoryWorld(one);
    world.appcmd("add", "apppool", "/name:B", `/autoStart:${autoStart}`);
    expect(state(world, "B")).toBe(expected);
    expect([...world.contents.keys()]).toEqual([configPath]);
  });
});

describe("set apppool", () => {
  it.each<[string[], string]>([
    [
      ["/autoStart:false", "/processModel.userName:"],
      '<add name="A" autoStart="false">\n    <processModel userName="" />\n</add>',
    ],
    [["/name:B", "/autoStart:false"], '<add name="B" autoStart="false" />'],
    [
      ["/+recycling.periodicRestart.schedule.[value='03:00:00']"],
      '<add name="A">\n    <recycling>\n        <periodicRestart>\n            <schedule>\n                <add value="03:00:00" />\n            </schedule>\n        </periodicRestart>\n    </recycling>\n</add>',
    ],
    [
      ["/+recycling.periodicRestart.schedule.[value='03:00:00']", "/-recycling.periodicRestart.schedule"],
      '<add name="A" />',
    ],
  ])("with %j changes the pool in one commit", (args, after) => {
    const world = memoryWorld(one);
    expect(world.appcmd("set", "apppool", "a", ...args)).toEqual({
      stdout: 'APPPOOL object "a" changed\r\n',
      exitCode: 0,
      commit: true,
    });
    expect(poolsOf(world.config())).toBe(after);
  });
});

describe("delete apppool", () => {
  it("refuses only a pool that applications use, where that is assumed", () => {
    const site = '<sites><site name="S"><application path="/" applicationPool="USED" /></site></sites>';
    const config = poolsConfig('<add name="Used" />\n<add name="Free" />').replace("</applicationPools>", `$&${site}`);
    const world = memoryWorld(config, { APPCMD_EMULATOR_ASSUME: "delete-of-used-pool=refused" });
    expect(world.appcmd("delete", "apppool", "Used").exitCode).toBe(87);
    expect(world.config()).toBe(config);
    expect(world.appcmd("delete", "apppool", "Free").exitCode).toBe(0);
  });

  it("removes the pool and what was remembered of it", () => {
    const world = memoryWorld(poolsConfig('<add name="A" />\n<add name="B" />'));
    world.appcmd("stop", "apppool", "B");
    expect(world.appcmd("delete", "apppool", "/apppool.name:b")).toMatchObject({
      stdout: 'APPPOOL object "b" deleted\r\n',
      exitCode: 0,
    });
    expect(poolsOf(world.config())).toBe('<add name="A" />');
    expect([...world.contents.keys()]).toEqual([configPath]);
  });
});

describe("start, stop and recycle", () => {
  it("change the state of a pool and not its configuration", () => {
    const world = memoryWorld(one);
    expect(world.appcmd("stop", "apppool", "A")).toEqual({
      stdout: '"A" successfully stopped\r\n',
      exitCode: 0,
      commit: false,
    });
    expect(state(world)).toBe("Stopped");
    expect(world.contents.has(runtimePath)).toBe(true);
    expect(world.appcmd("start", "apppool", "/apppool.name:A", "/wait", "/timeout:1000")).toEqual({
      stdout: '"A" successfully started.\r\n',
      exitCode: 0,
      commit: false,
    });
    expect(state(world)).toBe("Started");
    expect(world.config()).toBe(one);
    expect(world.contents.has(runtimePath)).toBe(false);
  });

  it.each([
    ["stop a stopped pool", ["stop"], "stop", 1062, "80070426", "The service has not been started."],
    ["recycle a stopped pool", ["stop"], "recycle", 1062, "80070426", "The service has not been started."],
    ["start a started pool", [], "start", 1056, "80070420", "An instance of the service is already running."],
  ])("do not %s", (_, before, verb, exitCode, hresult, text) => {
    const world = memoryWorld(one);
    for (const first of before) world.appcmd(first, "apppool", "A");
    expect(world.appcmd(verb, "apppool", "A")).toEqual({
      stdout: `ERROR ( hresult:${hresult}, message:Command execution failed.\r\r\n${text}\r\r\n )\r\n`,
      exitCode,
      commit: false,
    });
  });

  it("keep a started pool started when its autoStart goes, and a stopped one stopped when it comes", () => {
    const world = memoryWorld(one);
    world.appcmd("set", "apppool", "A", "/autoStart:false");
    expect(state(world)).toBe("Started");
    world.appcmd("stop", "apppool", "A");
    expect(world.contents.has(runtimePath)).toBe(false);
    world.appcmd("set", "apppool", "A", "/autoStart:true");
    expect(state(world)).toBe("Stopped");
    world.appcmd("start", "apppool", "A");
    expect(world.contents.has(runtimePath)).toBe(false);
  });

  it("give a pool that is always running one worker process, with another number after each recycle", () => {
    const world = memoryWorld(always);
    const [a, b] = workers(world);
    expect(workers(world)).toEqual([a, b]);
    expect(a).not.toBe(b);
    expect(world.appcmd("recycle", "apppool", "A")).toEqual({
      stdout: '"A" successfully recycled\r\n',
      exitCode: 0,
      commit: false,
    });
    const [recycled, untouched] = workers(world);
    expect(recycled).not.toBe(a);
    expect(untouched).toBe(b);
    world.appcmd("recycle", "apppool", "A");
    expect(new Set([a, recycled, workers(world)[0]]).size).toBe(3);
  });

  it("give no two worker processes the same number", () => {
    const names = Array.from({ length: 500 }, (_, index) => `<add name="P${index}" startMode="AlwaysRunning" />`);
    expect(new Set(workers(memoryWorld(poolsConfig(names.join("\n"))))).size).toBe(500);
  });

  it("leave a stopped pool without worker process", () => {
    const world = memoryWorld(always);
    const [, b] = workers(world);
    world.appcmd("stop", "apppool", "A");
    expect(workers(world)).toEqual([b]);
  });
});
