import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";

import { readTree, serialize } from "../../emulator/document/tree";
import { memoryWorld, section } from "./memory-world";

const real = join(__dirname, "../../../shared/reference/applicationHost");
const ifReal = existsSync(real) ? it : it.skip;
const mixed = readFileSync(join(__dirname, "fixtures/iis-10.0-mixed-style.config"), "utf8");

/** The fixture, and the same with other line ends, byte order mark, and blanks for tabs. */
const samples: Record<string, string> = {
  "mixed style": mixed,
  "CRLF and a byte order mark": `\ufeff${mixed.replaceAll("\n", "\r\n")}`,
  "blanks for tabs": mixed.replaceAll("\t", "  "),
  "all on one line": mixed.replaceAll(/\n\t*/g, " "),
};

/** Settings that no pool of the configurations has of its own. */
const settings: readonly (readonly [path: string, value: string])[] = [
  ["processModel.userName", `C:\\"x" & 'y'\u00a0<z>`],
  ["processModel.idleTimeout", "00:05:00"],
  ["processModel.pingInterval", "00:00:10"],
  ["recycling.periodicRestart.privateMemory", "1048576"],
  ["recycling.disallowOverlappingRotation", "true"],
  ["failure.rapidFailProtection", "false"],
  ["cpu.limit", "50000"],
  ["cpu.action", "Throttle"],
];

function poolNames(config: string): string[] {
  return memoryWorld(config).appcmd("list", "apppool", "/text:name").stdout.trimEnd().split("\r\n");
}

function quote(name: string): string {
  return `[name='${name.replaceAll("'", "''").replaceAll("%", "%25")}']`;
}

/** Runs the commands of a round trip; each must succeed. */
function appcmd(config: string, commands: readonly (readonly string[])[]): string {
  const world = memoryWorld(config);
  for (const command of commands) expect(world.appcmd(...command)).toMatchObject({ exitCode: 0 });
  return world.config();
}

/** Sets random settings of random pools in one call or several, clears them in another order, and expects the bytes back. */
function expectSetAndClearRestore(config: string): void {
  const pools = [...poolNames(config).map(quote), "applicationPoolDefaults"];
  const path = fc.tuple(fc.constantFrom(...pools), fc.constantFrom(...settings));
  const paths = fc.uniqueArray(path, { minLength: 1, maxLength: 6, selector: ([pool, [name]]) => pool + name });
  const shuffled = paths.chain((chosen) =>
    fc.tuple(fc.constant(chosen), fc.shuffledSubarray(chosen, { minLength: chosen.length })),
  );
  fc.assert(
    fc.property(shuffled, fc.boolean(), ([set, clear], together) => {
      const sets = set.map(([pool, [name, value]]) => `/${pool}.${name}:${value}`);
      const clears = clear.map(([pool, [name]]) => `/${pool}.${name}`);
      const call = (verb: string, args: string[]): string[][] =>
        together ? [[verb, "config", section, ...args]] : args.map((arg) => [verb, "config", section, arg]);
      expect(appcmd(config, [...call("set", sets), ...call("clear", clears)])).toBe(config);
    }),
    { numRuns: 40 },
  );
}

/** The same with entries of collections and whole pools, which are added and removed. */
function expectAddAndRemoveRestore(config: string): void {
  const pools = [...poolNames(config).map(quote), "applicationPoolDefaults"];
  const position = fc.constantFrom("", "@0,", "@1,", "@start,", "@end,");
  const time = fc
    .tuple(fc.constantFrom(...pools), position, fc.integer({ min: 13, max: 23 }))
    .map(([pool, at, hour]) => {
      const list = `${pool}.recycling.periodicRestart.schedule`;
      return [`/+${list}.[${at}value='${hour}:00:00']`, `/-${list}.[value='${hour}:00:00']`] as const;
    });
  const variable = fc.tuple(fc.constantFrom(...pools), position, fc.constantFrom("A", "B")).map(([pool, at, name]) => {
    const list = `${pool}.environmentVariables`;
    return [`/+${list}.[${at}name='${name}',value='1']`, `/-${list}.[name='${name}']`] as const;
  });
  const pool = fc.tuple(position, fc.constantFrom("New", "Newer")).map(([at, name]) => {
    return [`/+[${at}name='${name}',queueLength='10']`, `/-[name='${name}']`] as const;
  });
  const entries = fc.uniqueArray(fc.oneof(time, variable, pool), {
    minLength: 1,
    maxLength: 6,
    selector: ([, remove]) => /'([^']*)'\]$/.exec(remove)?.[1],
  });
  const shuffled = entries.chain((chosen) =>
    fc.tuple(fc.constant(chosen), fc.shuffledSubarray(chosen, { minLength: chosen.length })),
  );
  fc.assert(
    fc.property(shuffled, ([added, removed]) => {
      const adds = added.map(([add]) => ["set", "config", section, add]);
      const removes = removed.map(([, remove]) => ["set", "config", section, remove]);
      expect(appcmd(config, [...adds, ...removes])).toBe(config);
    }),
    { numRuns: 60 },
  );
}

