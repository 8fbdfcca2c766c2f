import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { parseApplications, parsePools, parseSection } from "../../provider/appcmd/answers/pools";
import { Secret } from "../../provider/secret";

const capture = readFileSync(join(__dirname, "../fixtures/list-apppool-config-all-iis-8.5.xml"), "utf8");

function envelope(inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\r\n<appcmd>\r\n${inside}\r\n</appcmd>\r\n`;
}

const pool = (inside: string): string =>
  envelope(
    `<APPPOOL APPPOOL.NAME="Shop" PipelineMode="Integrated" RuntimeVersion="" state="Started">${inside}</APPPOOL>`,
  );

describe("the answer of list apppool", () => {
  it("is read from a real capture of IIS 8.5, every attribute in canonical form", () => {
    const [first, ...others] = parsePools(capture);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      name: "DefaultAppPool",
      state: "Started",
      settings: {
        queueLength: 1000,
        autoStart: true,
        managedRuntimeVersion: "v4.0",
        "processModel.idleTimeout": "00:20:00",
        "recycling.logEventOnRecycle": ["Time", "Memory", "PrivateMemory"],
        "recycling.periodicRestart.time": "1.05:00:00",
        "recycling.periodicRestart.schedule": [],
        "cpu.smpProcessorAffinityMask": 4294967295,
        "cpu.processorGroup": 0,
      },
    });
  });

  it("leaves out what the server's IIS does not have", () => {
    expect(parsePools(capture)[0]!.settings).not.toHaveProperty("environmentVariables");
  });

  it("hides the password from every way of printing", () => {
    const [shop] = parsePools(pool('<add name="Shop"><processModel password="canary-1" /></add>'));
    const password = shop!.settings["processModel.password"] as Secret;
    expect(password).toBeInstanceOf(Secret);
    expect(password.equals(new Secret("canary-1"))).toBe(true);
    expect(`${JSON.stringify(shop)} ${inspect(shop, { depth: 9 })} ${String(password)}`).not.toContain("canary-1");
  });

  it("reads schedules as sets and variables as a map", () => {
    const [shop] = parsePools(
      pool(
        '<add name="Shop"><recycling><periodicRestart><schedule><add value="15:00:00" /><add value="03:00:00" /></schedule>' +
          '</periodicRestart></recycling><environmentVariables><add name="A" value="1&amp;2" /></environmentVariables></add>',
      ),
    );
    expect(shop!.settings).toMatchObject({
      "recycling.periodicRestart.schedule": ["03:00:00", "15:00:00"],
      environmentVariables: { A: "1&2" },
    });
  });

  it("is found between other text", () => {
    expect(parsePools(`Warnung: …\r\n${capture}\r\nfertig`)).toHaveLength(1);
  });

  it("answers no pools for an empty envelope", () => {
    expect(parsePools(envelope(""))).toEqual([]);
  });

  it.each([
    ["nothing", ""],
    ["half of it", capture.slice(0, 900)],
    ["an error", "ERROR ( message:The WAS service is not available - try starting the service first. )"],
    ["broken XML", envelope('<APPPOOL APPPOOL.NAME="x"><add password="canary-2></APPPOOL>')],
    ["a pool without settings", pool("")],
  ])("refuses %s, and never quotes it", (_what, output) => {
    const read = (): unknown => parsePools(output);
    expect(read).toThrow(expect.objectContaining({ code: "UNREADABLE_OUTPUT" }));
    expect(read).not.toThrow(/canary/);
  });
});

describe("the answer of list config", () => {
  const section = (inside: string): string =>
    envelope(
      '<CONFIG CONFIG.SECTION="system.applicationHost/applicationPools" path="MACHINE/WEBROOT/APPHOST">' +
        `<system.applicationHost-applicationPools>${inside}</system.applicationHost-applicationPools></CONFIG>`,
    );

  it("gives the explicit settings of each pool and of the defaults", () => {
    const { pools, defaults } = parseSection(
      section('<add name="Shop" queueLength="2000" /><applicationPoolDefaults managedRuntimeVersion="v4.0" />'),
      "explicit",
    );
    expect([...pools]).toEqual([["shop", { queueLength: 2000 }]]);
    expect(defaults).toEqual({ managedRuntimeVersion: "v4.0" });
  });

  it("tells a cleared schedule from one that says nothing", () => {
    const of = (inside: string): unknown =>
      parseSection(
        section(
          `<add name="x"><recycling><periodicRestart><schedule>${inside}</schedule></periodicRestart></recycling></add>`,
        ),
        "explicit",
      ).pools.get("x");
    expect(of("")).toEqual({});
    expect(of("<clear />")).toEqual({ "recycling.periodicRestart.schedule": [] });
  });
});

describe("the answer of list app", () => {
  it("gives each application's pool", () => {
    const real =
      '<APP path="/" APP.NAME="Default Web Site/" APPPOOL.NAME="DefaultAppPool" SITE.NAME="Default Web Site" />';
    expect(parseApplications(envelope(real))).toEqual([{ name: "Default Web Site/", pool: "DefaultAppPool" }]);
  });
});
