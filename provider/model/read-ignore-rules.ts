import { below } from "../join-path";
import { findAttribute } from "../schema/app-pool-attributes";
import { groupPaths } from "../schema/settings-paths";
import { type FileFaults } from "./file-faults";
import type { IgnoreRule } from "./pool-file";
import { nearestName } from "../nearest-name";
import { suggest } from "./suggest";
import type { YamlNode } from "./yaml-document";

/** A rule whose hosts are not known yet. */
export type FileIgnoreRule = Omit<IgnoreRule, "hosts">;

const keys = ["host", "pool", "path", "reason"] as const;

/** The rules of `drift: { ignore: [...] }`. */
export function readIgnoreRules(drift: YamlNode, file: FileFaults): readonly FileIgnoreRule[] {
  if (drift.entries === undefined) {
    file.add(drift, "drift", "expected ignore, a list of rules");
    return [];
  }
  for (const [key, node] of drift.entries) {
    if (key !== "ignore") file.add(node, `drift.${key}`, "unknown key; known here is ignore");
  }
  const ignore = drift.entries.get("ignore");
  if (ignore === undefined) return [];
  if (ignore.items === undefined) {
    file.add(
      ignore,
      "drift.ignore",
      'expected a list of rules such as { pool: Shop, path: queueLength, reason: "why" }',
    );
    return [];
  }
  return ignore.items.flatMap((rule, index) => readRule(rule, `drift.ignore[${index}]`, file));
}

function readRule(node: YamlNode, path: string, file: FileFaults): readonly FileIgnoreRule[] {
  if (node.entries === undefined) {
    file.add(node, path, 'expected a rule such as { pool: Shop, path: queueLength, reason: "why" }');
    return [];
  }
  const texts: Partial<Record<(typeof keys)[number], string>> = {};
  for (const [key, child] of node.entries) {
    const known = keys.find((name) => name === key);
    if (known === undefined) file.add(child, below(path, key), unknownKey(key));
    else if (typeof child.value !== "string" || child.value.trim() === "") {
      file.add(child, below(path, key), "expected a text that is not blank");
    } else texts[known] = child.value;
  }
  if (!node.entries.has("reason")) file.add(node, `${path}.reason`, "is needed: say why this difference is to stay");
  const settingPath = node.entries.get("path");
  if (settingPath !== undefined && texts.path !== undefined && !isKnownPath(texts.path)) {
    const meant = suggest("", texts.path);
    const hint = meant === undefined ? "write it as plan shows it" : `did you mean "${meant}"?`;
    file.add(settingPath, `${path}.path`, `is no setting of an application pool, ${hint}`);
  }
  const { reason, ...where } = texts;
  return reason === undefined ? [] : [{ ...where, reason, position: file.positionOf(node) }];
}

function isKnownPath(path: string): boolean {
  return (
    path.includes("*") ||
    findAttribute(path) !== undefined ||
    groupPaths.includes(path) ||
    path === "state" ||
    path.startsWith("environmentVariables.")
  );
}

function unknownKey(key: string): string {
  const meant = nearestName(key, keys);
  return meant === undefined
    ? `unknown key; known here are ${keys.join(", ")}`
    : `unknown key, did you mean "${meant}"?`;
}
