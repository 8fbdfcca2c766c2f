import type { FileFault, Position } from "../errors";
import type { SourceText } from "./source-text";
import type { YamlNode } from "./yaml-document";

/** Gathers the faults of one file. */
export class FileFaults {
  readonly list: FileFault[] = [];

  constructor(readonly source: SourceText) {}

  /** A fault of what stands at a node. */
  add(node: Pick<YamlNode, "at">, path: string, message: string): void {
    this.list.push({ path, message, position: this.positionOf(node) });
  }

  positionOf({ at }: Pick<YamlNode, "at">): Position {
    return this.source.positionAt(at);
  }
}

/**
 * The node at a path below a node, or the last one on the way to it. Keys may hold dots themselves; the longest key that is
 * there is meant.
 */
export function nodeAt(node: YamlNode, path: string): { readonly node: YamlNode; readonly isExact: boolean } {
  if (path === "") return { node, isExact: true };
  const step = node.items === undefined ? stepInto(node, path) : stepOver(node.items, path);
  return step === undefined ? { node, isExact: false } : nodeAt(step.child, step.rest);
}

interface Step {
  readonly child: YamlNode;
  readonly rest: string;
}

function stepOver(items: readonly YamlNode[], path: string): Step | undefined {
  const [step, index] = /^\[(\d+)\]/.exec(path) ?? [];
  const child = items[Number(index)];
  return step === undefined || child === undefined ? undefined : { child, rest: afterStep(path, step.length) };
}

/** How many dots and brackets a key may hold before another path follows it. */
const mostInKey = 16;

/** A key in brackets and quotes, as paths have it where it holds control characters. */
const quotedKey = /^\[("(?:[^"\\\u0000-\u001f]|\\(?:["\\bfnrt]|u[0-9a-f]{4}))*")\]/;

function stepInto({ entries }: YamlNode, path: string): Step | undefined {
  const whole = entries?.get(path);
  if (whole !== undefined) return { child: whole, rest: "" };
  const [bracketed, quoted] = quotedKey.exec(path) ?? [];
  const named = quoted === undefined ? undefined : entries?.get(JSON.parse(quoted) as string);
  if (bracketed !== undefined && named !== undefined) return { child: named, rest: afterStep(path, bracketed.length) };
  const ends = [...path.slice(1, 1024).matchAll(/[.[]/g)].slice(0, mostInKey).map(({ index }) => index + 1);
  for (const end of ends.reverse()) {
    const child = entries?.get(path.slice(0, end));
    if (child !== undefined) return { child, rest: afterStep(path, end) };
  }
  return undefined;
}

function afterStep(path: string, length: number): string {
  return path.slice(path[length] === "." ? length + 1 : length);
}
