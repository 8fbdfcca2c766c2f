import { checkDepth, refuse, strictParser } from "./parse";

/** One element of a document in which elements hold texts. Names are without their prefixes. */
export interface TextElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly TextElement[];
  /** All texts directly in it, together. */
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: Open[];
  text: string;
}

/** The maximum number of elements and attributes: a message of 150 KB, the largest that is asked for, has fewer. */
const mostParts = 50_000;

/**
 * Reads a document in which elements hold texts, as a message of SOAP does. Takes linear time.
 *
 * @throws XmlError for text that is not well-formed, for a document type declaration, for elements that are nested too
 *   deep, and for more than 50,000 elements and attributes
 */
export function readTexts(text: string): TextElement {
  const parser = strictParser();
  const root: Open = { name: "", attributes: new Map(), children: [], text: "" };
  const open = [root];
  let parts = 0;
  const countPart = (): void => {
    if (++parts > mostParts) refuse(parser, `there are more than ${mostParts} elements and attributes`);
  };
  parser.on("opentagstart", ({ name }) => {
    countPart();
    const element = { name: localName(name), attributes: new Map<string, string>(), children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
    checkDepth(parser, open.length - 1);
  });
  parser.on("attribute", ({ name, value }) => {
    countPart();
    open.at(-1)?.attributes.set(localName(name), value);
  });
  const addText = (piece: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => open.pop());
  parser.write(text).close();
  return root.children[0] ?? root;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** The elements of a name, at any depth, in document order. */
export function elementsNamed(element: TextElement, name: string): TextElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elementsNamed(child, name)]);
}