describe("an edit leaves every byte that it does not touch", () => {
  it.each(Object.entries(samples))("reading and writing a tree changes nothing: %s", (_, config) => {
    expect(serialize(readTree(config))).toBe(config);
  });

  it.each(Object.entries(samples))("set and clear restore the file: %s", (_, config) => {
    expectSetAndClearRestore(config);
  });

  it.each(Object.entries(samples))("add and remove restore the file: %s", (_, config) => {
    expectAddAndRemoveRestore(config);
  });

  ifReal.each(["server-2012r2.config", "iis-express.config"])(
    "set, clear, add and remove restore the real %s",
    (name) => {
      const config = readFileSync(join(real, name), "utf8");
      expect(serialize(readTree(config))).toBe(config);
      expectSetAndClearRestore(config);
      expectAddAndRemoveRestore(config);
    },
  );

  it.each(Object.entries(samples))("add apppool and delete apppool restore the file: %s", (_, config) => {
    expect(
      appcmd(config, [
        [
          "add",
          "apppool",
          "/name:New",
          "/processModel.identityType:NetworkService",
          "/+environmentVariables.[name='K',value='1']",
        ],
        ["delete", "apppool", "New"],
      ]),
    ).toBe(config);
  });

  it.each([
    ["an empty section", "<applicationPools />"],
    ["an empty section without blank", "<applicationPools/>"],
    ["an empty section with two tags", "<applicationPools></applicationPools>"],
    ["an empty section on two lines", "<applicationPools>\n    </applicationPools>"],
    ["a section with only a comment", "<applicationPools>\n      <!-- none -->\n    </applicationPools>"],
    ["a section with only a comment on its line", "<applicationPools> <!-- none --> </applicationPools>"],
    [
      "a section with only defaults",
      '<applicationPools>\n      <applicationPoolDefaults queueLength="10" />\n    </applicationPools>',
    ],
  ])("adding the first pool and deleting it restores %s", (_, text) => {
    const config = `<configuration>\n  <system.applicationHost>\n    ${text}\n  </system.applicationHost>\n</configuration>`;
    expect(
      appcmd(config, [
        ["add", "apppool", "/name:A"],
        ["delete", "apppool", "A"],
      ]),
    ).toBe(config);
  });

  it("keeps the line of a comment behind a pool together when a pool is added behind it", () => {
    const after = appcmd(mixed, [
      ["set", "config", section, "/+[@1,name='New']"],
      ["add", "apppool", "/name:Last"],
    ]);
    expect(after).toContain(
      '</add> <!-- end of the shop -->\n\t\t\t<add name="New" />\n\t\t\t<add name="Größe 😀"/>\n',
    );
    expect(after).toContain(
      '<add name="Off" autoStart="false" />\n\t\t\t<add name="Last" />\n\t\t\t<applicationPoolDefaults',
    );
  });

  it.each([
    ["one blank before the slash", '<add name="A" />', '<add name="A">'],
    ["no blank before the slash", '<add name="A"/>', '<add name="A" >'],
    ["two blanks before the slash", '<add name="A"  />', '<add name="A"  >'],
  ])("opens a pool written with %s and closes it the same way", (_, pool, opened) => {
    const config = `<configuration>\n <system.applicationHost>\n  <applicationPools>\n   ${pool}\n  </applicationPools>\n </system.applicationHost>\n</configuration>`;
    const set = ["set", "config", section, "/[name='A'].cpu.limit:1"];
    expect(appcmd(config, [set])).toContain(`\n   ${opened}\n    <cpu limit="1" />\n   </add>\n`);
    expect(appcmd(config, [set, ["clear", "config", section, "/[name='A'].cpu.limit"]])).toBe(config);
  });

  it("puts the first element of a pool that has only a comment on its own line behind it", () => {
    expect(appcmd(mixed, [["set", "config", section, "/[name='Commented'].cpu.limit:1"]])).toContain(
      '\t\t\t\t<!-- nothing yet -->\n\t\t\t\t<cpu limit="1" />\n\t\t\t</add>',
    );
  });

  it("keeps the quotes of a value that it changes", () => {
    const after = appcmd(mixed, [["set", "config", section, "/[name='Shop ''n Co'].managedRuntimeVersion:v'4'"]]);
    expect(after).toContain("managedRuntimeVersion='v&apos;4&apos;'>   <!-- stays here -->");
  });

  it("keeps the spelling of a value that is set to what it is", () => {
    expect(appcmd(mixed, [["set", "config", section, "/[name='Shop ''n Co'].name:Shop 'n Co"]])).toBe(mixed);
  });
});
