import { readFileSync } from "node:fs";
import { join } from "node:path";

import { memoryWorld, poolsConfig } from "./memory-world";

const fixtures = join(__dirname, "fixtures");
const capture = readFileSync(join(fixtures, "iis-8.5-list-apppool-config-all.xml"), "utf8").trimEnd();

const captured = poolsConfig(`<add name="DefaultAppPool" />
<applicationPoolDefaults managedRuntimeVersion="v4.0">
    <processModel identityType="ApplicationPoolIdentity" loadUserProfile="true" />
</applicationPoolDefaults>`);

const three = poolsConfig(`<add name="Shop" managedRuntimeVersion="" queueLength="2000">
    <processModel identityType="SpecificUser" userName="CONTOSO\\shop" password="a &amp; b" />
    <recycling>
        <periodicRestart time="00:00:00">
            <schedule>
                <add value="03:00:00" />
            </schedule>
        </periodicRestart>
    </recycling>
</add>
<add name="Old" managedPipelineMode="Classic" managedRuntimeVersion="v2.0" />
<add name="Off" autoStart="false" />
<applicationPoolDefaults managedRuntimeVersion="v4.0" />`);

const lines = {
  shop: 'APPPOOL "Shop" (MgdVersion:,MgdMode:Integrated,state:Started)\r\n',
  old: 'APPPOOL "Old" (MgdVersion:v2.0,MgdMode:Classic,state:Started)\r\n',
  off: 'APPPOOL "Off" (MgdVersion:v4.0,MgdMode:Integrated,state:Stopped)\r\n',
};

