import { memoryWorld, poolsConfig, section } from "./memory-world";

const pools = poolsConfig(`<add name="A" queueLength="10">
    <recycling><periodicRestart><schedule><add value="03:00:00" /></schedule></periodicRestart></recycling>
    <environmentVariables><add name="K" value="1" /></environmentVariables>
</add>
<add name="B" />`);

const schedule = "[name='A'].recycling.periodicRestart.schedule";
const variables = "[name='A'].environmentVariables";
const malformed =
  "ERROR ( message:Malformed collection indexer; format is [@position,name='value',name2='value2',...].  The @position specifier is optional, and be '@start', '@end', or '@N' where N is a numeric index into the collection. )\r\n";
const duplicate = (key: string, value: string): string =>
  `ERROR ( message:New add object missing required attributes. Cannot add duplicate collection entry of type 'add' with unique key attribute '${key}' set to '${value}'\r\r\n\r\r\n. )\r\n`;
const bad = (name: string, value: string, reason: string): string =>
  `ERROR ( message:Can not set attribute "${name}" to value "${value}".. Reason: ${reason}\r\r\n\r\r\n. )\r\n`;
const unknown = (name: string): string =>
  `ERROR ( message:Unknown attribute "${name}".  Replace with -? for help. )\r\n`;
const notSupported = (what: string): string =>
  `ERROR ( hresult:80070032, message:Command execution failed.\r\r\nThe request is not supported.\r\r\nappcmd-emulator: ${what}\r\r\n )\r\n`;

