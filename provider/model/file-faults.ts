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

/** A path below another one; either may be empty. */
export function below(path: string, rest: string): string {
  return path === "" || rest === "" || rest.startsWith("[") ? `${path}${rest}` : `${path}.${rest}`;
}

/** The node at a path below a node, or the last one on the way to it. */
export function nodeAt(node: YamlNode, path: string): { readonly node: YamlNode; readonly isExact: boolean } {
  if (path === "") return { node, isExact: true };
  let best: { child: YamlNode; rest: string } | undefined;
  for (const [step, child] of stepsOf(node)) {
    const rest = afterStep(path, step);
    if (rest !== undefined && (best === undefined || rest.length < best.rest.length)) best = { child, rest };
  }
  return best === undefined ? { node, isExact: false } : nodeAt(best.child, best.rest);
}

function stepsOf({ entries, items }: YamlNode): Iterable<readonly [string, YamlNode]> {
  if (items !== undefined) return items.map((item, index) => [`[${index}]`, item] as const);
  return entries ?? [];
}

function afterStep(path: string, step: string): string | undefined {
  const quoted = `[${JSON.stringify(step)}]`;
  const own = path.startsWith(quoted) ? quoted : path.startsWith(step) ? step : undefined;
  if (own === undefined) return undefined;
  const rest = path.slice(own.length);
  if (rest.startsWith(".")) return rest.slice(1);
  return rest === "" || rest.startsWith("[") ? rest : undefined;
}