describe("list apppool", () => {
  it("prints one line a pool, with what the pool inherits", () => {
    expect(memoryWorld(three).appcmd("list", "apppools")).toEqual({
      stdout: lines.shop + lines.old + lines.off,
      exitCode: 0,
      commit: false,
    });
  });

  it.each([
    ["an identifier", ["Shop"], lines.shop],
    ["an identifier in other case", ["SHOP"], lines.shop],
    ["an escaped identifier", ["%53hop"], lines.shop],
    ["the name as parameter", ["/apppool.name:Shop"], lines.shop],
    ["the name as property", ["/name:shop"], lines.shop],
    ["the state", ["/state:started"], lines.shop + lines.old],
    ["a property of the pool in other case", ["/AUTOSTART:FALSE"], lines.off],
    ["a property deeper down", ["/processModel.identityType:specificuser"], lines.shop],
    ["an inherited property", ["/managedRuntimeVersion:V4.0"], lines.off],
    ["two properties that both must hold", ["/state:Started", "-managedPipelineMode:Classic"], lines.old],
  ])("finds pools by %s", (_, args, stdout) => {
    expect(memoryWorld(three).appcmd("LIST", "AppPool", ...args)).toMatchObject({ stdout, exitCode: 0 });
  });

  it.each([["Nope"], ["/name:Nope"], ["/apppool.name:Nope"]])(
    "is silent and exits with 1 when %s finds nothing",
    (argument) => {
      expect(memoryWorld(three).appcmd("list", "apppool", argument)).toMatchObject({ stdout: "", exitCode: 1 });
    },
  );

  it("is silent and exits with 0 when a filter finds nothing", () => {
    expect(memoryWorld(three).appcmd("list", "apppool", "/state:Stopping")).toMatchObject({ stdout: "", exitCode: 0 });
  });

  it("prints everything in force as the capture of a real IIS 8.5 has it, byte for byte", () => {
    const world = memoryWorld(captured, { APPCMD_EMULATOR_IIS: "8.5" });
    expect(world.appcmd("list", "apppool", "DefaultAppPool", "/config:*").stdout).toBe(`${capture}\r\n`);
  });

  it("prints with /config only what is written at the pool, and the password in clear", () => {
    expect(memoryWorld(three).appcmd("list", "apppool", "Shop", "/config").stdout).toBe(
      '<add name="Shop" queueLength="2000" managedRuntimeVersion=""><processModel identityType="SpecificUser" ' +
        'userName="CONTOSO\\shop" password="a &amp; b" /><recycling><periodicRestart time="00:00:00"><schedule>' +
        '<add value="03:00:00" /></schedule></periodicRestart></recycling></add>\r\n',
    );
  });

  it("wraps pools in the envelope of /xml", () => {
    expect(memoryWorld(three).appcmd("list", "apppool", "/xml").stdout).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<appcmd>",
        '    <APPPOOL APPPOOL.NAME="Shop" PipelineMode="Integrated" RuntimeVersion="" state="Started" />',
        '    <APPPOOL APPPOOL.NAME="Old" PipelineMode="Classic" RuntimeVersion="v2.0" state="Started" />',
        '    <APPPOOL APPPOOL.NAME="Off" PipelineMode="Integrated" RuntimeVersion="v4.0" state="Stopped" />',
        "</appcmd>",
        "",
      ].join("\r\n"),
    );
  });

  it("puts the configuration into the envelope, four blanks a level", () => {
    expect(memoryWorld(three).appcmd("list", "apppool", "Shop", "/config", "/xml").stdout).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<appcmd>",
        '    <APPPOOL APPPOOL.NAME="Shop" PipelineMode="Integrated" RuntimeVersion="" state="Started">',
        '        <add name="Shop" queueLength="2000" managedRuntimeVersion="">',
        '            <processModel identityType="SpecificUser" userName="CONTOSO\\shop" password="a &amp; b" />',
        "            <recycling>",
        '                <periodicRestart time="00:00:00">',
        "                    <schedule>",
        '                        <add value="03:00:00" />',
        "                    </schedule>",
        "                </periodicRestart>",
        "            </recycling>",
        "        </add>",
        "    </APPPOOL>",
        "</appcmd>",
        "",
      ].join("\r\n"),
    );
  });

  it("prints both with /config:* and /xml, the same values as without the envelope", () => {
    const world = memoryWorld(captured, { APPCMD_EMULATOR_IIS: "8.5" });
    const { stdout } = world.appcmd("list", "apppool", "/config:*", "/xml");
    const inner = /<APPPOOL [^>]*>([\s\S]*)<\/APPPOOL>/.exec(stdout)?.[1]?.replace(/\r\n */g, "");
    expect(inner).toBe(capture);
  });

  it("exits with 1 and prints an empty envelope when /xml finds nothing", () => {
    expect(memoryWorld(three).appcmd("list", "apppool", "Nope", "/xml")).toMatchObject({
      stdout: '<?xml version="1.0" encoding="UTF-8"?>\r\n<appcmd>\r\n</appcmd>\r\n',
      exitCode: 1,
    });
  });

  it.each([
    ["/text:name", "Shop\r\n"],
    ["/text:STATE", "Started\r\n"],
    ["/text:apppool.name", "Shop\r\n"],
    ["/text:RuntimeVersion", "\r\n"],
    ["/text:processModel.idleTimeout", "00:20:00\r\n"],
    ["/text:processmodel.username", "CONTOSO\\shop\r\n"],
    ["/text:processModel.password", "a & b\r\n"],
    ["/text:recycling.periodicRestart.time", "00:00:00\r\n"],
  ])("prints one bare value with %s", (argument, stdout) => {
    expect(memoryWorld(three).appcmd("list", "apppool", "Shop", argument).stdout).toBe(stdout);
  });

  it.each(["/text:*", "/@text:*", "/@t:*"])("prints all values in detail with %s", (argument) => {
    const { stdout } = memoryWorld(three).appcmd("list", "apppool", "Shop", argument);
    expect(stdout.split("\r\n").slice(0, 9)).toEqual([
      "APPPOOL",
      '  APPPOOL.NAME:"Shop"',
      '  PipelineMode:"Integrated"',
      '  RuntimeVersion:""',
      '  state:"Started"',
      "  [add]",
      '    name:"Shop"',
      '    queueLength:"2000"',
      '    autoStart:"true"',
    ]);
    expect(stdout).toContain('    [recycling]\r\n      disallowOverlappingRotation:"false"\r\n');
    expect(stdout).toContain('        [schedule]\r\n          [add]\r\n            value:"03:00:00"\r\n');
  });

  it("says so when it is asked for an attribute that this version of IIS does not have", () => {
    expect(
      memoryWorld(three, { APPCMD_EMULATOR_IIS: "7.0" }).appcmd("list", "apppool", "/text:startMode"),
    ).toMatchObject({
      stdout: 'ERROR ( message:Unknown attribute "startMode".  Replace with -? for help. )\r\n',
      exitCode: 87,
    });
  });

  it.each([
    ["7.0", 'managedRuntimeVersion="v2.0"', 'identityType="NetworkService"'],
    ["7.5", 'managedRuntimeVersion="v2.0"', 'identityType="ApplicationPoolIdentity"'],
    ["8.0", 'managedRuntimeVersion=""', 'logEventOnRecycle="Time, Memory, PrivateMemory"'],
    ["8.5", 'managedRuntimeVersion=""', 'idleTimeoutAction="Terminate"'],
    ["10.0", "<environmentVariables></environmentVariables>", 'logEventOnRecycle="Time, Requests, Schedule, '],
  ])("shows the defaults of IIS %s", (version, ...expected) => {
    const world = memoryWorld(poolsConfig('<add name="A" />'), { APPCMD_EMULATOR_IIS: version });
    const { stdout } = world.appcmd("list", "apppool", "A", "/config:*");
    for (const text of expected) expect(stdout).toContain(text);
  });

  it("prints numbers of enums and flags in the file by their names, and long hours as days", () => {
    const world = memoryWorld(
      poolsConfig(`<add name="A" managedPipelineMode="1">
    <recycling logEventOnRecycle="9"><periodicRestart time="29:00:00" /></recycling>
</add>`),
    );
    const { stdout } = world.appcmd("list", "apppool", "A", "/config:*");
    for (const text of ['managedPipelineMode="Classic"', 'logEventOnRecycle="Time, Memory"', 'time="1.05:00:00"']) {
      expect(stdout).toContain(text);
    }
  });
});
