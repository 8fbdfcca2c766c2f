import fc from "fast-check";
import { escapeIndexerValue, escapeValue } from "../../provider/appcmd/edit";
import { unescapeIndexerValue, unescapeValue } from "../../tools/windows/shell-models.mts";

describe("escaping for appcmd's own parser", () => {
  it.each([
    ["100%", "100%25", "100%25"],
    ["%u0041%41", "%25u0041%2541", "%25u0041%2541"],
    ["it's", "it's", "it''s"],
    ['say "hi"', 'say "hi"', 'say "hi"'],
  ])("writes %j as %s, and as %s in an indexer", (value, plain, indexer) => {
    expect(escapeValue(value)).toBe(plain);
    expect(escapeIndexerValue(value)).toBe(indexer);
  });

  it.each([
    ["%u0025windir%u0025", "%windir%"],
    ["a%20b%2Fc%c4", "a b/cÄ"],
    ["5% %u12 %zz %", "5% %u12 %zz %"],
  ])("reads %s as appcmd does: %s", (text, value) => {
    expect(unescapeValue(text)).toBe(value);
  });

  it("is taken away again, whatever the value", () => {
    const character = fc.constantFrom("a", "%", "u", "0", "4", "1", "'", '"', "\\", "😀", "\t");
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 14 }), (value) => {
        expect(unescapeValue(escapeValue(value))).toBe(value);
        expect(unescapeIndexerValue(escapeIndexerValue(value))).toBe(value);
        expect(escapeIndexerValue(value)).toMatch(/^(?:[^']|'')*$/);
      }),
      { numRuns: 1000 },
    );
  });
});
