import { run } from "../../emulator/run";
import { configPath, memoryWorld, poolsConfig, section } from "./memory-world";

/** A configuration whose `<system.applicationHost>` is as given. */
const configuration = (content: string): string => `<configuration>\n${content}\n</configuration>\n`;
const pools = (text: string): string => `<applicationPools>${text}</applicationPools>`;
const host = (text: string): string => `<system.applicationHost>${text}</system.applicationHost>`;

/** What each verb does with a file; nothing may be written. */
const calls: readonly (readonly string[])[] = [
  ["list", "apppool"],
  ["list", "apppool", "/config:*", "/xml"],
  ["list", "app"],
  ["list", "config", section],
  ["list", "config", "-section:system.applicationHost/sites", "/config", "/xml"],
  ["add", "apppool", "/name:New"],
  ["set", "config", section, "/+[name='New']"],
  ["set", "config", section, "/applicationPoolDefaults.autoStart:false"],
  ["clear", "config", section, "/[name='A'].autoStart"],
  ["start", "apppool", "A"],
];

function refused(config: string, line: number, description: string, of = calls): void {
  for (const call of of) {
    const world = memoryWorld(config);
    const { stdout, exitCode, commit } = world.appcmd(...call);
    expect([call, exitCode, commit]).toEqual([call, 13, false]);
    expect(stdout).toContain(`Filename: \\\\?\\${configPath}\r\r\nLine Number: ${line}\r\r\nDescription: `);
    expect(stdout).toContain(description);
    expect(world.config()).toBe(config);
    expect(world.contents.size).toBe(1);
  }
}

describe("a file that is no applicationHost.config is refused with what it is, and never written", () => {
  it.each<[string, string, string]>([
    [
      "a web.config",
      configuration("<system.webServer><handlers /></system.webServer>"),
      "This is a web.config: it has no <system.applicationHost>",
    ],
    [
      "a web.config with a location",
      configuration('<location path="." inheritInChildApplications="false"><system.web /></location>'),
      "This is a web.config",
    ],
    [
      "a machine.config",
      configuration("<configSections /><configProtectedData /><runtime /><connectionStrings /><system.web />"),
      "This is a machine.config of .NET",
    ],
    [
      "a redirection.config",
      configuration('<configurationRedirection enabled="true" path="\\\\share\\iis" />'),
      "This is a redirection.config, which names the folder of the configuration",
    ],
    [
      "an administration.config",
      configuration("<moduleProviders><add name='A' /></moduleProviders><location path='.'><modules /></location>"),
      "This is an administration.config",
    ],
    [
      "a configuration of .NET",
      configuration("<startup><supportedRuntime version='v4.0' /></startup>"),
      "This is a configuration file of .NET",
    ],
    [
      "the metabase of IIS 6",
      '<?xml version ="1.0"?>\n<configuration xmlns="urn:microsoft-catalog:XML_Metabase_V64_0"><MBProperty><IIS_Global Location="." /></MBProperty></configuration>',
      "This is the metabase of IIS 6 (MetaBase.xml)",
    ],
    [
      "an export of appcmd",
      '<?xml version="1.0" encoding="UTF-8"?>\n<appcmd>\n<APPPOOL APPPOOL.NAME="A" /></appcmd>',
      "The root element is <appcmd>, not <configuration>: this is the output of appcmd list … /xml",
    ],
    ["a schema", "<configSchema><sectionSchema /></configSchema>", "this is a schema of IIS"],
    ["a group alone", host(pools('<add name="A" />')), "this is a fragment of an applicationHost.config"],
    ["a section alone", pools('<add name="A" />'), "this is a fragment of an applicationHost.config"],
    ["a pool alone", '<add name="A" />', "this is a fragment of an applicationHost.config"],
    ["another document", "<html><body /></html>", "The root element is <html>, not <configuration>"],
    ["another letter case of the root", "<Configuration />", "The root element is <Configuration>"],
    [
      "a section without its group",
      configuration(pools('<add name="A" />')),
      "a file whose <applicationPools> is outside <system.applicationHost>",
    ],
    [
      "another letter case of the group",
      configuration(`<System.ApplicationHost>${pools('<add name="A" />')}</System.ApplicationHost>`),
      "There is <System.ApplicationHost>, but <system.applicationHost> must have this letter case.",
    ],
  ])("%s", (_, text, description) => {
    refused(text, text.startsWith("<?xml") ? 2 : 1, description);
  });

  it("makes no backup of such a file", () => {
    const world = memoryWorld("<html />");
    expect(world.appcmd("add", "backup", "X").exitCode).toBe(13);
    expect(world.contents.size).toBe(1);
  });
});

