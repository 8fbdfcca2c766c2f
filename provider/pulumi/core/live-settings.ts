import { nestSettings } from "../../settings/paths";
import type { Settings } from "../../settings/value";
import { Secret } from "../../secret";
import type { Properties } from "./resource-inputs";

/** The source of a pool's value: written at the pool itself, in `<applicationPoolDefaults>`, or IIS's own default. */
export type SettingSource = "explicit" | "inherited" | "default";

/** Live settings for a program. */
export interface LiveSettings {
  /** Nested and canonical, without passwords. */
  readonly settings: Properties;
  /** Their sources, by path: `recycling.periodicRestart.privateMemory`. */
  readonly sources: Readonly<Record<string, SettingSource>>;
}

/**
 * The settings with their sources, without passwords.
 *
 * @param explicit the values written at the pool
 * @param inherited the values written in `<applicationPoolDefaults>`
 */
export function liveSettings(effective: Settings, explicit: Settings = {}, inherited: Settings = {}): LiveSettings {
  const plain = withoutSecrets(effective);
  const sources = Object.keys(plain).map((path): [string, SettingSource] => {
    if (explicit[path] !== undefined) return [path, "explicit"];
    return [path, inherited[path] === undefined ? "default" : "inherited"];
  });
  return { settings: nestSettings(plain), sources: Object.fromEntries(sources) };
}

/** The settings by their paths, without those that hold a secret. */
export function withoutSecrets(settings: Settings): Properties {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => !(value instanceof Secret)));
}
