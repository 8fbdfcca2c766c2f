import { readFileSync } from "node:fs";
import { join } from "node:path";

import { memoryWorld, section } from "./memory-world";

const mixed = readFileSync(join(__dirname, "fixtures/iis-10.0-mixed-style.config"), "utf8");

describe("list app", () => {
  const shop = `APP "Shop/" (applicationPool:Shop 'n Co)\r\n`;
  const api = 'APP "Shop/api" (applicationPool:Jobs)\r\n';
  const intranet = 'APP "Intranet/" (applicationPool:Open)\r\n';

  it("names the pool of each application: its own, the default of its site, the default of all sites", () => {
    expect(memoryWorld(mixed).appcmd("list", "apps")).toMatchObject({ stdout: shop + api + intranet, exitCode: 0 });
  });

  it("falls back to DefaultAppPool where nothing names a pool", () => {
    const config = mixed.replace('<applicationDefaults applicationPool="Open" />', "");
    expect(memoryWorld(config).appcmd("list", "app", "Intranet/").stdout).toBe(
      'APP "Intranet/" (applicationPool:DefaultAppPool)\r\n',
    );
  });

  it.each([
    ["/apppool.name:jobs", api],
    ["/site.name:Shop", shop + api],
    ["/app.name:Shop/api", api],
    ["Shop/api", api],
  ])("finds applications by %s", (argument, stdout) => {
    expect(memoryWorld(mixed).appcmd("list", "app", argument)).toMatchObject({ stdout, exitCode: 0 });
  });

  it("exits with 1 when the one that is named is not there, and with 0 when a filter finds none", () => {
    expect(memoryWorld(mixed).appcmd("list", "app", "Nope/")).toMatchObject({ stdout: "", exitCode: 1 });
    expect(memoryWorld(mixed).appcmd("list", "app", "/apppool.name:Nope")).toMatchObject({ stdout: "", exitCode: 0 });
  });

  it("prints the attributes of a real /xml answer in their order", () => {
    expect(memoryWorld(mixed).appcmd("list", "app", "Shop/", "/xml").stdout).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\r\n<appcmd>\r\n' +
        `    <APP path="/" APP.NAME="Shop/" APPPOOL.NAME="Shop 'n Co" SITE.NAME="Shop" />\r\n</appcmd>\r\n`,
    );
  });

  it("prints an application as it is written with /config", () => {
    expect(memoryWorld(mixed).appcmd("list", "app", "Shop/", "/config").stdout).toBe(
      `<application path="/" applicationPool="Shop 'n Co" />\r\n`,
    );
  });
});

describe("list wp", () => {
  it("shows one worker process for each started pool that is always running", () => {
    const { stdout, exitCode } = memoryWorld(mixed).appcmd("list", "wps");
    expect(stdout).toMatch(/^WP "\d+" \(applicationPool:Jobs\)\r\n$/);
    expect(exitCode).toBe(0);
  });

  it("writes /xml as the real one", () => {
    expect(memoryWorld(mixed).appcmd("list", "wp", "/apppool.name:JOBS", "/xml").stdout).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\r\n<appcmd>\r\n {4}<WP WP\.NAME="\d+" APPPOOL\.NAME="Jobs" \/>\r\n<\/appcmd>\r\n$/,
    );
  });

  it("is silent with 0 when there are none", () => {
    const world = memoryWorld(mixed.replace(' startMode="AlwaysRunning"', ""));
    expect(world.appcmd("list", "wp")).toMatchObject({ stdout: "", exitCode: 0 });
    expect(world.appcmd("list", "wp", "/apppool.name:Jobs")).toMatchObject({ stdout: "", exitCode: 0 });
  });
});

describe("list config", () => {
  const small = `<configuration><system.applicationHost><applicationPools>
    <add name="A"><processModel password="p" /></add>
    <applicationPoolDefaults autoStart="true" />
  </applicationPools></system.applicationHost></configuration>`;

  it("prints the section as it is written, two blanks a level", () => {
    expect(memoryWorld(small).appcmd("list", "config", section).stdout).toBe(
      [
        "<system.applicationHost>",
        "  <applicationPools>",
        '    <add name="A">',
        '      <processModel password="p" />',
        "    </add>",
        '    <applicationPoolDefaults autoStart="true" />',
        "  </applicationPools>",
        "</system.applicationHost>",
        "",
      ].join("\r\n"),
    );
  });

  it("wraps it for /xml in CONFIG and a name without slash", () => {
    expect(memoryWorld(small).appcmd("list", "config", "/section:applicationPools", "/config", "/xml").stdout).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<appcmd>",
        '    <CONFIG CONFIG.SECTION="system.applicationHost/applicationPools" path="MACHINE/WEBROOT/APPHOST" overrideMode="Inherit" locked="false">',
        "        <system.applicationHost-applicationPools>",
        '            <add name="A">',
        '                <processModel password="p" />',
        "            </add>",
        '            <applicationPoolDefaults autoStart="true" />',
        "        </system.applicationHost-applicationPools>",
        "    </CONFIG>",
        "</appcmd>",
        "",
      ].join("\r\n"),
    );
  });

  it("shows with /config:* every pool and the defaults with all that is in force", () => {
    const { stdout } = memoryWorld(small).appcmd("list", "config", section, "/config:*");
    expect(stdout.match(/idleTimeout="00:20:00"/g)).toHaveLength(2);
    expect(stdout).toContain('<applicationPoolDefaults name="" queueLength="1000" autoStart="true"');
  });
});
