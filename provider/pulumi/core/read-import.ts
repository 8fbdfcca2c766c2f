import type { Connection } from "../../connection/schema";
import { IisError } from "../../errors";
import { hostNameKey } from "../../names";
import type { LiveHost } from "../../plan/change/live-host";
import { takePool } from "../../plan/choose-pools";
import { importTarget, unknownNote } from "../../plan/import/import-pools";
import { Secret } from "../../secret";
import { identityPaths } from "../../settings/key-path";
import { nestSettings } from "../../settings/paths";
import { isMoved } from "./diff";
import { withoutSecrets } from "./live-settings";
import type { ReadResult } from "./resource";
import { inputsOf, plainJson, type Properties, type ResourceKind } from "./resource-inputs";
import { sessionFor } from "./sessions";

const imported = new Set<string>();

/** Remembers an import of this process, by the id that it answered. */
export function noteImport(id: string): void {
  imported.add(id);
}

/**
 * The engine imports from where the provider's configuration leads, without the connection of the resource, and compares
 * the two afterwards. What it found on another server than the resource's own must not be replaced: that would delete a pool there.
 *
 * @throws IisError `IMPORTED_ELSEWHERE`
 */
export function refuseMovedImport(id: string, olds: Properties, news: Properties): void {
  if (!imported.has(id) || !isMoved(inputsOf(olds), inputsOf(news))) return;
  throw new IisError("IMPORTED_ELSEWHERE", {
    problem:
      `"${id}" was imported from the server of the provider's configuration, and the resource's connection names another ` +
      "one. Nothing is replaced",
    hint:
      "Name that server in the provider's configuration (pulumi config set iis:host <server>, or iis:configFile <file>), or in " +
      "that of an explicit provider. After an up, also remove the resource from the state: pulumi state delete <urn>",
  });
}

/** The pool's name in an id: `<host>/<name>`, or the name alone. */
export function poolNameIn(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/**
 * A pool, or `<applicationPoolDefaults>`, with all that is explicit there and nothing that it inherits: a program that
 * declares just that changes nothing. Whether the pool runs is not among it. An identity with a password cannot stand
 * in a program that the engine prints, so it is left out, and a warning says so.
 *
 * @param id the pool's name in any letter case, with its host or without; the answer has the canonical one.
 * @param props at most what every resource of the provider has: `connection`, `adopt`, `forceDelete`.
 * @throws IisError `POOL_MISSING`, which tells what there is.
 */
export async function importResource(kind: ResourceKind, id: string, props: Properties): Promise<ReadResult> {
  const { connection, adopt, forceDelete } = inputsOf(props);
  const { host, live } = await lookFor(id, connection);
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
  return { id: `${host}/${name}`, inputs, props: { ...inputs, host }, warnings };
}

/** The host of what is to be imported. */
async function lookFor(id: string, connection: Connection | undefined): Promise<{ host: string; live: LiveHost }> {
  try {
    const session = sessionFor(connection);
    return { host: session.transport.host, live: await session.look({ explicit: true }) };
  } catch (error) {
    if (connection !== undefined || !(error instanceof IisError) || error.code !== "NO_APPCMD") throw error;
    throw noConnection(id, error);
  }
}

function noConnection(id: string, cause: IisError): IisError {
  return new IisError("NO_APPCMD", {
    problem: `"${id}" is not imported: there is no appcmd on this machine, and an import does not get the resource's own connection from the engine`,
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
  return [`the id names the host "${named}", and what is imported is on "${host}", where the connection leads`];
}

function passwordLeftOut(name: string): string {
  return (
    `${name}: its identity is not imported (processModel.identityType, userName and password), as a password has no ` +
    "place in a program: on the server it stays as it is; to manage it, declare all three, the password as a secret"
  );
}
