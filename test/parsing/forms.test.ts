import { inspect } from "node:util";

import { type ListedPool, parseApplications, parsePools, parseSection } from "../../provider/appcmd/answers/pools";
import type { Secret } from "../../provider/secret";
import { capture, explicitCapture, rawCapture, rawPools, sectionOutput } from "./outputs";

const envelope = (inside: string): string => `<?xml version="1.0" encoding="UTF-8"?>\r\n<appcmd>${inside}</appcmd>\r\n`;
const pool = (inside: string, attributes = ' state="Started"'): string =>
  `<APPPOOL APPPOOL.NAME="Shop"${attributes}>${inside}</APPPOOL>`;
const unreadable = expect.objectContaining({ code: "UNREADABLE_OUTPUT" }) as Error;

/** The unknown texts in clear. */
function unknownOf({ unknown = {} }: { readonly unknown?: ListedPool["unknown"] }): Record<string, string> {
  return Object.fromEntries(Object.entries(unknown).map(([path, text]) => [path, text.reveal()]));
}

describe("the answer of list apppool", () => {
  const [whole] = parsePools(capture);
  const settings = whole!.settings;

  it.each([
    ["a byte order mark", `\ufeff${capture}`],
    ["a byte order mark behind a warning", `Warnung: …\r\n\ufeff${capture}`],
    ["warnings in other languages before it", `警告：配置已更改。\r\r\nПредупреждение: "x" (5)\r\r\n${capture}`],
    ["the prompt and text behind it", `${capture}\r\nC:\\> fertig & 100 %\r\n`],
    ["a prompt with signs that begin no tag", `<<< ${capture}\r\na < b`],
    ["carriage returns doubled", capture.replaceAll("\n", "\r\r\n")],
    ["line feeds alone", capture.replaceAll("\r", "")],
    ["no line ends", capture.replace(/\r?\n\s*/g, "")],
    ["no XML declaration", capture.replace(/<\?xml.*\?>/, "")],
    ["empties closed by one tag", capture.replaceAll("<schedule></schedule>", "<schedule/>")],
    ["empties closed by two tags", capture.replace(/<(cpu|failure|processModel)( [^>]*?) ?\/>/g, "<$1$2></$1>")],
    ["attributes in another order", capture.replace(/(<cpu) (\w+="[^"]*") (.*?)( \/>)/, "$1 $3 $2$4")],
    ["single quotes", capture.replaceAll('"', "'")],
  ])("means the same with %s", (_what, output) => {
    expect(output).not.toBe(capture);
    expect(parsePools(output)).toEqual([whole]);
  });

  it("means the same without /xml, but for the state, which appcmd does not print then", () => {
    expect(parsePools(rawCapture)).toEqual([{ name: "DefaultAppPool", state: "Unknown", settings }]);
    expect(parsePools(`Warnung\r\n${rawCapture}\r\nfertig`)).toEqual([
      { name: "DefaultAppPool", state: "Unknown", settings },
    ]);
  });

  it("gives the settings in the schema's order, whatever the order of the answer", () => {
    const [shop] = parsePools('<add name="x"><cpu limit="1" /><failure /><processModel maxProcesses="2" /></add>');
    expect(Object.keys(shop!.settings)).toEqual(["processModel.maxProcesses", "cpu.limit"]);
  });

  it("holds several pools without an envelope", () => {
    expect(parsePools(rawPools).map(({ name }) => name)).toEqual(["DefaultAppPool", "Shop", "B"]);
  });

  it("holds what is explicit and no more, as of /config", () => {
    expect(Object.keys(parsePools(explicitCapture)[0]!.settings)).toEqual([
      "managedRuntimeVersion",
      "processModel.identityType",
      "processModel.userName",
      "processModel.password",
    ]);
  });

  it.each(["<appcmd></appcmd>", "<appcmd />", "<appcmd/>\r\n", "\ufeffWarnung\r\n<appcmd>\r\r\n</appcmd>"])(
    "is no pools: %j",
    (output) => {
      expect(parsePools(output)).toEqual([]);
    },
  );

  it("keeps a time of day that nobody may declare beside those that are canonical", () => {
    const entry = (value: string): string => `<add value="${value}" />`;
    const [shop] = parsePools(
      `<add name="x"><recycling><periodicRestart><schedule>${entry("25:61")}${entry("3:00:00")}</schedule></periodicRestart></recycling></add>`,
    );
    expect(shop!.settings["recycling.periodicRestart.schedule"]).toEqual(["03:00:00", "25:61"]);
  });

  it.each([
    ["an attribute", '<add name="Shop" newOne="5" />', { newOne: "5" }],
    ["an attribute deeper down", '<add><processModel newOne="5" /></add>', { "processModel.newOne": "5" }],
    ["an element", '<add><newOne a="1"><b c="2" /></newOne></add>', { "newOne.a": "1", "newOne.b.c": "2" }],
    ["an empty element", "<add><newOne /></add>", { newOne: "" }],
    ["elements of one name", '<add><a b="1" /><a b="2" /></add>', { "a.b": "1", "a[1].b": "2" }],
    [
      "an attribute of an entry",
      '<add><environmentVariables><add name="A" value="" /><add name="B" value="" c="1" /></environmentVariables></add>',
      { "environmentVariables.add[1].c": "1" },
    ],
    [
      "an element in an entry",
      '<add><environmentVariables><add name="A" value=""><b c="1" /></add></environmentVariables></add>',
      { "environmentVariables.add.b.c": "1" },
    ],
    [
      "an element beside entries",
      '<add><environmentVariables><more a="1" /></environmentVariables></add>',
      { "environmentVariables.more.a": "1" },
    ],
    ["a name that JavaScript knows", '<add constructor="1" __proto__="2" />', { constructor: "1", ["__proto__"]: "2" }],
    ["a setting in another letter case", '<add queuelength="5" />', { queuelength: "5" }],
  ])("reports what is not known: %s", (_what, add, unknown) => {
    const [shop] = parsePools(envelope(pool(add)));
    expect(Object.entries(unknownOf(shop!))).toEqual(Object.entries(unknown));
  });

  it("is not taken for one of /xml because of a name that begins like its envelope's", () => {
    expect(unknownOf(parsePools('<add name="x"><appcmdNew a="1" /></add>')[0]!)).toEqual({ "appcmdNew.a": "1" });
  });

  it("reports what is not known beside the settings: states and attributes", () => {
    const [shop] = parsePools(envelope(pool("<add />", ' state="Paused" id="7"')));
    expect([shop!.state, unknownOf(shop!)]).toEqual(["Unknown", { "APPPOOL.id": "7", "APPPOOL.state": "Paused" }]);
  });

  it("says nothing of unknown things where all is known", () => {
    expect(whole).not.toHaveProperty("unknown");
  });

  it("does not print what is not known, because it may be a secret", () => {
    const [shop] = parsePools(envelope(pool('<add><processModel newPassword="canary-1" /></add>')));
    expect(unknownOf(shop!)).toEqual({ "processModel.newPassword": "canary-1" });
    expect(`${JSON.stringify(shop)} ${inspect(shop, { depth: 9 })}`).not.toContain("canary-1");
  });

  it("gives each pool its own values, whatever the pools before it say", () => {
    const add = (name: string, length: string, password: string): string =>
      `<add name="${name}" queueLength="${length}"><processModel password="${password}" /></add>`;
    const pools = parsePools(add("A", "1", "p") + add("B", "2", "q") + add("C", "1", "p") + add("D", "1", "q"));
    expect(pools.map(({ settings }) => settings["queueLength"])).toEqual([1, 2, 1, 1]);
    const passwords = pools.map(({ settings }) => (settings["processModel.password"] as Secret).reveal());
    expect(passwords).toEqual(["p", "q", "p", "q"]);
  });

  it("gives each setting its own meaning of one text", () => {
    const [shop] = parsePools('<add name="x" managedRuntimeVersion="1" queueLength="1"><cpu limit="1" /></add>');
    expect(shop!.settings).toEqual({ queueLength: 1, managedRuntimeVersion: "1", "cpu.limit": 1 });
  });

  it("may be ten thousand pools", () => {
    const one = /<APPPOOL[\s\S]*<\/APPPOOL>/.exec(capture)?.[0] ?? "";
    const names = Array.from({ length: 10_000 }, (_, index) => `Pool ${index}`);
    const listed = parsePools(envelope(names.map((name) => one.replaceAll("DefaultAppPool", name)).join("\r\n")));
    expect(listed.map(({ name }) => name)).toEqual(names);
    expect(listed.at(-1)!.settings).toEqual(settings);
  });

  const canary = "canary-2";
  const nested = (depth: number): string => `${"<a>".repeat(depth)}${"</a>".repeat(depth)}`;

  it.each([
    ["a document type", `<?xml version="1.0"?><!DOCTYPE appcmd><appcmd></appcmd>`],
    ["an entity bomb", `<!DOCTYPE appcmd [<!ENTITY a "${canary}"><!ENTITY b "&a;&a;">]><appcmd>&b;</appcmd>`],
    ["an entity of its own", envelope(pool(`<add queueLength="&${canary};" />`))],
    ["elements deeper than 64", envelope(pool(`<add>${nested(62)}</add>`))],
    ["elements very much deeper", `<add name="${canary}">${nested(100_000)}</add>`],
    ["an error instead of pools", envelope(`<ERROR hresult="5" message="${canary}" />`)],
    ["an error that looks like a pool", envelope('<ERROR APPPOOL.NAME="x"><add /></ERROR>')],
    ["an error that looks like a pool without an envelope", '<add name="x" /><ERROR name="y" /><add name="z" />'],
    ["a pool and an error", envelope(`${pool("<add />")}<ERROR message="${canary}" />`)],
    ["one pool twice", envelope(pool("<add />") + pool("<add />"))],
    ["one pool in two letter cases", `<add name="${canary}" /><add name="${canary.toUpperCase()}" />`],
    ["a pool without its name", envelope(`<APPPOOL state="${canary}"><add /></APPPOOL>`)],
    ["a pool with an empty name", '<add name="" />'],
    ["a pool with two names", envelope(pool(`<add name="${canary}" />`))],
    ["a pool with its settings twice", envelope(pool("<add /><add />"))],
    ["a pool with something besides its settings", envelope(pool("<add /><more />"))],
    ["a pool with something in place of its settings", envelope(pool("<more />"))],
    ["a group of settings twice", `<add name="x"><cpu limit="1" /><cpu limit="${canary}" /></add>`],
    ["an attribute twice", `<add name="x" queueLength="1" queueLength="${canary}" />`],
    ["an attribute twice that the parser's error names", `<add name="x" ${canary}="1" ${canary}="2" />`],
    [
      "a variable twice",
      `<add name="x"><environmentVariables><add name="A" value="1" /><add name="A" value="${canary}" /></environmentVariables></add>`,
    ],
    [
      "a variable without its value",
      `<add name="x"><environmentVariables><add name="${canary}" /></environmentVariables></add>`,
    ],
    ["text between elements", `<add name="x">processModel password="${canary}" /><cpu /></add>`],
    ["a comment", envelope(`<!-- ${canary} -->${pool("<add />")}`)],
    ["a piece of a pool before it", ` password="${canary}" />${capture}`],
    ["an attribute before it", `password="${canary}"\r\n${capture}`],
    ["an attribute in single quotes before it", `password = '${canary}'\r\n${capture}`],
    ["an attribute behind it", `${capture} password="${canary}"`],
    ["a tag in its declaration", capture.replace(" version=", ` <add password="${canary}" `)],
    ["a tag before it", `<processModel>${capture}`],
    ["the end of a pool before it", `/>${capture}`],
    ["a piece of a pool behind it", `${capture}<add password="${canary}`],
    ["two answers in a row", capture + capture],
    ["an answer behind half of one", capture.slice(0, 900) + capture],
    ["pools with and without envelope", rawCapture + capture],
    ["another list", envelope('<SITE SITE.NAME="x" />')],
    ["a list without settings", envelope(`<APPPOOL APPPOOL.NAME="${canary}" state="Started" />`)],
  ])("is refused with %s, and not quoted", (_what, output) => {
    const read = (): unknown => parsePools(output);
    expect(read).toThrow(unreadable);
    expect(read).not.toThrow(/canary/i);
  });
});

describe("the answer of list config", () => {
  it("is read without /xml too", () => {
    const raw = sectionOutput
      .replace(/[\s\S]*<system.applicationHost-applicationPools>/, "<system.applicationHost><applicationPools>")
      .replace(/<\/system.applicationHost-applicationPools>[\s\S]*/, "</applicationPools></system.applicationHost>");
    expect(parseSection(raw, "explicit")).toEqual(parseSection(sectionOutput, "explicit"));
    expect(parseSection(raw, "explicit").pools.get("shop")).toMatchObject({ queueLength: 2000 });
  });

  it("reports what is not known by its path in the section", () => {
    const output = sectionOutput
      .replace('queueLength="2000"', 'queueLength="2000" newOne="5"')
      .replace("<processModel ", '<processModel newTwo="6" ')
      .replace('<add name="Other" />', '<add name="Other" /><clear /><more a="1" />');
    expect(unknownOf(parseSection(output, "explicit"))).toEqual({
      "[name='Shop'].newOne": "5",
      "applicationPoolDefaults.processModel.newTwo": "6",
      clear: "",
      "more.a": "1",
    });
  });

  const defaults = "<applicationPoolDefaults />";

  it.each([
    ["no section", envelope('<CONFIG CONFIG.SECTION="x" />')],
    ["nothing", envelope("")],
    ["another section", sectionOutput.replaceAll("host-applicationPools", "host-sites").replaceAll("Host-a", "Host-b")],
    ["two sections", sectionOutput.replace(/<CONFIG[\s\S]*<\/CONFIG>/, "$&$&")],
    ["a pool twice", sectionOutput.replace('"Other"', '"SHOP"')],
    ["a pool without a name", sectionOutput.replace('<add name="Other" />', "<add />")],
    ["defaults twice", sectionOutput.replace('<add name="Other" />', defaults)],
  ])("is refused with %s", (_what, output) => {
    expect(() => parseSection(output, "explicit")).toThrow(unreadable);
  });
});

describe("the answer of list app", () => {
  it.each([
    ["an application without its pool, because a pool would seem to be unused", '<APP APP.NAME="x/" />'],
    ["an application without its name", '<APP APPPOOL.NAME="y" />'],
    ["an error that looks like an application", '<ERROR APP.NAME="x/" APPPOOL.NAME="y" />'],
  ])("is refused with %s", (_what, inside) => {
    expect(() => parseApplications(envelope(inside))).toThrow(unreadable);
  });
});
