import { SaxesParser } from "saxes";

/** One element with its content, without the positions that only some readers use. */
export interface XmlNode {
  readonly name: string;
  /** In file order. Values are decoded: entities are resolved and line ends become spaces, as XML requires. */
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly children: readonly XmlNode[];
}

/** The value of an attribute by its exact name; undefined if the element does not have it. */
export function attributeValue(element: XmlNode, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.name === name)?.value;
}

/** The text is not XML that this package reads: it is not well-formed, or it has a DTD. Line and column start at 1. */
export class XmlError extends Error {
  override readonly name = "XmlError";

  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
  }
}

/** The maximum nesting depth of elements, including the root. IIS's own files use up to 12. */
export const maxDepth = 64;

/** A parser that throws at the first error, and at a document type declaration. */
export function strictParser(): SaxesParser {
  const parser = new SaxesParser();
  parser.on("error", (error) => refuse(parser, error.message.replace(/^\d+:\d+: /, "")));
  parser.on("doctype", () => refuse(parser, "document type declarations are not read"));
  return parser;
}

/** Refuses an element that is nested deeper than {@link maxDepth}; the depth of the root is 1. @throws XmlError */
export function checkDepth(parser: SaxesParser, depth: number): void {
  if (depth > maxDepth) refuse(parser, `elements are nested deeper than ${maxDepth}`);
}

/** Throws an error with the position of the parser. @throws XmlError always */
export function refuse(parser: SaxesParser, message: string): never {
  throw new XmlError(message, parser.line, parser.column + 1);
}

/** One attribute with the exact place of each of its parts; all offsets are indexes into the parsed text. */
export interface XmlAttribute {
  readonly name: string;
  /** Decoded: entities are resolved and line ends become spaces, as XML requires. */
  readonly value: string;
  /** First character of the name. */
  readonly start: number;
  /** First character inside the quotes. */
  readonly valueStart: number;
  /** The closing quote. */
  readonly valueEnd: number;
  /** After the closing quote. */
  readonly end: number;
}

/** One element with the exact place of its tags; all offsets are indexes into the parsed text. */
export interface XmlElement extends XmlNode {
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  readonly parent: XmlElement | undefined;
  /** The `<` of the start tag. */
  readonly start: number;
  /** After the `>` of the start tag. */
  readonly startTagEnd: number;
  readonly selfClosing: boolean;
  /** The `<` of the end tag; equal to `startTagEnd` for a self-closing element. */
  readonly endTagStart: number;
  /** After the last `>` of the element. */
  readonly end: number;
  /** Line of `start`, from 1. */
  readonly line: number;
  /** Column of `start` in UTF-16 code units, from 1. */
  readonly column: number;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Open extends Writable<Omit<XmlElement, "attributes" | "children" | "parent">> {
  attributes: XmlAttribute[];
  children: XmlElement[];
  parent: Open | undefined;
}

/**
 * Parses a whole document and returns its root element. Offsets are exact for all line ends, byte order marks,
 * comments, CDATA and characters outside the basic plane, so a caller can edit the text by offsets.
 *
 * Takes linear time.
 *
 * @throws XmlError for text that is not well-formed, for a document type declaration, for entities that it would
 *   define, and
 * for elements nested deeper than `maxDepth`
 */
export function parseXml(text: string): XmlElement {
  const parser = strictParser();
  const lines = lineCounter(text);
  let root: Open | undefined;
  let current: Open | undefined;
  let depth = 0;

  parser.on("opentagstart", (tag) => {
    depth += 1;
    checkDepth(parser, depth);
    const start = text.lastIndexOf("<", parser.position - 1);
    current = {
      name: tag.name,
      attributes: [],
      children: [],
      parent: current,
      start,
      startTagEnd: start,
      selfClosing: false,
      endTagStart: start,
      end: start,
      ...lines(start),
    };
    root ??= current;
    current.parent?.children.push(current);
  });
  parser.on("attribute", ({ name, value }) => {
    current?.attributes.push(new LocatedAttribute(text, name, value, parser.position));
  });
  parser.on("opentag", (tag) => {
    if (current === undefined) return;
    current.startTagEnd = current.endTagStart = parser.position;
    current.selfClosing = tag.isSelfClosing;
  });
  parser.on("closetag", () => {
    depth -= 1;
    if (current === undefined) return;
    current.end = parser.position;
    if (!current.selfClosing) current.endTagStart = text.lastIndexOf("<", parser.position - 1);
    current = current.parent;
  });
  parser.write(text).close();
  if (root === undefined) throw new XmlError("document must contain a root element", 1, 1);
  return root;
}

/**
 * An attribute that knows its end. It finds the places of its parts only on request, because most readers use only its
 * value. It searches backwards from the closing quote: the raw value cannot contain that quote, and the name cannot
 * contain a blank.
 */
class LocatedAttribute implements XmlAttribute {
  readonly #text: string;

  constructor(
    text: string,
    readonly name: string,
    readonly value: string,
    readonly end: number,
  ) {
    this.#text = text;
  }

  get start(): number {
    const assign = this.#text.lastIndexOf("=", this.valueStart - 2);
    return this.#text.lastIndexOf(this.name, assign - this.name.length);
  }

  get valueStart(): number {
    return this.#text.lastIndexOf(this.#text.charAt(this.valueEnd), this.valueEnd - 1) + 1;
  }

  get valueEnd(): number {
    return this.end - 1;
  }
}

/** Returns line and column of offsets; calls must be in rising order. */
function lineCounter(text: string): (offset: number) => { line: number; column: number } {
  const lineEnd = /\r\n|\r|\n/g;
  let line = 1;
  let lineStart = 0;
  let next = lineEnd.exec(text);
  return (offset) => {
    while (next !== null && next.index < offset) {
      line += 1;
      lineStart = lineEnd.lastIndex;
      next = lineEnd.exec(text);
    }
    return { line, column: offset - lineStart + 1 };
  };
}

/**
 * A file's text: UTF-8, or UTF-16 as PowerShell 5 writes it, with or without a byte order mark; undefined for any other
 * encoding.
 */
export function decodeFile(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Detected by the byte order mark, or by the zero bytes if the file begins with an ASCII character. */
function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (second === 0 && first !== 0)) return "utf-16le";
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? "utf-16be" : "utf-8";
}
