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
  return { id: `${host}/${name}`, inputs, props: { ...inputs, host }, warnings };
}

/** The host of the import. */
async function readHost(id: string, connection: Connection | undefined): Promise<{ host: string; live: LiveHost }> {
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
