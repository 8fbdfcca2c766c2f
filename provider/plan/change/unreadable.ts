import { listNames } from "../../text";
import { variableKey } from "../../names";
import { attributeOf } from "../../settings/app-pool-attributes";
import { asMap, type SettingValue } from "../../settings/value";
import { encryptionOf, Secret } from "../../secret";
import { type Desired, targetName } from "./desired";
import { findPool, type LiveHost } from "./live-host";

/** A declared setting that the host has only as an encrypted text: it is set, but its value is unknown. */
export interface UnreadableSetting {
  readonly pool: string;
  /** `processModel.password`, `environmentVariables.DB`. */
  readonly path: string;
  /** The provider that encrypted it, as named in the text: `IISWASOnlyCngProvider`. */
  readonly provider: string;
}

/**
 * The live value, with unreadable values replaced by the declared ones. A configuration that was copied from another
 * server contains texts that only that server's key decrypts. They are set, so they count as equal.
 */
export function asDeclared(live: SettingValue | undefined, declared: SettingValue): SettingValue | undefined {
  if (live instanceof Secret) return live.encryption !== undefined && isSetSecret(declared) ? declared : live;
  if (typeof live === "string") return encryptionOf(live) !== undefined && isSetText(declared) ? declared : live;
  if (typeof live !== "object" || Array.isArray(live)) return live;
  const entries = Object.entries(asMap(live));
  if (entries.every(([, text]) => encryptionOf(text) === undefined)) return live;
  const texts = new Map(Object.entries(asMap(declared)).map(([name, text]) => [variableKey(name), text]));
  return Object.fromEntries(
    entries.map(([name, text]) => {
      const declared = texts.get(variableKey(name));
      return [name, encryptionOf(text) !== undefined && isSetText(declared) ? declared : text];
    }),
  );
}

function isSetSecret(value: SettingValue): boolean {
  return value instanceof Secret && value.isSet;
}

function isSetText(value: SettingValue | undefined): value is string {
  return typeof value === "string" && value !== "";
}

/** The declared settings that cannot be read on the host; empty if they are to count as differences. */
export function unreadableSettings(desired: readonly Desired[], live: LiveHost): UnreadableSetting[] {
  return desired.flatMap(({ target, settings, checkPasswords = false }) => {
    if (checkPasswords) return [];
    const pool = target === "applicationPoolDefaults" ? undefined : findPool(live, target.pool);
    const effective = (target === "applicationPoolDefaults" ? live.defaults : pool?.settings) ?? {};
    return Object.entries(settings).flatMap(([path, declared]) =>
      encryptedIn(path, effective[path])
        .filter((one) => isDeclared(one.path, path, declared))
        .map((one) => ({ pool: pool?.name ?? targetName(target), ...one })),
    );
  });
}

/** An entry that is not declared is removed; for that its value is not required. */
function isDeclared(entry: string, path: string, declared: SettingValue): boolean {
  if (declared instanceof Secret) return declared.isSet;
  if (attributeOf(path).codec.shape !== "map") return declared !== "";
  const key = variableKey(entry.slice(path.length + 1));
  return Object.keys(asMap(declared)).some((name) => variableKey(name) === key);
}

/** The encrypted texts in a value, by their paths. */
export function encryptedIn(path: string, value: SettingValue | undefined): Omit<UnreadableSetting, "pool">[] {
  const found = (at: string, provider: string | undefined): Omit<UnreadableSetting, "pool">[] =>
    provider === undefined ? [] : [{ path: at, provider }];
  if (value instanceof Secret) return found(path, value.encryption);
  if (typeof value === "string") return found(path, encryptionOf(value));
  return Object.entries(asMap(value)).flatMap(([name, text]) => found(`${path}.${name}`, encryptionOf(text)));
}

/** The sentences of a report about them: one for each setting and provider, for any number of pools. */
export function describeUnreadable(
  settings: readonly UnreadableSetting[],
): { text: string; pools: string[]; path: string }[] {
  const groups = Map.groupBy(settings, ({ path, provider }) => `${path}\n${provider}`);
  return [...groups.values()].map((group) => {
    const pools = group.map(({ pool }) => pool);
    const shown = pools.map((pool) => `"${pool}"`);
    const { path = "", provider = "" } = group[0] ?? {};
    const what = `${path} of ${pools.length === 1 ? "pool" : `${pools.length} pools:`} ${listNames(shown, shownPools)}`;
    return { pools, path, text: `${what}: ${encryptedBy(provider)}; ${treatment}` };
  });
}

/** The maximum number of pools in a sentence. */
const shownPools = 5;

const treatment = "it counts as set and equal to the declared value";

/** The description of such a text. */
export function encryptedBy(provider: string): string {
  return `encrypted with the key of another server${provider === "" ? "" : ` (${provider})`} and not readable here`;
}
