import { memoryWorld } from "./memory-world";

const config = `<configuration>
    <system.applicationHost>
        <applicationPools>
            <add name="A" />
        </applicationPools>
        <sites>
            <site name="Default Web Site" id="1">
                <application path="/" applicationPool="A" />
                <application path="/api" />
            </site>
        </sites>
    </system.applicationHost>
</configuration>
`;

test.each<[string[], string, string, string]>([
  [
    ["set", "app", "Default Web Site/", "/applicationPool:B"],
    'APP object "Default Web Site/" changed',
    'path="/" applicationPool="A"',
    'path="/" applicationPool="B"',
  ],
  [
    ["set", "app", "default web site/API", "-applicationpool:B"],
    'APP object "Default Web Site/api" changed',
    'path="/api" />',
    'path="/api" applicationPool="B" />',
  ],
  [
    ["set", "app", "/app.name:Default Web Site/api", "/applicationPool:B", "/commit:apphost"],
    'APP object "Default Web Site/api" changed',
    'path="/api" />',
    'path="/api" applicationPool="B" />',
  ],
  [
    ["set", "site", "Default Web Site", "/[path='/'].applicationPool:B"],
    'SITE object "Default Web Site" changed',
    'path="/" applicationPool="A"',
    'path="/" applicationPool="B"',
  ],
  [
    ["set", "site", "/site.name:Default Web Site", "/[path='/api'].applicationPool:B"],
    'SITE object "Default Web Site" changed',
    'path="/api" />',
    'path="/api" applicationPool="B" />',
  ],
])("%j moves the application and changes nothing else", (argv, line, before, after) => {
  const world = memoryWorld(config);
  expect(world.appcmd(...argv)).toEqual({ stdout: `${line}\r\n`, exitCode: 0, commit: true });
  expect(world.config()).toBe(config.replace(before, after));
});

test("set site gives a site applicationDefaults where it has none", () => {
  const world = memoryWorld(config);
  const set = world.appcmd("set", "site", "Default Web Site", "/applicationDefaults.applicationPool:B");
  expect(set).toMatchObject({ exitCode: 0 });
  expect(world.appcmd("list", "app", "/apppool.name:B").stdout).toBe(
    'APP "Default Web Site/api" (applicationPool:B)\r\n',
  );
});

test.each<[string[], number, string]>([
  [["set", "app", "Nope/", "/applicationPool:B"], 1168, 'Cannot find APP object with identifier "Nope/".'],
  [["set", "app", "Default Web Site", "/applicationPool:B"], 1168, "Cannot find APP object"],
  [["set", "site", "Nope", "/[path='/'].applicationPool:B"], 1168, 'Cannot find SITE object with identifier "Nope".'],
  [["set", "site", "Default Web Site", "/[path='/x'].applicationPool:B"], 4312, "Cannot find requested collection"],
  [["set", "app", "/applicationPool:B"], 87, "Must specify the APP object with identifier."],
  [["set", "app", "Default Web Site/", "/path:/x"], 50, "/path:/x of SET APP; only its applicationPool can be set"],
  [["set", "app", "Default Web Site/", "/+applicationPool"], 50, "/+applicationPool of SET APP"],
  [["set", "app", "Default Web Site/"], 50, "SET APP without a pool"],
  [["set", "site", "Default Web Site", "/serverAutoStart:false"], 50, "/serverAutoStart:false; of the sites only"],
])("%j is refused and nothing is written", (argv, exitCode, message) => {
  const world = memoryWorld(config);
  const { stdout, ...rest } = world.appcmd(...argv);
  expect([rest, stdout]).toEqual([{ exitCode, commit: false }, expect.stringContaining(message)]);
  expect(world.config()).toBe(config);
});

describe("what is not supported is refused by name", () => {
  it.each([
    [["list", "apppool", "/queueLength:>500"], "the range of the filter /queueLength:>500"],
    [["list", "apppool", "/queueLength:<=500"], "the range of the filter /queueLength:<=500"],
    [["list", "apppool", "/processModel.idleTimeout:$gt00:10:00"], "the range of the filter"],
    [["list", "app", "/path:<5"], "the range of the filter /path:<5"],
    [["list", "site"], "LIST SITE is not supported"],
    [["add", "app", "/site.name:x"], "ADD APP is not supported"],
    [["start", "sites", "x"], "START SITES is not supported"],
    [["list", "apppool", "/metadata"], "the parameter /metadata"],
    [["list", "apppool", "/in"], "/in of LIST APPPOOL"],
  ])("%j", (argv, what) => {
    const { stdout, exitCode } = memoryWorld(config).appcmd(...argv);
    expect(exitCode).toBe(50);
    expect(stdout).toContain("The request is not supported.");
    expect(stdout).toContain(`appcmd-emulator: ${what}`);
  });
});
