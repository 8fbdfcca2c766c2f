import { IisError } from "../../errors";
import { impliedSettings } from "../../model/multi-instance";
import { settledState } from "../../plan/diff";
import { targetName } from "../../plan/desired";
import { findPool } from "../../plan/live-host";
import { flattenSettings, nestSettings } from "../../schema/settings-paths";
import { equalSettings, protectSettings, type Settings } from "../../schema/setting-value";
import { Secret } from "../../secret";
import { inputsOf, type Properties, type ResourceKind, settingsOf, targetOf } from "./resource-inputs";
import { sessionFor } from "./sessions";

/** Stands in the state for a password that someone changed on the host: the real one is not for us to keep. */
const changedPassword = "(changed on the host)";

/** A resource as it is on its host, or nothing where it is gone. */
export interface ReadResult {
  readonly id: string;
  readonly props: Properties;
  readonly inputs?: Properties;
}

/**
 * The live values of what the resource manages, as properties and as inputs: a refresh shows what changed, one by one.
 *
 * @param id `<host>/<name>`; the name is taken from it where the properties have none, as for `AppPool.get`.
 * @throws IisError `POOL_MISSING` where `AppPool.get` asks for a pool that is not there.
 */
export async function readResource(kind: ResourceKind, id: string, props: Properties): Promise<ReadResult> {
  const isGet = props["host"] === undefined;
  const named = kind === "pool" ? { name: id.slice(id.lastIndexOf("/") + 1), ...props } : props;
  const session = sessionFor(inputsOf(named).connection);
  const target = targetOf(kind, named);
  const live = await session.look({ defaults: kind === "defaults" });
  const pool = target === "applicationPoolDefaults" ? undefined : findPool(live, target.pool);
  const settings = target === "applicationPoolDefaults" ? (live.defaults ?? {}) : pool?.settings;
  if (settings === undefined) {
    if (!isGet) return { id: "", props: {} };
    throw new IisError("POOL_MISSING", `${session.transport.host}: there is no pool "${targetName(target)}"`);
  }
  const managed = isGet ? withoutSecrets(settings) : managedValues(props, settings);
  const state = pool && (isGet || inputsOf(props).state !== undefined) ? settledState(pool.state) : undefined;
  const { multiInstance, adopt, forceDelete, connection } = inputsOf(props);
  const inputs = plainJson({
    ...(kind === "pool" && { name: inputsOf(named).name }),
    state: state ?? inputsOf(props).state,
    multiInstance,
    adopt,
    forceDelete,
    connection,
    ...nestSettings(withoutImplied(props, managed)),
  });
  return { id, inputs, props: { ...inputs, host: session.transport.host } };
}

function withoutSecrets(settings: Settings): Properties {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => !(value instanceof Secret)));
}

/** Live values of exactly the settings that the state holds. What means the same keeps the state's spelling. */
function managedValues(props: Properties, live: Settings): Properties {
  const known = settingsOf(props);
  const wrapped = protectSettings(known);
  const values = Object.entries(wrapped).map(([path, value]) => {
    const now = live[path];
    if (now !== undefined && equalSettings(path, now, value)) return [path, known[path]];
    return [path, now instanceof Secret ? (now.isSet ? changedPassword : "") : now];
  });
  return Object.fromEntries(values) as Properties;
}

/** What `multiInstance` stands for is told only where the host has something else, or the program says it as well. */
function withoutImplied(props: Properties, managed: Properties): Properties {
  const declared = flattenSettings(props);
  const implied = impliedSettings(inputsOf(props).multiInstance);
  return Object.fromEntries(
    Object.entries(managed).filter(
      ([path, value]) => path in declared || !(path in implied) || value !== implied[path],
    ),
  );
}

/** Leaves out what is undefined: the engine's values are JSON. */
function plainJson(properties: Properties): Properties {
  return JSON.parse(JSON.stringify(properties)) as Properties;
}
