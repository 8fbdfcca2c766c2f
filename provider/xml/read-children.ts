import { checkDepth, refuse, strictParser, type XmlNode } from "./parse";

interface OpenNode extends XmlNode {
  readonly attributes: XmlNode["attributes"][number][];
  readonly children: OpenNode[];
}

/**
 * Reads a whole document of elements that hold attributes and elements, and passes on each child of its root when it
 * ends. No child is kept, so a long document uses only the memory of its longest child.
 *
 * Takes linear time.
 *
 * @param take receives each child. If it throws, reading ends. Errors later in the text are found only after earlier
 *   children were passed on
 * @throws XmlError for all that {@link parseXml} refuses, and for anything except blanks between two tags
 */
export function readChildren(text: string, take: (child: XmlNode) => void): void {
  const parser = strictParser();
  const open: OpenNode[] = [];
  let lastTagEnd = 0;

  /** The check is only for text between two tags: before the root there may be a declaration. */
  const checkGap = (): void => {
    const tagStart = text.lastIndexOf("<", parser.position - 1);
    if (open.length > 0 && !isBlank(text, lastTagEnd, tagStart)) refuse(parser, "there is text between two elements");
  };
  parser.on("opentagstart", ({ name }) => {
    checkGap();
    open.push({ name, attributes: [], children: [] });
    checkDepth(parser, open.length);
  });
  parser.on("attribute", (attribute) => {
    open.at(-1)?.attributes.push(attribute);
  });
  parser.on("opentag", () => {
    lastTagEnd = parser.position;
  });
  parser.on("closetag", ({ isSelfClosing }) => {
    if (!isSelfClosing) checkGap();
    lastTagEnd = parser.position;
    const ended = open.pop();
    if (ended === undefined) return;
    if (open.length === 1) take(ended);
    else open.at(-1)?.children.push(ended);
  });
  parser.write(text).close();
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return false;
  }
  return true;
}
