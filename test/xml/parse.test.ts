import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";

import { attributeValue, maxDepth, parseXml, type XmlElement, XmlError } from "../../provider/xml/parse";

const real = join(__dirname, "../../../shared/reference/applicationHost");
const ifReal = existsSync(real) ? it : it.skip;

function all(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(all)];
}

/** Every offset must point at the character it claims to point at. */
function expectExact(text: string): void {
  expect(all(parseXml(text)).flatMap((element) => wrongOffsets(text, element))).toEqual([]);
}

function wrongOffsets(text: string, element: XmlElement): string[] {
  const before = text.slice(0, element.start).split(/\r\n|\r|\n/);
  const end = element.selfClosing ? element.startTagEnd : text.indexOf(`</${element.name}`, element.endTagStart);
  const checks = {
    start: text.startsWith(`<${element.name}`, element.start),
    startTagEnd: text.charAt(element.startTagEnd - 1) === ">",
    endTagStart: element.endTagStart === end,
    end: text.charAt(element.end - 1) === ">",
    line: element.line === before.length,
    column: element.column === (before.at(-1)?.length ?? 0) + 1,
    attributes: element.attributes.every(
      ({ name, start, valueStart, valueEnd, end: after }) =>
        text.startsWith(name, start) && text.charAt(valueStart - 1) === text.charAt(valueEnd) && after === valueEnd + 1,
    ),
  };
  return Object.entries(checks).flatMap(([check, holds]) => (holds ? [] : [`${element.name}: ${check}`]));
}

describe("parseXml", () => {
  it.each([
    ["a lone element", "<a/>"],
    ["CRLF inside a start tag", "<a\r\n  b = \"1\"\r\n\tc\r\n=\r\n'2'>\r\n</a >"],
    ["a byte order mark", '\ufeff<?xml version="1.0"?>\r\n<a b="1" />'],
    ["characters outside the basic plane", '<!-- 😀 --><a b="😀"><c d="x😀y"/>😀<e/></a>'],
    ["comments and CDATA that look like elements", "<a><!-- <b> --><![CDATA[<c d='1'>]]><d/></a>"],
    ["values that look like attributes", `<a b='c="1"' c="b='2'" bb="="/>`],
    ["carriage returns alone", "<a>\r<b/>\r<c/></a>"],
  ])("points exactly into a text with %s", (_, text) => {
    expectExact(text);
  });

  ifReal.each(["server-2012r2.config", "iis-express.config"])("points exactly into the real %s", (name) => {
    expectExact(readFileSync(join(real, name), "utf8"));
  });

  it("points exactly into any generated document", () => {
    const blank = fc.constantFrom("", " ", "\r\n", "\n\t", "<!-- <x> -->", "😀");
    const attribute = fc.tuple(fc.constantFrom("b", "bb", "c.d"), fc.constantFrom('"1"', "'=\"'", '"&lt;b=&quot;"'));
    const named = fc.tuple(
      fc.constantFrom("a", "ab"),
      fc.uniqueArray(attribute, { selector: ([name]) => name, maxLength: 2 }),
    );
    const wrap = (children: fc.Arbitrary<string>): fc.Arbitrary<string> =>
      fc.tuple(named, fc.array(fc.tuple(blank, children), { maxLength: 3 })).map(([[name, attributes], inner]) => {
        const start = `<${name}${attributes.map(([key, value]) => ` ${key}=${value}`).join("")}`;
        return `${start}>${inner.map(([gap, child]) => gap + child).join("")}</${name}>`;
      });
    const leaf = named.map(
      ([name, attributes]) => `<${name}${attributes.map((pair) => ` ${pair.join("=")}`).join("")}/>`,
    );
    const element = wrap(fc.oneof(leaf, wrap(fc.oneof(leaf, wrap(leaf)))));
    fc.assert(fc.property(element, expectExact));
  });

  it("decodes entities and numeric references in values", () => {
    const root = parseXml('<a b="&lt;&amp;&quot;&apos;&gt;&#x9;&#10;" c="x&#x1F600;"/>');
    expect([attributeValue(root, "b"), attributeValue(root, "c"), attributeValue(root, "d")]).toEqual([
      "<&\"'>\t\n",
      "x😀",
      undefined,
    ]);
  });

  it("knows the parent of every element but the root", () => {
    const root = parseXml("<a><b><c/></b></a>");
    expect(root.parent).toBeUndefined();
    expect(root.children[0]?.children[0]?.parent).toBe(root.children[0]);
  });

  it.each([
    ["a document type", "<!DOCTYPE a><a/>"],
    ["a document type that defines an entity", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ["an undefined entity in text", "<a>&x;</a>"],
    ["an undefined entity in a value", '<a b="&x;"/>'],
    ["an open element", "<a>"],
    ["crossing elements", "<a><b></a></b>"],
    ["an attribute twice", '<a b="1" b="2"/>'],
    ["a value without quotes", "<a b=1/>"],
    ["two roots", "<a/><b/>"],
    ["an empty text", ""],
    ["a bare ampersand", '<a b="x & y"/>'],
  ])("refuses %s", (_, text) => {
    expect(() => parseXml(text)).toThrow(XmlError);
  });

  it("goes as deep as the limit and no deeper, however deep the text is", () => {
    const nested = (depth: number): string => `${"<a>".repeat(depth)}${"</a>".repeat(depth)}`;
    expect(all(parseXml(nested(maxDepth)))).toHaveLength(maxDepth);
    for (const depth of [maxDepth + 1, 200_000]) {
      expect(() => parseXml(nested(depth))).toThrow("elements are nested deeper than 64");
    }
  });

  it("counts depth, not elements", () => {
    expect(parseXml(`<a>${"<b><c/></b>".repeat(200)}</a>`).children).toHaveLength(200);
  });

  it("says in which line and column the text stops being XML", () => {
    let error: unknown;
    try {
      parseXml('<a>\n  <b c="&nope;"/>\n</a>');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ line: 2, message: "undefined entity." });
    expect((error as XmlError).column).toBeGreaterThan(8);
  });
});