describe("the encoding of a file", () => {
  const one = poolsConfig('<add name="Größe" />');
  const world = (bytes: Buffer) => {
    const memory = memoryWorld("");
    const files = { ...memory.files, read: (file: string) => (file === configPath ? bytes : undefined) };
    return { ...memory, files };
  };
  const answer = (bytes: Buffer): string => runIn(bytes, ["list", "apppool"]);
  const runIn = (bytes: Buffer, argv: readonly string[]): string => {
    const { stdout, exitCode } = run(argv, world(bytes));
    return `${exitCode} ${stdout}`;
  };
  const wide = Buffer.from(one, "utf16le");

  it.each<[string, Buffer, string]>([
    ["UTF-16 with its mark", Buffer.concat([Buffer.from([0xff, 0xfe]), wide]), "The file is UTF-16. Save it as UTF-8."],
    [
      "UTF-16 big-endian",
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()]),
      "The file is UTF-16. Save it as UTF-8.",
    ],
    ["UTF-16 without a mark", wide, "The file is UTF-16. Save it as UTF-8."],
    ["UTF-16 big-endian without a mark", Buffer.from(wide).swap16(), "The file is UTF-16. Save it as UTF-8."],
    ["UTF-32", Buffer.from("fffe00003c000000", "hex"), "The file is UTF-32. Save it as UTF-8."],
    ["Windows-1252", Buffer.from(one, "latin1"), "it may be Windows-1252 or another ANSI code page. Save it as UTF-8."],
    [
      "Windows-1252 by its declaration",
      Buffer.from(`<?xml version="1.0" encoding="Windows-1252"?>\n${poolsConfig("")}`),
      "The file declares the encoding Windows-1252. Save it as UTF-8.",
    ],
    [
      "UTF-16 by its declaration alone",
      Buffer.from(`\uFEFF<?xml version='1.0' encoding='utf-16' ?>\n${one}`),
      "The file declares the encoding utf-16. Save it as UTF-8.",
    ],
    [
      "XML 1.1",
      Buffer.from(`<?xml version="1.1" encoding="UTF-8"?>\n${one}`),
      'The file is XML 1.1, but IIS reads XML 1.0. Declare version="1.0".',
    ],
    ["two marks", Buffer.from(`\uFEFF\uFEFF${one}`), "Configuration file is not well-formed XML"],
  ])("%s is refused with what to do", (_, bytes, description) => {
    expect(answer(bytes)).toMatch(/^13 ERROR/);
    expect(answer(bytes)).toContain(description);
  });

  it("names the line of the first byte that is not UTF-8", () => {
    expect(answer(Buffer.from(one, "latin1"))).toContain("Line Number: 4\r");
  });

  it.each([
    ["no declaration", one],
    ["a mark", `\uFEFF${one}`],
    ["a mark and a declaration", `\uFEFF<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n${one}`],
    ["a declaration in other letters", `<?xml version='1.0' encoding='UTF8'?>${one}`],
  ])("UTF-8 with %s is read, and its marks are written back", (_, text) => {
    const memory = memoryWorld(text);
    expect(memory.appcmd("list", "apppool", "/text:name").stdout).toBe("Größe\r\n");
    expect(memory.appcmd("set", "config", section, "/[name='Größe'].autoStart:false").exitCode).toBe(0);
    expect(memory.config()).toBe(text.replace('name="Größe" />', 'name="Größe" autoStart="false" />'));
  });
});

