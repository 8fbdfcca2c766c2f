import { run } from "../../emulator/run";
import { memoryWorld, poolsConfig, section } from "./memory-world";

const newer = poolsConfig(
  '<add name="A" newThing="on">\n    <processModel futureLimit="00:10:00" />\n</add>\n<add name="B" />\n<applicationPoolDefaults laterThing="x" />',
);

function warned(config: string, ...argv: string[]): string[] {
  const warnings: string[] = [];
  run(argv, { ...memoryWorld(config), warn: (sentence) => warnings.push(sentence) });
  return warnings;
}

describe("attributes that only the file knows", () => {
  it("are listed as those of a newer IIS, inherited from the defaults too", () => {
    const { appcmd } = memoryWorld(newer);
    expect(appcmd("list", "apppool", "A", "/text:newThing").stdout).toBe("on\r\n");
    expect(appcmd("list", "apppool", "A", "/text:processModel.futureLimit").stdout).toBe("00:10:00\r\n");
    expect(appcmd("list", "apppool", "B", "/text:laterThing").stdout).toBe("x\r\n");
    const { stdout, exitCode } = appcmd("list", "config", section, "/config", "/xml");
    expect(exitCode).toBe(0);
    expect(stdout).toContain('<add name="A" newThing="on">');
    expect(stdout).toContain('<processModel futureLimit="00:10:00" />');
  });

  it("are set and cleared like any other, and nothing else is changed", () => {
    const world = memoryWorld(newer);
    expect(world.appcmd("set", "config", section, "/[name='A'].newThing:off").exitCode).toBe(0);
    expect(world.appcmd("set", "apppool", "B", "/processModel.futureLimit:5").exitCode).toBe(0);
    expect(world.config()).toBe(
      newer
        .replace('newThing="on"', 'newThing="off"')
        .replace(
          '<add name="B" />',
          '<add name="B">\n                <processModel futureLimit="5" />\n            </add>',
        ),
    );
    expect(world.appcmd("clear", "config", section, "/[name='A'].newThing").exitCode).toBe(0);
    expect(world.config()).toContain('<add name="A">');
  });

  it("are warned of by their paths", () => {
    expect(warned(newer, "list", "apppool")).toEqual([
      "C:\\config\\applicationHost.config: not known to this emulator, and used unchanged: laterThing, newThing, processModel.futureLimit",
    ]);
    expect(warned(poolsConfig('<add name="A" lockItem="true" />'), "list", "apppool")).toEqual([]);
  });

  it.each([
    ["a known name in another letter case", '<add name="A" QueueLength="1000" />', "QueueLength"],
    ["a name with a prefix", '<add name="A" xdt:Transform="Replace" xmlns:xdt="urn:x" />', "xdt:Transform"],
    [
      "an attribute of an entry",
      '<add name="A"><environmentVariables><add name="K" value="1" secret="1" /></environmentVariables></add>',
      "secret",
    ],
  ])("are not %s", (_, text, name) => {
    const { stdout, exitCode } = memoryWorld(poolsConfig(text)).appcmd("list", "apppool");
    expect([exitCode, stdout]).toEqual([13, expect.stringContaining(`Unrecognized attribute '${name}'`)]);
  });

  it("are refused where a version of IIS is named, as that one does", () => {
    const { appcmd } = memoryWorld(newer, { APPCMD_EMULATOR_IIS: "10.0" });
    expect(appcmd("list", "apppool").stdout).toContain("Unrecognized attribute 'newThing'");
  });

  it("cannot be set where the file has none of that name", () => {
    const { appcmd } = memoryWorld(newer);
    expect(appcmd("set", "apppool", "A", "/otherThing:1")).toMatchObject({ exitCode: 87 });
  });
});

describe("enableEmulationOnWinArm64, of Windows 11 from build 22000.739 on", () => {
  const arm = poolsConfig('<add name="A" enableEmulationOnWinArm64="false" />\n<add name="B" />');

  it("is known by default", () => {
    const { appcmd } = memoryWorld(arm);
    expect(warned(arm, "list", "apppool")).toEqual([]);
    expect(appcmd("list", "apppool", "B", "/text:enableEmulationOnWinArm64").stdout).toBe("true\r\n");
    expect(appcmd("set", "apppool", "B", "/enableEmulationOnWinArm64:maybe")).toMatchObject({ exitCode: 87 });
    expect(appcmd("set", "apppool", "B", "/enableEmulationOnWinArm64:false")).toMatchObject({ exitCode: 0 });
  });

  it("is known to that version of IIS, and to no server's", () => {
    const plain = poolsConfig('<add name="B" />');
    const client = memoryWorld(plain, { APPCMD_EMULATOR_IIS: "10.0.22000" });
    expect(client.appcmd("list", "apppool", "B", "/text:enableEmulationOnWinArm64").stdout).toBe("true\r\n");
    const server = memoryWorld(plain, { APPCMD_EMULATOR_IIS: "10.0" });
    expect(server.appcmd("list", "apppool", "B", "/text:enableEmulationOnWinArm64")).toMatchObject({ exitCode: 87 });
  });
});