describe("appcmd refuses", () => {
  it.each<[string, string[], number, string]>([
    [
      "an object that it does not have",
      ["list", "foo"],
      87,
      "Object 'FOO' is not supported.  Run 'appcmd.exe /?' to display supported objects.\r\r\n",
    ],
    [
      "a verb that the object does not have",
      ["restart", "site"],
      87,
      "Command 'RESTART' is not supported on object 'SITE'. Run 'appcmd.exe SITE /?'\r\r\nto display supported commands.\r\r\n",
    ],
    [
      "a pool that is missing",
      ["start", "apppool", "Missing"],
      1168,
      'ERROR ( message:Cannot find APPPOOL object with identifier "Missing". )\r\n',
    ],
    [
      "to set a pool that is missing",
      ["set", "apppool", "Missing", "/autoStart:true"],
      1168,
      'ERROR ( message:Cannot find APPPOOL object with identifier "Missing". )\r\n',
    ],
    [
      "to delete a pool that is missing",
      ["delete", "apppool", "/apppool.name:Missing"],
      1168,
      'ERROR ( message:Cannot find APPPOOL object with identifier "Missing". )\r\n',
    ],
    [
      "a call without the pool",
      ["stop", "apppool"],
      87,
      "ERROR ( message:Must specify the APPPOOL object with identifier. )\r\n",
    ],
    [
      "a pool that is there already",
      ["add", "apppool", "/name:a"],
      183,
      'ERROR ( message:Failed to add duplicate collection element "a". )\r\n',
    ],
    [
      "a pool that is there already, by set config",
      ["set", "config", section, "/+[name='a']"],
      183,
      duplicate("name", "a"),
    ],
    [
      "a time that is there already",
      ["set", "config", section, `/+${schedule}.[value='3:00']`],
      183,
      duplicate("value", "03:00:00"),
    ],
    [
      "a variable that is there already",
      ["set", "config", section, `/+${variables}.[name='k',value='2']`],
      183,
      duplicate("name", "k"),
    ],
    [
      "to rename a pool to another one",
      ["set", "config", section, "/[name='A'].name:b"],
      183,
      bad(
        "name",
        "b",
        "Cannot add duplicate collection entry of type 'add' with unique key attribute 'name' set to 'b'",
      ),
    ],
    [
      "a missing entry",
      ["set", "config", section, `/-${variables}.[name='X']`],
      4312,
      "ERROR ( message:Cannot find requested collection element. )\r\n",
    ],
    [
      "an entry with another value",
      ["set", "config", section, `/-${variables}.[name='K',value='2']`],
      4312,
      "ERROR ( message:Cannot find requested collection element. )\r\n",
    ],
    [
      "a missing pool on the way",
      ["set", "config", section, "/[name='X'].autoStart:true"],
      4312,
      "ERROR ( message:Cannot find requested collection element. )\r\n",
    ],
    [
      "an apostrophe that is not doubled",
      ["set", "config", section, `/+${variables}.[name='a',value='it's']`],
      13,
      malformed,
    ],
    ["an unknown position", ["set", "config", section, "/+[@first,name='C']"], 13, malformed],
    ["an empty indexer", ["set", "config", section, "/+[]"], 13, malformed],
    ["a blank after a comma", ["set", "config", section, "/+[name='C', autoStart='true']"], 13, malformed],
    ["an addition without indexer", ["set", "config", section, `/+${schedule}`], 13, malformed],
    [
      "quotes that a shell took away",
      ["set", "config", section, "/[name=Files].processModel.identityType:3"],
      87,
      unknown("*[@name=Files].processModel.identityType"),
    ],
    ["an unknown attribute", ["set", "config", section, "/[name='A'].bogus:1"], 87, unknown("bogus")],
    ["an unknown collection", ["set", "config", section, "/[name='A'].bogus.[name='x'].value:1"], 87, unknown("bogus")],
    ["an unknown element", ["set", "config", section, "/[name='A'].bogus.autoStart:1"], 87, unknown("bogus.autoStart")],
    ["an unknown attribute of an entry", ["set", "config", section, "/+[name='C',bogus='1']"], 87, unknown("bogus")],
    [
      "to clear variables, which have no clear",
      ["set", "config", section, `/-${variables}`],
      87,
      unknown("environmentVariables"),
    ],
    [
      "a variable without value",
      ["set", "config", section, `/+${variables}.[name='X']`],
      13,
      "ERROR ( message:New add object missing required attributes. Missing required attribute 'value'\r\r\n\r\r\n. )\r\n",
    ],
    [
      "an empty variable",
      ["set", "config", section, `/+${variables}.[name='X',value='']`],
      13,
      bad("value", "", "String must not be empty"),
    ],
    [
      "an empty time",
      ["set", "config", section, `/+${schedule}.[value='']`],
      87,
      bad("value", "", "Timespan must be of form [-][d.]hh:mm:ss[.ff]"),
    ],
    [
      "a time span out of step",
      ["set", "config", section, "/[name='A'].processModel.idleTimeout:00:00:30"],
      87,
      bad(
        "idleTimeout",
        "00:00:30",
        "Timespan value must be between 00:00:00 and 30.00:00:00 seconds inclusive, with a granularity of 60 seconds",
      ),
    ],
    [
      "a number out of range",
      ["set", "apppool", "A", "/queueLength:9"],
      87,
      bad("queueLength", "9", "Integer value must be between 10 and 65535 inclusive"),
    ],
    [
      "an enum in another case",
      ["set", "apppool", "A", "/managedPipelineMode:integrated"],
      87,
      `ERROR ( message:Unknown attribute "managedPipelineMode".. Reason: Enum must be one of Integrated, Classic\r\r\n\r\r\n. )\r\n`,
    ],
    ["a bad pool name", ["add", "apppool", "/name:a/b"], 87, bad("name", "a/b", "Invalid application pool name")],
    [
      "a pool name of 65 characters",
      ["add", "apppool", `/name:${"x".repeat(65)}`],
      87,
      bad("name", "x".repeat(65), "Invalid application pool name"),
    ],
    [
      "a new NAME of 65 characters",
      ["set", "config", section, `/+[NAME='${"x".repeat(65)}']`],
      87,
      bad("name", "x".repeat(65), "Invalid application pool name"),
    ],
    [
      "a new name of 65 characters",
      ["set", "config", section, `/+[name='${"x".repeat(65)}']`],
      87,
      bad("name", "x".repeat(65), "Invalid application pool name"),
    ],
    [
      "a second word",
      ["list", "apppool", "Site", "Site']'SslAllow'"],
      87,
      "Failed to process input: The parameter 'Site']'SslAllow'' must begin with a / or - (HRESULT=80070057).\r\r\n",
    ],
    [
      "an unknown section",
      ["set", "config", "/section:system.webServer/nope", "/a:b"],
      87,
      'ERROR ( message:Unknown config section "system.webServer/nope". Replace with ? for help. )\r\n',
    ],
    ["an unknown filter", ["list", "apppool", "/bogus:1"], 87, unknown("bogus")],
    ["a property on a verb that has none", ["recycle", "apppool", "A", "/autoStart:true"], 87, unknown("autoStart")],
    ["input where it is not emulated", ["list", "apppool", "/in"], 50, notSupported("/in of LIST APPPOOL")],
    ["input by a dash where it is not emulated", ["list", "apppool", "-"], 50, notSupported("/in of LIST APPPOOL")],
    ["sites, which are not emulated", ["list", "sites"], 50, notSupported("LIST SITES is not supported")],
  ])("%s", (_, argv, exitCode, stdout) => {
    const world = memoryWorld(pools);
    expect(world.appcmd(...argv)).toEqual({ stdout, exitCode, commit: false });
    expect(world.config()).toBe(pools);
    expect([...world.contents.keys()]).toHaveLength(1);
  });

  it("attributes that the chosen version of IIS does not know", () => {
    const world = memoryWorld(pools, { APPCMD_EMULATOR_IIS: "8.5" });
    const old = poolsConfig('<add name="A" />');
    world.contents.set("C:\\config\\applicationHost.config", old);
    expect(world.appcmd("set", "config", section, `/+${variables}.[name='X',value='1']`)).toMatchObject({
      stdout: unknown("environmentVariables"),
      exitCode: 87,
    });
  });

  it("a version of IIS that it has no schema of, and names those it has", () => {
    expect(memoryWorld(pools, { APPCMD_EMULATOR_IIS: "9.0" }).appcmd("list", "apppool")).toMatchObject({
      stdout:
        'ERROR ( message:APPCMD_EMULATOR_IIS is "9.0"; this emulator knows 7.0, 7.5, 8.0, 8.5, 10.0, 10.0.22000. )\r\n',
      exitCode: 87,
    });
  });

  it.each(["site", "parent", "MACHINE/WEBROOT", "MACHINE/WEBROOT/APPHOST/Shop"])("to commit pools to %s", (level) => {
    const world = memoryWorld(pools);
    const { stdout, exitCode } = world.appcmd(
      "set",
      "config",
      section,
      "/[name='A'].autoStart:false",
      `/commit:${level}`,
    );
    expect(exitCode).toBe(33);
    expect(stdout).toContain("ERROR ( hresult:80070021, message:Failed to commit configuration changes.");
    expect(world.config()).toBe(pools);
  });

  it.each([
    [[], 87],
    [["list"], 87],
    [["/?"], 1],
    [["apppool", "/?"], 1],
    [["start", "apppool", "/?"], 1],
  ])("nothing of %j but answers with usage", (argv, exitCode) => {
    const result = memoryWorld(pools).appcmd(...argv);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stdout).toMatch(/APPCMD (?:\(command\)|start)/);
  });
});
