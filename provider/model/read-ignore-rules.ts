import { drift } from "./drift-schema";
import type { FileNode, Read } from "./file-node";
import type { IgnoreRule } from "./pool-file";

/** A rule whose hosts are not known yet. */
export type FileIgnoreRule = Omit<IgnoreRule, "hosts">;

/** The rules of `drift: { ignore: [...] }`. */
export function readIgnoreRules(node: FileNode): Read<readonly FileIgnoreRule[]> {
  const { value: read, faults } = node.read(drift());
  const places = node.child("ignore")?.children ?? [];
  // With faults, some rules may be missing in the result, so that the places would be those of other rules.
  const value = (read?.ignore ?? []).map((rule, index) => ({
    ...rule,
    position: (places[index]?.[1] ?? node).position,
  }));
  return { value, faults };
}
