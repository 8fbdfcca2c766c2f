import type { EditTarget } from "../../appcmd/edit";
import { type CheckedPool } from "../../model/app-pool";
import { impliedSettings } from "../../model/multi-instance";
import { type Desired, desiredOf } from "../../plan/desired";
import type { AttributeValue } from "../../schema/codecs";
import { flattenSettings } from "../../schema/settings-paths";
import type { Connection } from "../../transport/connection-schema";
import { isIgnored, withoutIgnored } from "./ignored-changes";

/** The two kinds of resource: one application pool, or a host's `<applicationPoolDefaults>`. */
export type ResourceKind = "pool" | "defaults";

/** A resource's properties as they come and go between the engine and a provider: plain JSON. */
export type Properties = Record<string, unknown>;

/** A resource's inputs as `check` made them: canonical. */
export interface ResourceInputs {
  readonly name?: string;
  readonly state?: "Started" | "Stopped";
  readonly multiInstance?: boolean;
  readonly adopt?: boolean;
  readonly forceDelete?: boolean;
  readonly showEnvironment?: boolean;
  readonly connection?: Connection;
}

/** The keys that only the pool resource has, besides its settings. */
export const ownKeys: Readonly<Record<ResourceKind, readonly string[]>> = {
  pool: ["adopt", "forceDelete", "showEnvironment", "connection"],
  defaults: ["showEnvironment", "connection"],
};

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
  const { name, state } = inputsOf(news);
  const settings = settingsOf(news);
  const checked: CheckedPool = { settings, ...(name !== undefined && { name }), ...(state !== undefined && { state }) };
  const desired = desiredOf(targetOf(kind, news), checked, Object.keys(settingsOf(olds)));
  return { ...desired, inherit: desired.inherit.filter((path) => !isIgnored(path, ignored)) };
}
