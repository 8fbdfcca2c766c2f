import type { EditTarget } from "../../appcmd/edit";
import { impliedSettings } from "../../model/multi-instance";
import { type Desired, desiredOf } from "../../plan/desired";
import type { AttributeValue } from "../../schema/codecs";
import { flattenSettings } from "../../schema/settings-paths";
import { isIgnored, withoutIgnored } from "./ignored-changes";
import type { PoolOwn } from "./pool-own-schema";

/** The two kinds of resource: one application pool, or a host's `<applicationPoolDefaults>`. */
export type ResourceKind = "pool" | "defaults";

/** A resource's properties as they come and go between the engine and a provider: plain JSON. */
export type Properties = Record<string, unknown>;

/** A resource's inputs besides its settings, after `check`: canonical. */
export type ResourceInputs = Readonly<PoolOwn>;

/** The properties that are no settings, typed. They have been through `check`. */
export function inputsOf(properties: Properties): ResourceInputs {
  return properties;
}

/** Without what is undefined: the engine's values are JSON. */
export function plainJson(properties: Properties): Properties {
  return JSON.parse(JSON.stringify(properties)) as Properties;
}

/** The settings in the properties, by their path, with what `multiInstance` stands for. They have been through `check`. */
export function settingsOf(properties: Properties): Record<string, AttributeValue> {
  return { ...impliedSettings(inputsOf(properties).multiInstance), ...flattenSettings(properties) } as Record<
    string,
    AttributeValue
  >;
}

/** What the resource is about on its host. */
export function targetOf(kind: ResourceKind, properties: Properties): EditTarget {
  return kind === "defaults" ? "applicationPoolDefaults" : { pool: inputsOf(properties).name ?? "" };
}

/**
 * The desired side of a resource: what it manages now, and what it managed before and does no more.
 *
 * @param ignored paths of what stays as it is on the host.
 */
export function desiredResource(
  kind: ResourceKind,
  properties: Properties,
  before: Properties = {},
  ignored: readonly string[] = [],
): Desired {
  const [news, olds] = [withoutIgnored(properties, ignored), withoutIgnored(before, ignored)];
  const { state } = inputsOf(news);
  const declared = { settings: settingsOf(news), ...(state !== undefined && { state }) };
  const desired = desiredOf(targetOf(kind, news), declared, Object.keys(settingsOf(olds)));
  return { ...desired, inherit: desired.inherit.filter((path) => !isIgnored(path, ignored)) };
}
