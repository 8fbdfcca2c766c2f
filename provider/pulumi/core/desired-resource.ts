import { type Desired, desiredOf } from "../../plan/change/desired";
import { impliedSettings } from "../../pool-file/pool/cross-checks";
import {
  inputsOf,
  isIgnored,
  type Properties,
  type ResourceKind,
  settingsOf,
  targetOf,
  withoutIgnored,
} from "./resource-inputs";
import { marksOf } from "./secret-properties";

/**
 * The desired side of a resource: settings that it manages now, and settings that it no longer manages.
 *
 * @param ignored paths that stay as they are on the host
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
  const hidden = [properties, before].flatMap(hiddenPaths);
  return {
    ...desired,
    inherit: desired.inherit.filter((path) => !isIgnored(path, ignored)),
    ...(hidden.length > 0 && { hidden }),
  };
}

/** The marked paths, and the settings whose values a marked one implies. */
function hiddenPaths(properties: Properties): readonly string[] {
  const marks = marksOf(properties);
  return [
    ...marks,
    ...(marks.includes("state") ? ["autoStart"] : []),
    ...(marks.includes("multiInstance") ? Object.keys(impliedSettings(false)) : []),
  ];
}
