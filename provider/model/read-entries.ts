import type * as z from "zod";
import type { FileNode, Read } from "./file-node";

/**
 * The entries of a map whose keys the user chooses, for the caller to read one by one: one of 10,000 pools may have a fault, and
 * any of them may be called `__proto__`. The faults are those of the map itself and of its keys.
 */
export function readEntries(
  node: FileNode,
  schema: z.ZodRecord<z.ZodType<string, string>>,
): Read<readonly (readonly [string, FileNode])[]> {
  if (node.node.entries === undefined) return { value: [], faults: node.read(schema).faults };
  const entries = node.children;
  const faults = entries.flatMap(([name, child]) => {
    const issue = schema.keyType.safeParse(name).error?.issues[0];
    return issue === undefined ? [] : [child.fault(issue.message)];
  });
  return { value: entries, faults };
}
