import type * as z from "zod";
import type { Position } from "../../errors";
import { settingAttributes } from "../../settings/app-pool-attributes";
import type { AttributeValue } from "../../settings/codecs/codecs";
import { keyPath } from "../../settings/key-path";
import { otherKey } from "../../settings/other-attributes";
import { flattenSettings } from "../../settings/paths";
import type { Declared } from "./declared";
import type { FileNode, Read } from "../yaml/file-node";
import { multiInstanceKey } from "./cross-checks";
import { resolveSecrets, type SecretSource } from "./secret-references";
import type { SourceText } from "../yaml/source-text";
import { schedulePath, type Stagger, windowFault } from "../schema/stagger";
import type { YamlNode } from "../yaml/document";

const ownKeys = ["state", multiInstanceKey, "probe", "renamedFrom"];
const settingPaths: ReadonlySet<string> = new Set(settingAttributes.map(({ path }) => path));

/**
 * Reads the declaration of a pool, an override or the file's `defaults`, value by value.
 *
 * @param name the name of the pool; `""` for other declarations
 */
export function readDeclared(name: string, node: FileNode, schema: z.ZodType, secrets: SecretSource): Read<Declared> {
  const resolved = resolveSecrets(node, secrets);
  const isUnknown = (keys: readonly (string | number)[]): boolean => resolved.unknown.includes(keys.join("."));
  const { value = {}, faults, faulty } = node.read(schema, resolved.value, { isUnknown });
  const { state, multiInstance, probe, renamedFrom } = value as Pick<
    Declared,
    "state" | "multiInstance" | "probe" | "renamedFrom"
  >;
  const { [schedulePath]: schedule, ...settings } = flattenSettings(value as Record<string, unknown>);
  const stagger = isStagger(schedule) ? schedule.stagger : undefined;
  const inWindow = stagger && windowFault(stagger);
  const keys = [...schedulePath.split("."), "stagger"];
  const windowFaults = inWindow === undefined ? [] : [node.fault(inWindow.message, [...keys, inWindow.key])];
  const isWhole = inWindow === undefined && stagger !== undefined;
  const positions: Record<string, Position> = { "": node.position };
  addPositions(node.source, node.node, "", positions);
  return {
    value: {
      ...{ name, hosts: [], isPresent: true },
      ...(state !== undefined && { state }),
      ...(multiInstance !== undefined && { multiInstance }),
      ...(probe !== undefined && { probe }),
      ...(renamedFrom !== undefined && { renamedFrom }),
      ...(isWhole && { stagger }),
      settings: {
        ...(settings as Record<string, AttributeValue>),
        ...(stagger === undefined && schedule !== undefined && { [schedulePath]: schedule as AttributeValue }),
      },
      positions,
      secretNames: resolved.names,
      node,
      open: [...resolved.unknown, ...faulty, ...(inWindow === undefined ? [] : [schedulePath])],
    },
    faults: [...resolved.faults, ...faults, ...windowFaults],
  };
}

/** Whether a setting, a part of it, or a group around it is not known. */
export function isOpen(path: string, open: readonly string[]): boolean {
  return open.some(
    (other) => other === "" || other === path || other.startsWith(`${path}.`) || path.startsWith(`${other}.`),
  );
}

function isStagger(schedule: unknown): schedule is { readonly stagger: Stagger } {
  return typeof schedule === "object" && schedule !== null && "stagger" in schedule;
}

function addPositions(
  source: SourceText,
  { entries = new Map() }: YamlNode,
  group: string,
  positions: Record<string, Position>,
): void {
  for (const [key, child] of entries) {
    const path = keyPath(group, key);
    if (settingPaths.has(path) || group === otherKey || (group === "" && ownKeys.includes(key)))
      positions[path] = source.positionAt(child.at);
    else addPositions(source, child, path, positions);
  }
}
