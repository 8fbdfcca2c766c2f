import { SaxesParser } from "saxes";

/** The text is not XML that this package reads: not well-formed, or it has a DTD. Line and column count from 1. */
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

/** How deep elements may be nested, the root counted. IIS's own files need 12; what nests deeper is not one of them. */
export const maxDepth = 64;

/** A parser that throws at the first thing that is not well-formed, and at a document type declaration. */
export function strictParser(): SaxesParser {
  const parser = new SaxesParser();
  parser.on("error", (error) => refuse(parser, error.message.replace(/^\d+:\d+: /, "")));
  parser.on("doctype", () => refuse(parser, "document type declarations are not read"));
  return parser;
}

/** Refuses an element at that depth, the root's being 1, where it is deeper than {@link maxDepth}. @throws XmlError */
export function checkDepth(parser: SaxesParser, depth: number): void {
  if (depth > maxDepth) refuse(parser, `elements are nested deeper than ${maxDepth}`);
}

/** Says where the parser is. @throws XmlError always */
export function refuse(parser: SaxesParser, message: string): never {
  throw new XmlError(message, parser.line, parser.column + 1);
}
