import { maxDepth, parseXml, XmlError, type XmlNode } from "../../provider/xml/parse";
import { readChildren } from "../../provider/xml/read-children";
import { capture, manyPools, sectionOutput } from "../parsing/outputs";

function childrenOf(text: string): XmlNode[] {
  const children: XmlNode[] = [];
  readChildren(text, (child) => children.push(child));
  return children;
}

/** What an element says, without the places that only {@link parseXml} knows. */
function said({ name, attributes, children }: XmlNode): unknown {
  return [name, attributes.map((attribute) => [attribute.name, attribute.value]), children.map(said)];
}

describe("readChildren", () => {
  it.each([
    ["a capture", capture],
    ["several pools", manyPools],
    ["a section", sectionOutput],
    ["no children", "<a></a>"],
    ["a root of one tag", "<a/>"],
    ["blanks of every kind", "<a>\r\n\t <b >\n</b\n>\r</a >\n"],
    ["values with signs of XML", `<a><b c="&lt;d/>&#10;'=>" e='"'/></a>`],
  ])("reads the same as parseXml: %s", (_what, text) => {
    expect(childrenOf(text).map(said)).toEqual(parseXml(text).children.map(said));
  });

  it("hands over each child as soon as it has ended", () => {
    const taken: string[] = [];
    const read = (): void => {
      readChildren("<a><b><c/></b><d/><e></a>", ({ name, children }) => {
        taken.push(`${name}${children.length}`);
      });
    };
    expect(read).toThrow(XmlError);
    expect(taken.slice(0, 2)).toEqual(["b1", "d0"]);
  });

  it("ends with what the taker throws", () => {
    const error = new Error("enough");
    const read = (): void => {
      readChildren("<a><b/><c/></a>", () => {
        throw error;
      });
    };
    expect(read).toThrow(error);
  });

  it.each(["x", "&#32;", "&lt;", "<!-- -->", "<![CDATA[]]>", "<![CDATA[ ]]>", "<?b?>", "\u00a0", "\ufeff"])(
    "refuses %j between two tags, wherever they are",
    (text) => {
      const places = [`${text}<b><c/></b>`, `<b>${text}<c/></b>`, `<b><c/>${text}</b>`, `<b>${text}</b>`];
      for (const inside of [...places, text, `<b/>${text}<c/>`, `<b/>${text}`]) {
        expect(() => childrenOf(`<a>${inside}</a>`)).toThrow(XmlError);
        expect(() => childrenOf(`<a>${inside.replace(text, " \t\r\n")}</a>`)).not.toThrow();
      }
    },
  );

  it.each([
    ["a document type", "<!DOCTYPE a><a/>"],
    ["an undefined entity", '<a><b c="&x;"/></a>'],
    ["an open element", "<a><b></a>"],
    ["an open root", "<a><b/>"],
    ["an attribute twice", '<a><b c="1" c="2"/></a>'],
    ["two roots", "<a/><b/>"],
    ["an empty text", ""],
  ])("refuses %s", (_what, text) => {
    expect(() => childrenOf(text)).toThrow(XmlError);
  });

  it("goes as deep as the limit and no deeper", () => {
    const nested = (depth: number): string => `${"<a>".repeat(depth)}${"</a>".repeat(depth)}`;
    expect(childrenOf(nested(maxDepth))).toHaveLength(1);
    expect(() => childrenOf(nested(maxDepth + 1))).toThrow("elements are nested deeper than 64");
  });
});
