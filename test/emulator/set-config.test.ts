import { applied, memoryWorld, poolsConfig, poolsOf, section } from "./memory-world";

const one = '<add name="A" />';

/** What a section becomes by one `set config` with these operations. */
function setConfig(before: string, ...operations: string[]): { stdout: string; exitCode: number; after: string } {
  const world = memoryWorld(poolsConfig(before));
  const { stdout, exitCode } = world.appcmd("set", "config", section, ...operations);
  return { stdout, exitCode, after: poolsOf(world.config()) };
}

const scheduled = `<add name="A">
    <recycling>
        <periodicRestart>
            <schedule>
                <add value="03:00:00" />
                <add value="12:00:00" />
            </schedule>
        </periodicRestart>
    </recycling>
</add>`;

function scheduleOf(...values: string[]): string {
  const lines = values.map((value) => `                <add value="${value}" />\n`).join("");
  return scheduled.replace(/ {16}<add[^]*\n(?= {12}<\/schedule>)/, lines);
}

describe("set config", () => {
  it.each<[string, string, string[], string]>([
    ["sets an attribute of a pool", one, ["/[name='A'].autoStart:false"], '<add name="A" autoStart="false" />'],
    ["takes a dash for a slash", one, ["-[name='A'].autoStart:false"], '<add name="A" autoStart="false" />'],
    ["ignores the case of names", one, ["/[NAME='a'].AutoStart:True"], '<add name="A" autoStart="true" />'],
    [
      "sets an attribute of an element that is not there yet",
      one,
      ["/[name='A'].processModel.idleTimeout:00:00:00"],
      '<add name="A">\n    <processModel idleTimeout="00:00:00" />\n</add>',
    ],
    [
      "makes all elements on the way",
      one,
      ["/[name='A'].recycling.periodicRestart.privateMemory:1572864"],
      '<add name="A">\n    <recycling>\n        <periodicRestart privateMemory="1572864" />\n    </recycling>\n</add>',
    ],
    ["sets an empty string", one, ["/[name='A'].managedRuntimeVersion:"], '<add name="A" managedRuntimeVersion="" />'],
    [
      "writes a value that equals the default",
      one,
      ["/[name='A'].queueLength:1000"],
      '<add name="A" queueLength="1000" />',
    ],
    [
      "stores the number of an enum as its name",
      one,
      ["/[name='A'].startMode:1"],
      '<add name="A" startMode="AlwaysRunning" />',
    ],
    [
      "stores flags in their print form",
      one,
      ["/[name='A'].recycling.logEventOnRecycle:Memory,Time"],
      '<add name="A">\n    <recycling logEventOnRecycle="Time, Memory" />\n</add>',
    ],
    [
      "stores hours beyond a day as days",
      one,
      ["/[name='A'].recycling.periodicRestart.time:29:00:00"],
      '<add name="A">\n    <recycling>\n        <periodicRestart time="1.05:00:00" />\n    </recycling>\n</add>',
    ],
    ["escapes XML", one, ["/[name='A'].CLRConfigFile:a&<\">"], '<add name="A" CLRConfigFile="a&amp;&lt;&quot;&gt;" />'],
    ["decodes %XX", one, ["/[name='A'].CLRConfigFile:%64%25%3a%"], '<add name="A" CLRConfigFile="d%:%" />'],
    [
      "decodes %uXXXX",
      one,
      ["/[name='A'].CLRConfigFile:%u0025windir%u0025%u12"],
      '<add name="A" CLRConfigFile="%windir%%u12" />',
    ],
    [
      "takes only the first colon",
      one,
      ["/[name='A'].CLRConfigFile:c:\\a:b"],
      '<add name="A" CLRConfigFile="c:\\a:b" />',
    ],
    ["adds a pool behind the last", one, ["/+[name='B']"], '<add name="A" />\n<add name="B" />'],
    [
      "adds a pool with attributes",
      one,
      ["/+[name='B',autoStart='True',managedPipelineMode='Classic']"],
      '<add name="A" />\n<add name="B" autoStart="true" managedPipelineMode="Classic" />',
    ],
    ["adds a pool in front", one, ["/+[@start,name='B']"], '<add name="B" />\n<add name="A" />'],
    [
      "adds a pool at a number",
      `${one}\n<add name="C" />`,
      ["/+[@1,name='B']"],
      `${one}\n<add name="B" />\n<add name="C" />`,
    ],
    [
      "adds a pool before the defaults when it is the first",
      "<applicationPoolDefaults />",
      ["/+[name='B']"],
      '<add name="B" />\n<applicationPoolDefaults />',
    ],
    ["doubles no apostrophe", one, ["/+[name='it''s']"], '<add name="A" />\n<add name="it\'s" />'],
    ["removes a pool", `${one}\n<add name="B" />`, ["/-[name='a']"], '<add name="B" />'],
    [
      "takes dots and brackets inside quotes",
      one,
      ["/+[name='b.c']", "/[name='b.c'].queueLength:10"],
      '<add name="A" />\n<add name="b.c" queueLength="10" />',
    ],
    [
      "takes a bracket with a dot behind it inside quotes",
      one,
      ["/+[name='A'].environmentVariables.[name='K',value='a].b']"],
      '<add name="A">\n    <environmentVariables>\n        <add name="K" value="a].b" />\n    </environmentVariables>\n</add>',
    ],
    ["renames a pool", one, ["/[name='A'].name:B"], '<add name="B" />'],
    ["renames a pool to another case", one, ["/[name='A'].name:a"], '<add name="a" />'],
    [
      "sets a default of all pools",
      one,
      ["/applicationPoolDefaults.processModel.maxProcesses:2"],
      '<add name="A" />\n<applicationPoolDefaults>\n    <processModel maxProcesses="2" />\n</applicationPoolDefaults>',
    ],
    [
      "adds a time",
      scheduled,
      ["/+[name='A'].recycling.periodicRestart.schedule.[value='18:00']"],
      scheduleOf("03:00:00", "12:00:00", "18:00:00"),
    ],
    [
      "adds a time in front",
      scheduled,
      ["/+[name='A'].recycling.periodicRestart.schedule.[@0,value='01:00:00']"],
      scheduleOf("01:00:00", "03:00:00", "12:00:00"),
    ],
    [
      "adds a time between",
      scheduled,
      ["/+[name='A'].recycling.periodicRestart.schedule.[@1,value='04:00:00']"],
      scheduleOf("03:00:00", "04:00:00", "12:00:00"),
    ],
    [
      "adds a time at the end",
      scheduled,
      ["/+[name='A'].recycling.periodicRestart.schedule.[@end,value='04:00:00']"],
      scheduleOf("03:00:00", "12:00:00", "04:00:00"),
    ],
    [
      "removes a time",
      scheduled,
      ["/-[name='A'].recycling.periodicRestart.schedule.[value='03:00:00']"],
      scheduleOf("12:00:00"),
    ],
    [
      "removes a time by another spelling",
      scheduled,
      ["/-[name='A'].recycling.periodicRestart.schedule.[value='3:00']"],
      scheduleOf("12:00:00"),
    ],
    [
      "removes a time by its position",
      scheduled,
      ["/-[name='A'].recycling.periodicRestart.schedule.[@1]"],
      scheduleOf("03:00:00"),
    ],
    [
      "removes the first time",
      scheduled,
      ["/-[name='A'].recycling.periodicRestart.schedule.[@start]"],
      scheduleOf("12:00:00"),
    ],
    [
      "removes the last time",
      scheduled,
      ["/-[name='A'].recycling.periodicRestart.schedule.[@end]"],
      scheduleOf("03:00:00"),
    ],
    [
      "changes a time in place",
      scheduled,
      ["/[name='A'].recycling.periodicRestart.schedule.[value='03:00:00'].value:04:00:00"],
      scheduleOf("04:00:00", "12:00:00"),
    ],
    ["clears a schedule", scheduled, ["/-[name='A'].recycling.periodicRestart.schedule"], one],
    [
      "adds variables with any value",
      one,
      ["/+[name='A'].environmentVariables.[name='URL',value='http://x/?a=[1],b=''2''']"],
      '<add name="A">\n    <environmentVariables>\n        <add name="URL" value="http://x/?a=[1],b=\'2\'" />\n    </environmentVariables>\n</add>',
    ],
    [
      "changes a variable in place",
      '<add name="A"><environmentVariables><add name="K" value="1" /></environmentVariables></add>',
      ["/[name='A'].environmentVariables.[name='k'].value:2"],
      '<add name="A"><environmentVariables><add name="K" value="2" /></environmentVariables></add>',
    ],
    [
      "removes a variable by key and value",
      '<add name="A"><environmentVariables><add name="K" value="1" /><add name="L" value="2" /></environmentVariables></add>',
      ["/-[name='A'].environmentVariables.[name='K',value='1']"],
      '<add name="A"><environmentVariables><add name="L" value="2" /></environmentVariables></add>',
    ],
    [
      "works from left to right",
      one,
      [
        "/+[name='B']",
        "/[name='B'].autoStart:false",
        "/[name='B'].name:C",
        "/[name='C'].queueLength:10",
        "/-[name='A']",
      ],
      '<add name="C" autoStart="false" queueLength="10" />',
    ],
    [
      "may remove a key and add it again",
      scheduled,
      [
        "/-[name='A'].recycling.periodicRestart.schedule.[value='03:00:00']",
        "/+[name='A'].recycling.periodicRestart.schedule.[value='03:00:00']",
      ],
      scheduleOf("12:00:00", "03:00:00"),
    ],
  ])("%s", (_, before, operations, after) => {
    expect(setConfig(before, ...operations)).toEqual({ stdout: applied, exitCode: 0, after });
  });

  it.each(["/section:applicationPools", "-section:SYSTEM.applicationHost/applicationpools"])(
    "knows the section as %s",
    (name) => {
      const world = memoryWorld(poolsConfig(one));
      expect(world.appcmd("set", "config", name, "/[name='A'].autoStart:false").stdout).toBe(applied);
    },
  );

  it.each(["/commit:apphost", "/commit:MACHINE/WEBROOT/APPHOST", "-commitPath:APPHOST", "/COMMIT:AppHost"])(
    "commits to %s",
    (commit) => {
      expect(setConfig(one, "/[name='A'].autoStart:false", commit)).toMatchObject({
        exitCode: 0,
        after: '<add name="A" autoStart="false" />',
      });
    },
  );

  it("does all operations of a call or none", () => {
    expect(setConfig(one, "/[name='A'].autoStart:false", "/-[name='Nope']")).toEqual({
      stdout: "ERROR ( message:Cannot find requested collection element. )\r\n",
      exitCode: 4312,
      after: one,
    });
  });

  it("writes the file also when nothing changes, as the real one does", () => {
    const world = memoryWorld(poolsConfig('<add name="A" autoStart="true" />'));
    expect(world.appcmd("set", "config", section, "/[name='A'].autoStart:true").commit).toBe(true);
  });

  it("stores a password encoded and lists it in clear", () => {
    const world = memoryWorld(poolsConfig(one));
    world.appcmd("set", "config", section, "/[name='A'].processModel.password:pä$$ w%25rd");
    expect(world.config()).toMatch(/password="\[enc:IISWASOnlyAesProvider:[A-Za-z0-9+/]+=*:enc\]"/);
    expect(world.appcmd("list", "apppool", "A", "/text:processModel.password").stdout).toBe("pä$$ w%rd\r\n");
  });

  it.each([
    ["plain text", "secret", "secret"],
    ["an empty encoding", "[enc:IISWASOnlyAesProvider::enc]", ""],
    [
      "an encoding by a real server",
      "[enc:IISWASOnlyAesProvider:wI5whfAbCdEf0123:enc]",
      "[enc:IISWASOnlyAesProvider:wI5whfAbCdEf0123:enc]",
    ],
  ])("lists a password in the file that is %s", (_, stored, listed) => {
    const world = memoryWorld(poolsConfig(`<add name="A"><processModel password="${stored}" /></add>`));
    expect(world.appcmd("list", "apppool", "A", "/text:processModel.password").stdout).toBe(`${listed}\r\n`);
  });
});

