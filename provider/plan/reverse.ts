import { poolKey } from "../name-keys";
import { attributeOf } from "../schema/app-pool-attributes";
import type { PoolChange, SettingChange } from "./change";
import { targetName } from "./desired";
import type { LiveHost } from "./live-host";

/**
 * The change that takes a change back. It needs the host as it was before, explicit values included. A deletion cannot
 * be taken back (undefined): its applications may have been moved since. Neither can a rename, which another apply finishes.
 */
export function reverseChange(change: PoolChange, before: LiveHost): PoolChange | undefined {
  if (change.kind === "delete" || change.kind === "rename") return undefined;
  const { target } = change;
  if (change.kind === "create") return { kind: "delete", target: { pool: targetName(target) } };
  const explicit =
    target === "applicationPoolDefaults" ? before.explicit?.defaults : before.explicit?.pools.get(poolKey(target.pool));
  const settings = change.settings.map(({ path, from, to }): SettingChange => {
    const wasExplicit = explicit !== undefined && path in explicit;
    // The entries of a map go and come one by one, and a list with entries of its own is written as a whole.
    const { shape } = attributeOf(path).codec;
    const before = shape === "map" || (shape === "list" && wasExplicit) ? (from ?? {}) : explicit?.[path];
    return { path, from: to, to: before };
  });
  return { kind: "update", target, settings };
}
