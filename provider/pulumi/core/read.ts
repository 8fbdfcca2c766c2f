import { withoutAppcmd } from "../../appcmd/known-failures";
import type { Connection } from "../../connection/schema";
import { IisError } from "../../errors";
import { hostNameKey } from "../../names";
import { finalState, isSatisfied } from "../../plan/change/diff";
import { findPool, type LiveHost } from "../../plan/change/live-host";
import { asDeclared } from "../../plan/change/unreadable";
import { takePool } from "../../plan/choose-pools";
import { importTarget, unknownNote } from "../../plan/import/import-pools";
import { impliedSettings } from "../../pool-file/pool/cross-checks";
import { Secret } from "../../secret";
import { identityPaths } from "../../settings/key-path";
import { flattenSettings, nestSettings } from "../../settings/paths";
import { protectSettings, type Settings } from "../../settings/value";
import { isMoved } from "./diff";
import type { ReadResult } from "./resource";
import { adoptedKey, inputsOf, plainJson, type Properties, type ResourceKind, settingsOf } from "./resource-inputs";
import { marksKey } from "./secret-properties";
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
  const { multiInstance, adopt, forceDelete, deleteWhenRemoved, showEnvironment, connection } = inputsOf(props);
  const inputs = plainJson({
    name,
    state: state ?? inputsOf(props).state,
    multiInstance,
    adopt,
    forceDelete,
    deleteWhenRemoved,
    showEnvironment,
    connection,
    ...nestSettings(withoutImplied(props, managed)),
    [marksKey]: props[marksKey],
  });
  return { id, inputs, props: plainJson({ ...inputs, host, [adoptedKey]: props[adoptedKey] }) };
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

const imported = new Set<string>();

/** Records an import of this process, by the ID that it returned. */
export function noteImport(id: string): void {
  imported.add(id);
}

/**
 * The engine imports from the server of the provider's configuration, without the connection of the resource, and
 * compares the two afterwards. A pool that was imported from another server than the resource's own must not be
 * replaced: that would delete a pool there.
 *
 * @throws IisError `IMPORTED_ELSEWHERE`
 */
export function refuseMovedImport(id: string, olds: Properties, news: Properties): void {
  if (!imported.has(id) || !isMoved(inputsOf(olds), inputsOf(news))) return;
  throw new IisError("IMPORTED_ELSEWHERE", {
    problem:
      `"${id}" was imported from the server of the provider's configuration, but the resource's connection names another ` +
      "one. Nothing is replaced",
    hint:
      "Name that server in the provider's configuration (pulumi config set iis:host <server>, or iis:configFile <file>), or in " +
      "that of an explicit provider. After an up, also remove the resource from the state: pulumi state delete <urn>",
  });
}

/** The pool's name in an ID: `<host>/<name>`, or only the name. */
export function poolNameIn(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/**
 * A pool, or `<applicationPoolDefaults>`, with all explicit settings and no inherited ones: a program that declares
 * exactly these changes nothing. The run-time state is not included. An identity with a password cannot be in a program
 * that the engine prints, so it is omitted with a warning.
 *
 * @param id the pool's name in any letter case, with or without its host; the result has the canonical one
 * @param props at most the inputs that every resource has: `connection`, `adopt`, `forceDelete`
 * @throws IisError `POOL_MISSING`, which lists the existing pools
 */
export async function importResource(kind: ResourceKind, id: string, props: Properties): Promise<ReadResult> {
  const { connection, adopt, forceDelete } = inputsOf(props);
  const { host, live } = await readHost(id, connection);
  const target =
    kind === "defaults"
      ? ("applicationPoolDefaults" as const)
      : takePool(host, [...live.pools.values()], poolNameIn(id));
  const name = target === "applicationPoolDefaults" ? target : target.name;
  const notes: string[] = [];
  const { settings } = importTarget(live, target, new Set(), notes);
  const hasPassword = Object.values(settings).some((value) => value instanceof Secret);
  const kept = Object.entries(settings).filter(([path]) => !hasPassword || !identityPaths.includes(path));
  const inputs = plainJson({
    ...(kind === "pool" && { name }),
    ...{ adopt, forceDelete, connection },
    ...nestSettings(withoutSecrets(Object.fromEntries(kept))),
  });
  const place = target === "applicationPoolDefaults" ? target : `[name='${name}']`;
  const unknown = Object.keys(live.explicit?.unknown ?? {}).filter((path) => path.startsWith(`${place}.`));
  const warnings = [
    ...elsewhere(id, host),
    ...(hasPassword ? [passwordLeftOut(name)] : []),
    ...notes,
    ...unknown.map((path) => unknownNote(path, settings)),
  ];
  noteImport(`${host}/${name}`);
  const adopted = kind === "pool" ? { [adoptedKey]: true } : {};
  return {
    id: `${host}/${name}`,
    inputs,
    props: { ...inputs, host, ...adopted },
    warnings: warnings.map((text) => `${host}: ${text}`),
  };
}

/** The host of the import. */
async function readHost(id: string, connection: Connection | undefined): Promise<{ host: string; live: LiveHost }> {
  try {
    const session = sessionFor(connection);
    return { host: session.transport.host, live: await session.look({ explicit: true }) };
  } catch (error) {
    if (connection !== undefined || !(error instanceof IisError) || !withoutAppcmd.includes(error.code)) throw error;
    throw noConnection(id, error);
  }
}

function noConnection(id: string, cause: IisError): IisError {
  return new IisError("NO_APPCMD", {
    problem: `"${id}" is not imported: this machine has no appcmd, and the engine does not pass the resource's own connection to an import`,
    hint:
      "Name the server in the provider's configuration (pulumi config set iis:host <server>, or iis:configFile <file>), or in that of " +
      "an explicit provider (pulumi:providers:iis) of the resource",
    cause,
  });
}

/** A pool of that name is on every server: `DefaultAppPool`. */
function elsewhere(id: string, host: string): string[] {
  const named = id.slice(0, Math.max(0, id.lastIndexOf("/")));
  if (named === "" || hostNameKey(named) === hostNameKey(host)) return [];
  return [`the ID names the host "${named}", but the connection leads to "${host}"`];
}

function passwordLeftOut(name: string): string {
  return (
    `${name}: its identity is not imported (processModel.identityType, userName and password), because a password must not be ` +
    "in a program. It is unchanged on the server; to manage it, declare all three, with the password as a secret"
  );
}

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
