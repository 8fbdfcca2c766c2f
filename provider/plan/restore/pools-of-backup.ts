import type { ListedSection } from "../../appcmd/answers/pools";
import type { EditTarget } from "../../appcmd/edit";
import { poolKey } from "../../names";
import { Secret } from "../../secret";
import { attributeOf, settingAttributes } from "../../settings/app-pool-attributes";
import { identityPaths } from "../../settings/key-path";
import { equalSettings, type Settings } from "../../settings/value";
import { listNames, plural } from "../../text";
import { type Desired, desiredOf, targetName } from "../change/desired";
import { findPool, type LiveHost } from "../change/live-host";
import { encryptedBy, encryptedIn } from "../change/unreadable";

/** The section of the pools in a backup. */
export interface BackedUpSection {
  /** What is written there. */
  readonly explicit: ListedSection;
  /** The values in effect there. */
  readonly effective: ListedSection;
}

/** What the pools of a host must be to be as in a backup. */
export interface PoolsOfBackup {
  readonly desired: readonly Desired[];
  /** What stays as it is, and why; one sentence each, never a secret. */
  readonly notes: readonly string[];
}

/**
 * The pools of a backup and its `<applicationPoolDefaults>`: what is explicit there, and everything else inherited. Pools that the
 * backup does not have stay as they are. A text that appcmd cannot decrypt is never written: the value on the host stays, of an
 * identity all of it, and a missing pool is not created without it.
 *
 * @param live a read of the host with explicit values
 */
export function poolsOfBackup(backup: BackedUpSection, live: LiveHost): PoolsOfBackup {
  const { pools, names = [] } = backup.explicit;
  const targets: EditTarget[] = ["applicationPoolDefaults", ...names.map((pool) => ({ pool }))];
  const all = targets.map((target) => desiredAs(backup, target, live));
  const others = [...live.pools].filter(([key]) => !pools.has(key)).map(([, { name }]) => `"${name}"`);
  const kept = `not in the backup, so kept: ${plural(others.length, "pool", "pools")}: ${listNames(others)}`;
  return {
    desired: all.flatMap(({ desired }) => desired ?? []),
    notes: [...all.flatMap(({ note }) => note ?? []), ...(others.length === 0 ? [] : [kept])],
  };
}

function desiredAs(
  backup: BackedUpSection,
  target: EditTarget,
  live: LiveHost,
): { readonly desired?: Desired; readonly note?: string } {
  const there = settingsIn(backup, target);
  const explicit = explicitOf(live.explicit, target);
  const encrypted = Object.entries(there).flatMap(([path, value]) =>
    encryptedIn(path, value).map(({ path: at, provider }) => ({
      path,
      text: `${at} in the backup is ${encryptedBy(provider)}`,
    })),
  );
  const isIdentity = encrypted.some(({ path }) => identityPaths.includes(path));
  const unknown = [...new Set([...encrypted.map(({ path }) => path), ...(isIdentity ? identityPaths : [])])];
  const isSame = unknown.every((path) => isEqual(path, there[path], explicit[path]));
  const name = target === "applicationPoolDefaults" ? target : `pool "${target.pool}"`;
  const why = `${name}: ${encrypted.map(({ text }) => text).join(", and ")}`;
  if (unknown.length > 0 && target !== "applicationPoolDefaults" && findPool(live, target.pool) === undefined) {
    return { note: `${why}; so the pool is not created. Create it from a pool file with apply` };
  }
  const settings = Object.fromEntries(Object.entries(there).filter(([path]) => !unknown.includes(path)));
  const inherit = [...new Set([...settingAttributes.map(({ path }) => path), ...Object.keys(explicit)])];
  const desired = desiredOf(
    target,
    { settings },
    inherit.filter((path) => !unknown.includes(path)),
  );
  if (isSame) return { desired };
  return { desired, note: `${why}; so ${isIdentity ? "the identity" : "it"} is unchanged` };
}

/** What is explicit there: of a list or map all entries in effect, because inherited ones are compared too. Empty secrets count as absent. */
function settingsIn({ explicit, effective }: BackedUpSection, target: EditTarget): Settings {
  const own = explicitOf(explicit, target);
  const whole = explicitOf(effective, target);
  return Object.fromEntries(
    Object.entries(own)
      .map(
        ([path, value]) => [path, attributeOf(path).codec.shape === "scalar" ? value : (whole[path] ?? value)] as const,
      )
      .filter(([, value]) => !(value instanceof Secret) || value.isSet),
  );
}

function explicitOf(section: ListedSection | undefined, target: EditTarget): Settings {
  const settings =
    target === "applicationPoolDefaults" ? section?.defaults : section?.pools.get(poolKey(targetName(target)));
  return settings ?? {};
}

function isEqual(path: string, a: Settings[string] | undefined, b: Settings[string] | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalSettings(path, a, b);
}
