import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

/** What the TSDoc of a property says, in one line. */
export interface Documented {
  readonly doc: string;
  /** Its `@default`. */
  readonly default?: string;
}

/** The TSDoc of every key that an object literal of the file gives to a schema's member, in the order in which they are written. */
export function documentedKeys(file: string): (readonly [key: string, documented: Documented])[] {
  const path = join(__dirname, "..", file);
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
  const found: (readonly [string, Documented])[] = [];
  const visit = (node: ts.Node): void => {
    const isDocumented = ts.isPropertyAssignment(node) && ts.getJSDocCommentsAndTags(node).some(ts.isJSDoc);
    if (isDocumented) found.push([(node.name as ts.Identifier).text, docOf(node)]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function docOf(member: ts.Node): Documented {
  const [doc] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
  const fallback = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "default");
  return {
    doc: oneLine(doc?.comment),
    ...(fallback !== undefined && { default: oneLine(fallback.comment) }),
  };
}

function oneLine(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(comment) ?? "").replace(/\s+/g, " ").trim();
}