describe("sections that are in several places", () => {
  const twice = (name: string): string =>
    `Config section 'system.applicationHost/${name}' already defined. Sections must only appear once per config file.`;

  it.each<[string, string, number, string]>([
    [
      "applicationPools twice in one group",
      configuration(host(`${pools('<add name="A" />')}\n${pools('<add name="B" />')}`)),
      3,
      twice("applicationPools"),
    ],
    [
      "applicationPools in two groups",
      configuration(`${host(pools('<add name="A" />'))}\n${host(pools(""))}`),
      3,
      twice("applicationPools"),
    ],
    [
      "applicationPools in a group and in a location for all",
      configuration(`${host(pools('<add name="A" />'))}\n<location path="">${host(pools(""))}</location>`),
      3,
      twice("applicationPools"),
    ],
    [
      "applicationPools in the location of a site",
      configuration(`<location path="Default Web Site">\n${host(pools('<add name="A" />'))}</location>`),
      3,
      "This configuration section cannot be used at this path.",
    ],
    [
      "applicationPools in another file",
      configuration(host('<applicationPools configSource="pools.config" />')),
      2,
      'The section is in another file (configSource="pools.config"). Put it into this one.',
    ],
    [
      "applicationPools encrypted",
      configuration(host('<applicationPools configProtectionProvider="Rsa"><EncryptedData /></applicationPools>')),
      2,
      'The section is encrypted as a whole (configProtectionProvider="Rsa").',
    ],
    [
      "applicationPoolDefaults twice",
      configuration(host(pools("<applicationPoolDefaults />\n<applicationPoolDefaults />"))),
      3,
      "Element 'applicationPoolDefaults' may only appear once in this section",
    ],
    [
      "processModel of a pool twice",
      configuration(host(pools('<add name="A"><processModel />\n<processModel /></add>'))),
      3,
      "Element 'processModel' may only appear once in this section",
    ],
  ])("%s are refused as IIS does", (_, text, line, description) => {
    const ofPools = calls.filter((call) => !call.includes("app") && !call.join().includes("sites"));
    for (const call of ofPools) {
      const world = memoryWorld(text);
      const { stdout, exitCode } = world.appcmd(...call);
      expect([call, exitCode === 0]).toEqual([call, false]);
      expect(stdout).toContain(`Line Number: ${line}\r\r\nDescription: ${description}`);
      expect(world.config()).toBe(text);
    }
  });

  it("sites twice are refused where they are read", () => {
    const world = memoryWorld(configuration(host("<sites />\n<sites />")));
    expect(world.appcmd("list", "app").stdout).toContain(`Line Number: 3\r\r\nDescription: ${twice("sites")}`);
  });

  it.each([
    ["two groups", configuration(`${host("<sites />")}\n${host(pools('<add name="A" />'))}`)],
    [
      "a location for all",
      configuration(`<location path="" overrideMode="Deny">${host(pools('<add name="A" />'))}</location>`),
    ],
    ["a location without a path", configuration(`<location>${host(pools('<add name="A" />'))}</location>`)],
    ["a location of this level", configuration(`<location path=".">${host(pools('<add name="A" />'))}</location>`)],
  ])("pools in %s are read and written where they are", (_, text) => {
    const world = memoryWorld(text);
    expect(world.appcmd("list", "apppool", "/text:name").stdout).toBe("A\r\n");
    expect(world.appcmd("set", "config", section, "/[name='A'].autoStart:false").exitCode).toBe(0);
    expect(world.config()).toBe(text.replace('name="A" />', 'name="A" autoStart="false" />'));
    expect(world.appcmd("set", "config", section, "/+[name='B']").exitCode).toBe(0);
    expect(world.config()).toContain('<add name="A" autoStart="false" /><add name="B" />');
  });

  it("applications in a second group are found", () => {
    const sites = '<sites><site name="S"><application path="/" applicationPool="A" /></site></sites>';
    const world = memoryWorld(configuration(`${host(pools('<add name="A" />'))}\n${host(sites)}`));
    expect(world.appcmd("list", "app").stdout).toBe('APP "S/" (applicationPool:A)\r\n');
    const moved = world.appcmd("set", "config", "-section:sites", "/[name='S'].[path='/'].applicationPool:B");
    expect(moved.exitCode).toBe(0);
    expect(world.config()).toContain('applicationPool="B"');
  });
});
