import { encode, encodingExists } from "iconv-lite";
import { codePageNumbers } from "../../provider/connection/schema";
import { outputDecoder, readCodePage } from "../../provider/transport/decode-output";

const listing = (name: string): string => `<?xml version="1.0" encoding="UTF-8"?><APPPOOL APPPOOL.NAME="${name}" />`;

function decode(bytes: Buffer, codePage?: number): Promise<unknown> {
  return outputDecoder("web-01", () => Promise.resolve(codePage))(bytes);
}

describe("what appcmd printed", () => {
  it.each([
    ["UTF-8 whatever the code page is", Buffer.from(listing("Große Straße")), 866, { text: listing("Große Straße") }],
    ["UTF-8 behind a byte order mark", Buffer.from(`\uFEFF${listing("Über")}`), undefined, { text: listing("Über") }],
    ["nothing", Buffer.alloc(0), undefined, { text: "" }],
    ["cp850", encode(listing("Über"), "cp850"), 850, { text: listing("Über"), codePage: 850 }],
    ["cp866", encode(listing("Магазин"), "cp866"), 866, { text: listing("Магазин"), codePage: 866 }],
    ["cp932", encode(listing("店舗"), "cp932"), 932, { text: listing("店舗"), codePage: 932 }],
    ["a message in cp866", encode("Отказано в доступе.", "cp866"), 866, { text: "Отказано в доступе.", codePage: 866 }],
    ["a message in a code page that nobody knows", encode("für", "cp850"), undefined, { text: "f\uFFFDr" }],
  ])("is read from %s", async (_what, bytes, codePage, expected) => {
    expect(await decode(bytes, codePage)).toEqual(expected);
  });

  it("is left without a character that is cut off at its end, for the reader to see that it is cut off", async () => {
    expect(await decode(Buffer.from("<a>ü").subarray(0, -1))).toEqual({ text: "<a>" });
  });

  it.each([
    ["that nobody named", undefined, /web-01: .*an unknown code page.*codePage: 850.*iis:codePage 850/],
    ["that is called UTF-8 and is none", 65001, /that code page 65001 does not have/],
    ["that lacks one of its bytes", 874, /that code page 874 does not have/],
  ])("is refused where it is a listing in a code page %s", async (_what, codePage, message) => {
    const bytes = Buffer.concat([encode(listing("Über"), "cp850"), Buffer.from([0xfc])]);
    await expect(decode(bytes, codePage)).rejects.toMatchObject({
      code: "UNREADABLE_OUTPUT",
      message: expect.stringMatching(message),
    });
  });

  it.each([
    [850, 'web-01: the name of the pool that appcmd prints as "???????" cannot be read in code page 850. Rename'],
    [undefined, "cannot be read in the console's code page. Rename"],
  ])("is refused where the code page (%s) lacks a character of a pool's name", async (codePage, message) => {
    const bytes = encode(listing("Магазин"), "cp850");
    await expect(decode(bytes, codePage)).rejects.toMatchObject({
      code: "UNREADABLE_OUTPUT",
      message: expect.stringContaining(message),
    });
  });

  it("may hold a million of them: a server that means harm costs no time", async () => {
    const bytes = Buffer.from(`<APPPOOL APPPOOL.NAME="${"?".repeat(1e6)}`);
    expect(await decode(bytes)).toEqual({ text: bytes.toString() });
  });

  it("may hold question marks elsewhere", async () => {
    const text = '<APP APP.NAME="Site?/" APPPOOL.NAME="A"><add name="WHO?" value="A.NAME=?" /></APP>';
    expect(await decode(Buffer.from(text))).toEqual({ text });
  });

  it("makes the code page be asked for once, and only where it is needed", async () => {
    const ask = jest.fn(() => Promise.resolve(850));
    const read = outputDecoder("web-01", ask);
    await read(Buffer.from(listing("Über")));
    expect(ask).not.toHaveBeenCalled();
    await Promise.all([read(encode("für", "cp850")), read(encode("für", "cp850"))]);
    await read(encode("für", "cp850"));
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("makes the code page be asked for again where there was no answer", async () => {
    const ask = jest.fn<Promise<number | undefined>, []>(() => Promise.resolve(850));
    ask.mockRejectedValueOnce(new Error("no answer")).mockResolvedValueOnce(undefined);
    const read = outputDecoder("web-01", ask);
    await expect(read(encode("für", "cp850"))).rejects.toThrow("no answer");
    await expect(read(encode(listing("für"), "cp850"))).rejects.toThrow("an unknown code page");
    expect(ask).toHaveBeenCalledTimes(2);
    expect(await read(encode("für", "cp850"))).toEqual({ text: "für", codePage: 850 });
  });
});

describe("the answer of chcp", () => {
  it.each([
    ["Active code page: 437\r\n", 437],
    ["Aktive Codepage: 850.\r\n", 850],
    [encode("Текущая кодовая страница: 866\r\n", "cp866").toString("utf8"), 866],
    [encode("現在のコード ページ: 932\r\n", "cp932").toString("utf8"), 932],
    ["Active code page: 65001", 65001],
    ["", undefined],
    ["'chcp' is not recognized", undefined],
  ])("%j means %s", (answer, codePage) => {
    expect(readCodePage(answer)).toBe(codePage);
  });
});

test("the code pages are those of which the tables are there, and UTF-8", () => {
  const known = Array.from({ length: 65_536 }, (_, number) => number).filter((number) => encodingExists(`cp${number}`));
  expect(codePageNumbers).toEqual([...known, 65_001]);
});