describe("clear config", () => {
  function clearConfig(before: string, ...paths: string[]): { stdout: string; exitCode: number; after: string } {
    const world = memoryWorld(poolsConfig(before));
    const { stdout, exitCode } = world.appcmd("clear", "config", section, ...paths);
    return { stdout, exitCode, after: poolsOf(world.config()) };
  }

  it.each<[string, string, string[], string]>([
    [
      "an attribute",
      '<add name="A" autoStart="false" queueLength="10" />',
      ["/[name='A'].autostart"],
      '<add name="A" queueLength="10" />',
    ],
    ["an attribute that is not set", one, ["/[name='A'].processModel.idleTimeout"], one],
    [
      "the last attribute of an element, and the element",
      '<add name="A">\n    <processModel idleTimeout="00:00:00" />\n</add>',
      ["/[name='A'].processModel.idleTimeout"],
      one,
    ],
    [
      "several paths",
      '<add name="A" autoStart="false" queueLength="10" />',
      ["/[name='A'].autoStart", "/[name='A'].queueLength"],
      one,
    ],
    [
      "a whole element",
      '<add name="A"><processModel userName="u" maxProcesses="2" /><cpu limit="1" /></add>',
      ["/[name='A'].processModel"],
      '<add name="A"><cpu limit="1" /></add>',
    ],
    ["a schedule", scheduled, ["/[name='A'].recycling.periodicRestart.schedule"], one],
    [
      "one time",
      scheduled,
      ["/[name='A'].recycling.periodicRestart.schedule.[value='12:00:00']"],
      scheduleOf("03:00:00"),
    ],
    [
      "one variable",
      '<add name="A"><environmentVariables><add name="K" value="1" /><add name="L" value="2" /></environmentVariables></add>',
      ["/[name='A'].environmentVariables.[name='K']"],
      '<add name="A"><environmentVariables><add name="L" value="2" /></environmentVariables></add>',
    ],
    [
      "all settings of a pool, but not the pool",
      scheduled.replace("<add name", '<add queueLength="10" name'),
      ["/[name='A']"],
      one,
    ],
    [
      "a default of all pools",
      `${one}\n<applicationPoolDefaults autoStart="true" queueLength="10" />`,
      ["/applicationPoolDefaults.autoStart"],
      `${one}\n<applicationPoolDefaults queueLength="10" />`,
    ],
    [
      "all defaults",
      `${one}\n<applicationPoolDefaults autoStart="true">\n    <cpu limit="1" />\n</applicationPoolDefaults>`,
      ["/applicationPoolDefaults"],
      one,
    ],
  ])("clears %s", (_, before, paths, after) => {
    expect(clearConfig(before, ...paths)).toEqual({ stdout: applied, exitCode: 0, after });
  });

  it.each<[string, string[], number, string]>([
    [
      "an entry that is not there",
      ["/[name='A'].environmentVariables.[name='K']"],
      4312,
      "Cannot find requested collection element.",
    ],
    ["a pool that is not there", ["/[name='B'].autoStart"], 4312, "Cannot find requested collection element."],
    ["an unknown attribute", ["/[name='A'].bogus"], 87, 'Unknown attribute "bogus".  Replace with -? for help.'],
    ["an attribute that must be there", ["/[name='A'].name"], 13, "Missing required attribute 'name'"],
    ["a path with a value", ["/[name='A'].autoStart:true"], 87, "Invalid parameter \"[name='A'].autoStart\""],
    ["the whole section", [], 50, "The request is not supported."],
  ])("refuses %s and changes nothing", (_, paths, exitCode, text) => {
    const result = clearConfig(one, ...paths);
    expect(result).toMatchObject({ exitCode, after: one });
    expect(result.stdout).toContain(text);
  });
});
