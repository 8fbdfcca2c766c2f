import { memoryWorld } from "./memory-world";

const config = `<configuration>
    <system.applicationHost>
        <applicationPools>
            <add name="A" />
        </applicationPools>
        <sites>
            <site name="It's" id="1">
                <application path="/" applicationPool="A" />
                <application path="/x" />
            </site>
            <applicationDefaults applicationPool="A" />
        </sites>
    </system.applicationHost>
</configuration>
`;
const section = "-section:system.applicationHost/sites";
const set = (...edits: string[]): string[] => ["set", "config", section, ...edits, "/commit:apphost"];

test.each([
  ["/[name='It''s'].[path='/'].applicationPool:B", 'path="/" applicationPool="A"', 'path="/" applicationPool="B"'],
  ["/[name='it''s'].[path='/X'].applicationPool:B", 'path="/x" />', 'path="/x" applicationPool="B" />'],
  ["/applicationDefaults.applicationPool:B", 'Defaults applicationPool="A"', 'Defaults applicationPool="B"'],
])("set config of the sites with %s changes that and nothing else", (edit, before, after) => {
  const world = memoryWorld(config);
  expect(world.appcmd(...set(edit))).toEqual({
    ...{ exitCode: 0, commit: true },
    stdout:
      'Applied configuration changes to section "system.applicationHost/sites" for "MACHINE/WEBROOT/APPHOST" at configuration commit path "MACHINE/WEBROOT/APPHOST"\r\n',
  });
  expect(world.config()).toBe(config.replace(before, after));
});

test("a site gets applicationDefaults where it has none", () => {
  const world = memoryWorld(config);
  expect(world.appcmd(...set("/[name='It''s'].applicationDefaults.applicationPool:B")).exitCode).toBe(0);
  expect(world.config()).toContain('<applicationDefaults applicationPool="B" />\n            </site>');
});

test("of several edits all are made or none", () => {
  const world = memoryWorld(config);
  const edits = ["/[name='It''s'].[path='/'].applicationPool:B", "/[name='None'].[path='/'].applicationPool:B"];
  expect(world.appcmd(...set(...edits))).toMatchObject({ exitCode: 4312 });
  expect(world.config()).toBe(config);
});

test.each([
  "/[name='It''s'].serverAutoStart:false",
  "/[name='It''s'].applicationPool:B",
  "/+[name='New']",
  "/[name='It''s'].[path='/'].[path='/'].applicationPool:B",
  "/[@0].[path='/'].applicationPool:B",
  "/siteDefaults.applicationPool:B",
  "/+applicationDefaults.applicationPool:B",
])("what it cannot set of the sites it says: %s", (edit) => {
  const world = memoryWorld(config);
  expect(world.appcmd(...set(edit))).toMatchObject({ exitCode: 50 });
  expect(world.config()).toBe(config);
});

test("list config shows the sites as they are written, in the envelope of other sections", () => {
  const world = memoryWorld(config);
  const { stdout, exitCode } = world.appcmd("list", "config", "-section:sites", "/config", "/xml");
  expect(exitCode).toBe(0);
  expect(stdout).toContain('<CONFIG CONFIG.SECTION="system.applicationHost/sites" path="MACHINE/WEBROOT/APPHOST"');
  expect(stdout).toMatch(
    /<system\.applicationHost-sites>\s*<site name="It's" id="1">\s*<application path="\/" applicationPool="A"/,
  );
  expect(world.appcmd("list", "config", section, "/config:*", "/xml").exitCode).toBe(50);
  const bare = memoryWorld(config.replace(/<sites>.*<\/sites>/s, ""));
  expect(bare.appcmd("list", "config", section, "/config", "/xml").stdout).toContain(
    "<system.applicationHost-sites />",
  );
  expect(bare.appcmd(...set("/applicationDefaults.applicationPool:B"))).toMatchObject({ exitCode: 4312 });
});
