import { attributeValue, type XmlNode } from "../../xml/parse";
import type { PoolPlace, PoolReference } from "../argument";
import { findDocument, named, onlyNamed, readElements, required, unreadable } from "./document";
import type { ListedApplication, ListedWorker } from "./pools";

const what = "list config of the sites";

/**
 * Every place that names a pool, in the output of `list config` of the sites' section with `/config /xml`. Also every
 * application that neither names nor inherits a pool: it runs in the pool that IIS selects, which `list app` shows.
 *
 * @throws IisError `UNREADABLE_OUTPUT`
 */
export function parsePoolReferences(output: string, applications: readonly ListedApplication[]): PoolReference[] {
  const [config] = [
    onlyNamed(
      readElements(findDocument(output, what, "CONFIG"), what, (one) => one),
      "CONFIG",
      what,
    ),
  ];
  const sites = onlyNamed(config.children, "system.applicationHost-sites", what);
  const pools = new Map(applications.map(({ name, pool }) => [name.toLowerCase(), pool]));
  const common = defaultsOf(sites, {});
  return [
    ...common,
    ...sites.children
      .filter(({ name }) => name === "site")
      .flatMap((site) => referencesOf(site, common.length > 0, (name) => pools.get(name.toLowerCase()))),
  ];
}

function referencesOf(
  element: XmlNode,
  isInherited: boolean,
  poolOf: (application: string) => string | undefined,
): PoolReference[] {
  const site = required(element, "name", what);
  const own = defaultsOf(element, { site });
  const applications = element.children.filter(({ name }) => name === "application");
  return [
    ...own,
    ...applications.flatMap((one) => {
      const application = required(one, "path", what);
      const isSilent = isInherited || own.length > 0;
      const pool = poolNamedBy(one) ?? (isSilent ? undefined : poolOf(`${site}${application}`));
      return pool === undefined ? [] : [{ place: { site, application }, pool }];
    }),
  ];
}

function defaultsOf(element: XmlNode, place: PoolPlace): PoolReference[] {
  const defaults = element.children.find(({ name }) => name === "applicationDefaults");
  const pool = defaults && poolNamedBy(defaults);
  return pool === undefined ? [] : [{ place, pool }];
}

function poolNamedBy(element: XmlNode): string | undefined {
  return attributeValue(element, "applicationPool") || undefined;
}

/**
 * The worker processes in the output of `list wp /xml`, in order, draining ones included. A web garden has several of
 * one pool. Undefined if nothing was printed, which may mean that there are none.
 *
 * @throws IisError `UNREADABLE_OUTPUT` for an answer that is cut off, damaged, or not a list of worker processes
 */
export function parseWorkers(output: string): ListedWorker[] | undefined {
  const what = "list wp";
  if (output.trim() === "") return undefined;
  const workers = readElements(findDocument(output, what, "WP"), what, (element) => {
    const worker = named(element, "WP", what);
    const pid = required(worker, "WP.NAME", what);
    if (!/^[1-9]\d{0,9}$/.test(pid)) throw unreadable(what, "contains a worker process without a process ID");
    return { pid: Number(pid), pool: required(worker, "APPPOOL.NAME", what) };
  });
  if (new Set(workers.map(({ pid }) => pid)).size < workers.length) {
    throw unreadable(what, "contains a worker process twice");
  }
  return workers;
}

/**
 * The names of the backups in the output of `list backup /xml`, in order. Undefined if nothing was printed, which may mean that
 * there are none.
 *
 * @throws IisError `UNREADABLE_OUTPUT` for an answer that is cut off, damaged, or not a list of backups
 */
export function parseBackups(output: string): string[] | undefined {
  const what = "list backup";
  if (output.trim() === "") return undefined;
  const names = readElements(findDocument(output, what, "BACKUP"), what, (element) =>
    required(named(element, "BACKUP", what), "BACKUP.NAME", what),
  );
  if (names.includes("")) throw unreadable(what, "contains a backup without a name");
  return names;
}
