import { run } from "../../emulator/run";
import { configPath, memoryWorld, poolsConfig, section } from "./memory-world";

function answer(line: number, description: string): string {
  return `ERROR ( message:Configuration error\r\r\nFilename: \\\\?\\${configPath}\r\r\nLine Number: ${line}\r\r\nDescription: ${description}\r\r\n. )\r\n`;
}

const invalid = (name: string, reason: string): string => `The '${name}' attribute is invalid.  ${reason}\r\r\n`;

describe("a configuration that IIS would not load", () => {
  it.each<[string, string, number, string]>([
    ["is not well-formed", "<configuration>\n<a></configuration>", 2, "Configuration file is not well-formed XML"],
    ["is empty", "", 1, "Configuration file is not well-formed XML"],
    [
      "has a document type",
      "<!DOCTYPE configuration><configuration />",
      1,
      "Configuration file is not well-formed XML",
    ],
    [
      "declares its sections, and not this one",
      "<configuration><configSections><sectionGroup name='system.applicationHost'><section name='sites' /></sectionGroup></configSections></configuration>",
      0,
      "The configuration section 'system.applicationHost/applicationPools' cannot be read because it is missing a section declaration",
    ],
    [
      "has a pool twice, in other case",
      poolsConfig('<add name="A" />\n<add name="a" />'),
      5,
      "Cannot add duplicate collection entry of type 'add' with unique key attribute 'name' set to 'a'\r\r\n",
    ],
    [
      "has a pool without name",
      poolsConfig('<add name="A" />\n<add queueLength="10" />'),
      5,
      "Missing required attribute 'name'",
    ],
    [
      "has a pool with a bad name",
      poolsConfig('<add name="a/b" />'),
      4,
      invalid("name", "Invalid application pool name"),
    ],
    [
      "has an unknown attribute",
      poolsConfig('<add name="A" QueueLength="1000" />'),
      4,
      "Unrecognized attribute 'QueueLength'",
    ],
    ["has an unknown element", poolsConfig('<add name="A">\n    <queue />\n</add>'), 5, "Unrecognized element 'queue'"],
    [
      "has an element of collections that pools do not have",
      poolsConfig("<clear />"),
      4,
      "Unrecognized element 'clear'",
    ],
    [
      "has a bad number",
      poolsConfig('<add name="A" queueLength="5" />'),
      4,
      invalid("queueLength", "Integer value must be between 10 and 65535 inclusive"),
    ],
    [
      "has a bad enum",
      poolsConfig('<add name="A" managedPipelineMode="ISAPI" />'),
      4,
      invalid("managedPipelineMode", "Enum must be one of Integrated, Classic"),
    ],
    [
      "has a bad value deeper down",
      poolsConfig('<add name="A">\n    <cpu resetInterval="00:00:01" />\n</add>'),
      5,
      invalid(
        "resetInterval",
        "Timespan value must be between 00:00:00 and 1.00:00:00 seconds inclusive, with a granularity of 60 seconds",
      ),
    ],
    [
      "has a time twice, in another spelling",
      poolsConfig(
        '<add name="A"><recycling><periodicRestart><schedule><add value="03:00:00" />\n<add value="3:00" />\n</schedule></periodicRestart></recycling></add>',
      ),
      5,
      "Cannot add duplicate collection entry of type 'add' with unique key attribute 'value' set to '03:00:00'\r\r\n",
    ],
    [
      "has a variable without value",
      poolsConfig(
        '<applicationPoolDefaults>\n<environmentVariables>\n<add name="K" />\n</environmentVariables>\n</applicationPoolDefaults>',
      ),
      6,
      "Missing required attribute 'value'",
    ],
  ])("is named with the line when it %s, and nothing is written", (_, config, line, description) => {
    const world = memoryWorld(config);
    const failure = { stdout: answer(line, description), exitCode: 13, commit: false };
    expect(world.appcmd("list", "apppool")).toEqual(failure);
    expect(world.appcmd("set", "config", section, "/[name='A'].autoStart:true")).toEqual(failure);
    expect(world.appcmd("start", "apppool", "A")).toEqual(failure);
    expect(world.config()).toBe(config);
  });

  it.each([
    ["attributes that lock elements", '<add name="A" lockItem="true" lockAttributes="name" />'],
    [
      "a key again behind <clear />",
      '<add name="A"><recycling><periodicRestart><schedule><add value="03:00:00" /><clear /><add value="03:00:00" /></schedule></periodicRestart></recycling></add>',
    ],
    [
      "a key again behind its <remove />",
      '<add name="A"><environmentVariables><remove name="K" /><add name="K" value="1" /></environmentVariables></add>',
    ],
    ["a long name", `<add name="${"x".repeat(65)}" />`],
    [
      "a pool that spells an inherited entry out",
      '<add name="A"><environmentVariables><add name="K" value="1" /></environmentVariables></add>\n<applicationPoolDefaults><environmentVariables><add name="K" value="2" /></environmentVariables></applicationPoolDefaults>',
    ],
  ])("is not one with %s", (_, text) => {
    expect(memoryWorld(poolsConfig(text)).appcmd("list", "apppool").exitCode).toBe(0);
  });

  it("is one that is not there", () => {
    const world = memoryWorld("");
    world.contents.delete(configPath);
    expect(world.appcmd("list", "apppool")).toEqual({
      stdout: answer(0, "Cannot read configuration file"),
      exitCode: 2,
      commit: false,
    });
  });

  it("is one that may not be read", () => {
    const world = memoryWorld("");
    const files = {
      ...world.files,
      read: () => {
        throw Object.assign(new Error("no"), { code: "EACCES" });
      },
    };
    expect(run(["list", "apppool"], { ...world, files })).toEqual({
      stdout: answer(0, "Cannot read configuration file due to insufficient permissions"),
      exitCode: 5,
      commit: false,
    });
  });

  it("is one that nobody named", () => {
    const world = { ...memoryWorld(""), env: {} };
    expect(run(["list", "apppool"], world).stdout).toContain("APPCMD_EMULATOR_CONFIG or /apphostconfig:FILE");
  });

  it("is not looked at when another is named by /apphostconfig", () => {
    const world = memoryWorld("<broken");
    world.contents.set("D:\\other.config", poolsConfig('<add name="Other" />'));
    expect(world.appcmd("list", "apppool", "/text:name", "/AppHostConfig:D:\\other.config").stdout).toBe("Other\r\n");
  });
});
