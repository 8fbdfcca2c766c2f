import { encodeOutput, outputEncoding } from "../../emulator/output/encode";
import { memoryWorld, poolsConfig, section } from "./memory-world";

const one = poolsConfig('<add name="Bücher" />');

describe("a localized Windows", () => {
  it.each([
    [
      "de",
      ["stop", "apppool", "X"],
      'ERROR ( message:Das APPPOOL-Objekt mit dem Bezeichner "X" wurde nicht gefunden. )\r\n',
    ],
    ["ru", ["stop", "apppool", "X"], 'ERROR ( message:Не удается найти объект APPPOOL с идентификатором "X". )\r\n'],
    [
      "de",
      ["start", "apppool", "Bücher"],
      "ERROR ( hresult:80070420, message:Fehler bei der Befehlsausführung.\r\r\nEs wird bereits eine Instanz des Dienstes ausgeführt.\r\r\n )\r\n",
    ],
    ["ru", ["stop", "apppool", "Bücher"], '"Bücher" успешно остановлен\r\n'],
  ])("answers in %s to %j, its tokens in English", (language, argv, stdout) => {
    const text = memoryWorld(one, { APPCMD_EMULATOR_LANG: language }).appcmd(...argv).stdout;
    expect(text).toBe(stdout);
  });

  it.each(["de", "ru"])("ends with the same exit codes in %s, and lists the same XML", (language) => {
    const english = memoryWorld(one);
    const other = memoryWorld(one, { APPCMD_EMULATOR_LANG: language });
    for (const argv of [
      ["list", "apppool", "/xml"],
      ["list", "apppool"],
    ])
      expect(other.appcmd(...argv)).toEqual(english.appcmd(...argv));
    for (const argv of [
      ["add", "apppool", "/name:A"],
      ["add", "apppool", "/name:A"],
      ["set", "config", section, "/[name='A'].bogus:1"],
    ]) {
      expect(other.appcmd(...argv).exitCode).toBe(english.appcmd(...argv).exitCode);
    }
    expect(other.config()).toBe(english.config());
  });

  it("is refused where its language is not known", () => {
    expect(memoryWorld(one, { APPCMD_EMULATOR_LANG: "zh" }).appcmd("list", "apppool")).toMatchObject({
      exitCode: 87,
      stdout: 'ERROR ( message:APPCMD_EMULATOR_LANG is "zh"; this emulator knows en, de, ru. )\r\n',
    });
  });

  it.each([
    ["de", "ausführen", [0x61, 0x75, 0x73, 0x66, 0x81, 0x68, 0x72, 0x65, 0x6e]],
    ["ru", "Сбой", [0x91, 0xa1, 0xae, 0xa9]],
    ["ru", "ü", [0x3f]],
    ["", "ü", [0xc3, 0xbc]],
    ["de", "<ü/>", [0x3c, 0xc3, 0xbc, 0x2f, 0x3e]],
  ])("writes in %j the text %s as the bytes of its console", (language, text, bytes) => {
    const world = { env: { APPCMD_EMULATOR_LANG: language } };
    expect([...encodeOutput(text, outputEncoding(world, text))]).toEqual(bytes);
  });

  it("writes XML in its code page too, where that is assumed", () => {
    const world = { env: { APPCMD_EMULATOR_ASSUME: "output-encoding=oem" } };
    expect([...encodeOutput("<ü/>", outputEncoding(world, "<ü/>"))]).toEqual([0x3c, 0x81, 0x2f, 0x3e]);
  });
});
