import type { EditTarget } from "../../appcmd/edit";
import { impliedSettings } from "../../pool-file/pool/cross-checks";
import type { AttributeValue } from "../../settings/codecs/codecs";
import { flattenSettings, nestSettings } from "../../settings/paths";
import type { PoolOwn } from "./pool-own-schema";

type Group = Record<string, unknown>;

/** Properties that are settings. */
export const otherSettings: readonly string[] = ["state", "multiInstance"];

/**
 * The properties without those in `ignoreChanges`, which stay as they are on the host. A single entry of a list or map
 * cannot be ignored.
 *
 * @param ignored paths in the engine's format: `queueLength`, `recycling.periodicRestart`, `processModel.*`
 */
export function withoutIgnored(properties: Group, ignored: readonly string[]): Group {
  if (ignored.length === 0) return properties;
  const settings = flattenSettings(properties);
  const kept = Object.entries(settings).filter(([path]) => !isIgnored(path, ignored));
  const tops = new Set(Object.keys(settings).map((path) => path.split(".")[0]));
  const own = Object.entries(properties).filter(
    ([key]) => !tops.has(key) && !(otherSettings.includes(key) && isIgnored(key, ignored)),
  );
  return { ...Object.fromEntries(own), ...nestSettings(Object.fromEntries(kept)) };
}

/** Whether changes of the setting are ignored, directly or with its group. */
export function isIgnored(path: string, ignored: readonly string[]): boolean {
  const groups = ignored.map((one) => one.replace(/\.?\*$/, ""));
  return groups.some((group) => group === "" || path === group || path.startsWith(`${group}.`));
}

/** The two kinds of resource: one application pool, or a host's `<applicationPoolDefaults>`. */
export type ResourceKind = "pool" | "defaults";

/** A resource's properties between the engine and a provider: plain JSON. */
export type Properties = Record<string, unknown>;

/** A resource's inputs besides its settings, after `check`: canonical. */
export type ResourceInputs = Readonly<PoolOwn>;

/** The properties that are not settings, typed, after `check`. */
export function inputsOf(properties: Properties): ResourceInputs {
  return properties;
}

/** Without undefined members: the engine's values are JSON. */
export function plainJson(properties: Properties): Properties {
  return JSON.parse(JSON.stringify(properties)) as Properties;
}

/** The settings in the properties, by their path, including those that `multiInstance` implies, after `check`. */
export function settingsOf(properties: Properties): Record<string, AttributeValue> {
  return { ...impliedSettings(inputsOf(properties).multiInstance), ...flattenSettings(properties) } as Record<
    string,
    AttributeValue
  >;
}

/** The target of the resource on its host. */
export function targetOf(kind: ResourceKind, properties: Properties): EditTarget {
  return kind === "defaults" ? "applicationPoolDefaults" : { pool: inputsOf(properties).name ?? "" };
}

/** The output that records whether the pool existed when the resource was created; absent in states of older versions. */
export const adoptedKey = "adopted";

/**
 * Whether the pool is deleted with its resource. A pool of a state that does not record whether it was adopted is kept.
 */
export function mayDeletePool(properties: Properties): boolean {
  return inputsOf(properties).deleteWhenRemoved ?? properties[adoptedKey] === false;
}

/** Why a pool that {@link mayDeletePool} refuses stays on the server, and what deletes it. */
export function whyKept(properties: Properties): string {
  const { name = "", deleteWhenRemoved } = inputsOf(properties);
  const remedy = `To delete it: appcmd delete apppool "${name}"`;
  if (deleteWhenRemoved === false) return `because deleteWhenRemoved is false. ${remedy}`;
  const isKnown = properties[adoptedKey] === true;
  return `because ${isKnown ? "it was adopted" : "the state does not record whether it was adopted"}. ${remedy}`;
}
