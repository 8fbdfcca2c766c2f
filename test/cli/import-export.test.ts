import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { importHost } from "../../provider/engine/verbs/drift-host";
import type { Secret } from "../../provider/secret";
import { makeServers, sample, type Servers } from "./servers";

/** One more pool with all that is hard in an export: names, entities, a password in clear, collections. */
const hard = `<add name="K&#228;se 'Brot'"><processModel identityType="SpecificUser" userName="CORP\\svc" password="canary&amp;1" />
<recycling><periodicRestart time="00:00:00"><schedule><add value="03:00:00" /></schedule></periodicRestart></recycling>
<environmentVariables><add name="A" value="1 &lt; 2" /></environmentVariables></add>`;

let servers: Servers;

beforeEach(() => {
  servers = makeServers({ lab: sample.replace("<applicationPoolDefaults", `${hard}\n$&`) });
});

afterEach(() => {
  servers.dispose();
});

function exported(...argv: string[]): string {
  const { exitCode, stdout } = servers.at("lab").world.appcmd("list", "apppool", ...argv);
  expect(exitCode).toBe(0);
  return stdout;
}

/** As a shell writes what a program printed. */
const shells: readonly (readonly [shell: string, write: (text: string) => Buffer])[] = [
  ["cmd.exe", (text) => Buffer.from(text, "utf8")],
  ["PowerShell 7", (text) => Buffer.from(text.replaceAll(/\r?\n/g, "\r\n"), "utf8")],
  ["PowerShell 5", (text) => Buffer.from(`\uFEFF${text.replaceAll(/\r?\n/g, "\r\n")}`, "utf16le")],
  ["Out-File -Encoding BigEndianUnicode", (text) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
  ["Out-File -Encoding utf8", (text) => Buffer.from(`\uFEFF${text}`, "utf8")],
  ["an editor that leaves out the mark", (text) => Buffer.from(text, "utf16le")],
];

const commands = [["/config", "/xml"], ["/config:*", "/xml"], ["/config"], ["/config:*"]] satisfies [string, string?][];

async function secrets(): Promise<Record<string, string>> {
  const { pools } = await importHost(servers.at("lab").transport);
  const named = pools.flatMap(({ settings, secretNames }) =>
    Object.entries(secretNames).map(([path, name]) => [name, (settings[path] as Secret).reveal()]),
  );
  return Object.fromEntries(named) as Record<string, string>;
}

describe.each(commands.map((argv) => ({ argv, line: argv.join(" ") })))(
  "iispools import --from what appcmd list apppool $line printed",
  ({ argv }) => {
    it.each(shells)("reads it as %s wrote it; the plan of the file is empty on that server", async (_, write) => {
      writeFileSync(join(servers.folder, "pools.xml"), write(exported(...argv)));
      const { code, stderr } = await servers.call(["import", "--from", "pools.xml", "--out", "pools.yaml"]);
      expect([code, stderr]).toEqual([0, "wrote pools.yaml\n"]);
      const text = servers.read("pools.yaml");
      expect(text).toContain("Käse 'Brot'");
      expect(text).not.toContain("canary");
      expect(text.includes("every value in effect")).toBe(argv[0] === "/config:*");
      const env = await secrets();
      expect(Object.values(env)).toEqual(["canary&1"]);
      const plan = await servers.call(["plan", "pools.yaml", "--config-file", "lab.config", "--detailed-exitcode"], {
        env,
      });
      expect(plan).toMatchObject({ code: 0 });
    });
  },
);

it("keeps out what a pool inherits, names the host that is asked for, and tells what is not known", async () => {
  const text = exported("/config", "/xml").replace("<add name", '<add someNewAttribute="x" name');
  servers.write("pools.xml", text);
  const { code, stdout } = await servers.call(["import", "--from", "pools.xml", "--as", "web-01"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^hosts:\n {2}web-01: /m);
  expect(stdout).not.toContain("startupTimeLimit");
  expect(stdout).toMatch(/^# \[name='.*'\]\.someNewAttribute is not known/m);
});

it("reads the real export of an IIS 8.5", async () => {
  const file = join(__dirname, "../fixtures/list-apppool-config-all-iis-8.5.xml");
  const { code, stdout } = await servers.call(["import", "--from", file]);
  expect([code, stdout]).toEqual([0, expect.stringContaining("DefaultAppPool")]);
});

const xml = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe("iispools import --from another file", () => {
  it.each<[string, string | Buffer, RegExp]>([
    ["an applicationHost.config", sample, /is an applicationHost\.config, .*; read it with --config-file/],
    [
      "one whose pools stand in a location",
      `${xml}<configuration><location path=""><system.applicationHost/></location></configuration>`,
      /is an applicationHost\.config/,
    ],
    ["a web.config", `${xml}<configuration><system.webServer/></configuration>`, /is a web\.config/],
    ["an app.config", "<configuration><startup/></configuration>", /\.config file of \.NET/],
    ["redirection.config", "<configuration><configurationRedirection/></configuration>", /is redirection\.config/],
    ["administration.config", "<configuration><moduleProviders/></configuration>", /is administration\.config/],
    ["any .config", "<configuration><x/></configuration>", /is a \.config file without application pools/],
    ["names in XML", '<appcmd><APPPOOL APPPOOL.NAME="A" state="Started"/></appcmd>', /list of names.*\/config \/xml/],
    [
      "names as text",
      'APPPOOL "A" (MgdVersion:v4.0,MgdMode:Integrated,state:Started)',
      /list of names.*\/config \/xml/,
    ],
    ["sites", '<appcmd><SITE SITE.NAME="Default"/></appcmd>', /is the output of appcmd list site,/],
    ["sites as text", 'SITE "Default Web Site" (id:1)', /not of application pools/],
    [
      "a section",
      "<system.applicationHost><applicationPools/></system.applicationHost>",
      /section of the configuration/,
    ],
    ["a section in XML", '<appcmd><CONFIG CONFIG.SECTION="x"/></appcmd>', /is the output of appcmd list config,/],
    ["a fragment", '<applicationPools><add name="A"/></applicationPools>', /piece of an applicationHost\.config/],
    ["an error of appcmd", '<appcmd><ERROR message="Access denied"/></appcmd>', /an error of appcmd/],
    ["an error as text", "ERROR ( message:Configuration error )", /an error of appcmd/],
    ["no pools", "<appcmd></appcmd>", /without an application pool/],
    ["PowerShell's clixml", '<Objs Version="1.1.0.1"/>', /Export-Clixml/],
    ["MBSchema.xml", "<DatabaseMeta/>", /MBSchema\.xml, .* MetaBase\.xml/],
    ["a web page", "<html/>", /a web page/],
    ["XML of another kind", "<project/>", /XML with the root <project>/],
    ["JSON", '{"a": 1}', /is JSON/],
    ["a pool file", "version: 1\npools: {}\n", /is a pool file already, .*iispools plan/],
    ["an empty file", "", /is empty/],
    ["an empty file of PowerShell", Buffer.from("\uFEFF", "utf16le"), /is empty/],
    ["some text", "hello", /is not XML/],
    ["a program", Buffer.from("MZ\u0090\0\u0003\0\0\0"), /is not text in UTF-8 or UTF-16/],
    [
      "in the code page of cmd.exe",
      Buffer.from("<appcmd>\u0084</appcmd>", "latin1"),
      /is not text in UTF-8 or UTF-16. Save it as UTF-8, or .* from PowerShell/,
    ],
    ["all as text", 'APPPOOL\r\n  APPPOOL.NAME:"A"\r\n', /appcmd list apppool \/text:\* prints.*\/config \/xml/],
  ])("says that it is %s", async (_, content, message) => {
    writeFileSync(join(servers.folder, "file"), content);
    const { code, stdout, stderr } = await servers.call(["import", "--from", "file"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^--from: file /);
    expect(stderr.trimEnd()).not.toContain("\n");
  });

  it("quotes nothing of a damaged export, as it may hold a password", async () => {
    for (const text of [
      '<appcmd><APPPOOL APPPOOL.NAME="A"><add name="A"><processModel password="canary&canary;"/></add></APPPOOL></appcmd>',
      '<appcmd><APPPOOL APPPOOL.NAME="A"><add name="A"><processModel password="canary"/><processModel password="canary"/></add></APPPOOL></appcmd>',
    ]) {
      servers.write("pools.xml", text);
      const { code, stdout, stderr } = await servers.call(["import", "--from", "pools.xml"]);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/--from: /);
      expect(stderr).not.toContain("canary");
    }
  });

  it("refuses a folder, and does not wait for a device", async () => {
    expect((await servers.call(["import", "--from", "."])).stderr).toBe("--from: . is a folder, not a file\n");
    expect((await servers.call(["import", "--from", "/dev/null"])).stderr).toBe(
      "--from: /dev/null is a device, not a regular file\n",
    );
  });
});

it("the fixture is what it says", () => {
  expect(readFileSync(join(__dirname, "../fixtures/list-apppool-config-all-iis-8.5.xml"), "utf8")).toContain("APPPOOL");
});
