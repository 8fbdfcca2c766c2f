import { impliedSettings } from "../../pool-file/pool/cross-checks";
import { takePool } from "../../plan/choose-pools";
import { isSatisfied, finalState } from "../../plan/change/diff";
import { findPool, type LiveHost } from "../../plan/change/live-host";
import { asDeclared } from "../../plan/change/unreadable";
import { flattenSettings, nestSettings } from "../../settings/paths";
import { protectSettings, type Settings } from "../../settings/value";
import { Secret } from "../../secret";
import { withoutSecrets } from "./live-settings";
import { importResource, poolNameIn } from "./read-import";
import type { ReadResult } from "./resource";
import { inputsOf, plainJson, type Properties, type ResourceKind, settingsOf } from "./resource-inputs";
import { sessionFor } from "./sessions";

/** Replaces a password in the state that was changed on the host: the real one is not stored. */
const changedPassword = "(changed on the host)";

/**
 * The live values of what the resource manages, as properties and as inputs: a refresh shows each change. For an
 * import: all explicit settings. For `AppPool.get`: all effective settings.
 *
 * @param id `<host>/<name>`; for an import or `AppPool.get` the name is enough
 * @param props of the state; without `host` for `AppPool.get`, and without `name` too for an import
 * @throws IisError `POOL_MISSING` if the pool of an import or of `AppPool.get` does not exist
 */
export async function readResource(kind: ResourceKind, id: string, props: Properties): Promise<ReadResult> {
  const isGet = props["host"] === undefined;
  if (isGet && props["name"] === undefined) return importResource(kind, id, props);
  const session = sessionFor(inputsOf(props).connection);
  return readFrom(await session.look({ defaults: kind === "defaults" }), kind, id, props, session.transport.host);
}

/** The same from a host that was already read. */
export function readFrom(live: LiveHost, kind: ResourceKind, id: string, props: Properties, host: string): ReadResult {
  const isGet = props["host"] === undefined;
  const name = kind === "pool" ? (inputsOf(props).name ?? poolNameIn(id)) : undefined;
  if (!isGet && name !== undefined && findPool(live, name) === undefined) return { id: "", props: {} };
  const pool = name === undefined ? undefined : takePool(host, [...live.pools.values()], name);
  const settings = pool?.settings ?? live.defaults ?? {};
  const managed = isGet ? withoutSecrets(settings) : managedValues(props, settings);
  const state = pool && (isGet || inputsOf(props).state !== undefined) ? finalState(pool.state) : undefined;
  const { multiInstance, adopt, forceDelete, showEnvironment, connection } = inputsOf(props);
  const inputs = plainJson({
    name,
    state: state ?? inputsOf(props).state,
    multiInstance,
    adopt,
    forceDelete,
    showEnvironment,
    connection,
    ...nestSettings(withoutImplied(props, managed)),
  });
  return { id, inputs, props: { ...inputs, host } };
}

/** Live values of exactly the settings in the state. Equal values keep the state's spelling. */
function managedValues(props: Properties, live: Settings): Properties {
  const known = settingsOf(props);
  const wrapped = protectSettings(known);
  const values = Object.entries(wrapped).map(([path, value]) => {
    const now = asDeclared(live[path], value);
    if (isSatisfied(path, now, value)) return [path, known[path]];
    return [path, now instanceof Secret ? (now.isSet ? changedPassword : "") : now];
  });
  return Object.fromEntries(values) as Properties;
}

/** The settings that `multiInstance` implies are returned only if the host differs, or if the program declares them too. */
function withoutImplied(props: Properties, managed: Properties): Properties {
  const declared = flattenSettings(props);
  const implied = impliedSettings(inputsOf(props).multiInstance);
  return Object.fromEntries(
    Object.entries(managed).filter(
      ([path, value]) => path in declared || !(path in implied) || value !== implied[path],
    ),
  );
}
