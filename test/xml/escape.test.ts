import fc from "fast-check";

import { escapeAttribute } from "../../provider/xml/escape";
import { attributeValue, parseXml } from "../../provider/xml/parse";

describe("escapeAttribute", () => {
  it.each([
    ["a & b", "a &amp; b"],
    ["<>", "&lt;&gt;"],
    ['say "hi"', "say &quot;hi&quot;"],
    ["it's", "it's"],
    ["a\tb\r\nc", "a&#x9;b&#xD;&#xA;c"],
    ["&amp;", "&amp;amp;"],
    ["Größe 😀", "Größe 😀"],
  ])("writes %j as %j", (value, escaped) => {
    expect(escapeAttribute(value)).toBe(escaped);
  });

  it("is undone by the parser for every text that XML can hold", () => {
    const text = fc
      .string({ unit: "grapheme" })
      .filter((value) => !/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(value));
    fc.assert(
      fc.property(text, (value) => {
        expect(attributeValue(parseXml(`<a b="${escapeAttribute(value)}"/>`), "b")).toBe(value);
      }),
    );
  });
});
