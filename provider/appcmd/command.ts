import { type Argument, type Command, plain } from "./argument";
import { escapeValue } from "./edit";

const section = plain("-section:system.applicationHost/applicationPools");
const sites = plain("-section:system.applicationHost/sites");
const commit = plain("/commit:apphost");

function words(...texts: readonly string[]): Command {
  return texts.map(plain);
}

/** Every pool with its state and the effective value of every attribute: one read for a host. */
export const listPools: Command = words("list", "apppool", "/config:*", "/xml");

/** The values written in the section itself, pools and `<applicationPoolDefaults>`, without inherited ones. */
export const listExplicit: Command = [...words("list", "config"), section, ...words("/config", "/xml")];

/** The section with the effective value of every attribute, `<applicationPoolDefaults>` included. */
export const listEffective: Command = [...words("list", "config"), section, ...words("/config:*", "/xml")];

/** The values written in the section of the sites. */
export const listSites: Command = [...words("list", "config"), sites, ...words("/config", "/xml")];

/** Every application with its pool. */
export const listApplications: Command = words("list", "app", "/xml");

/** Every worker process with its pool. */
export const listWorkers: Command = words("list", "wp", "/xml");

/** Every backup by its name. */
export const listBackups: Command = words("list", "backup", "/xml");

/** The same command on another file than the server's own `applicationHost.config`. IIS 8 and later. */
export function onFile(command: Command, file: string): Command {
  return [...command, plain(`/apphostconfig:${escapeValue(file)}`)];
}

/** Changes the section: all edits in one commit, or none. */
export function setConfig(edits: readonly Argument[]): Command {
  return [...words("set", "config"), section, ...edits, commit];
}

/** Changes the section of the sites: all edits in one commit, or none. */
export function setSites(edits: readonly Argument[]): Command {
  return [...words("set", "config"), sites, ...edits, commit];
}

/** Resets settings to their inherited values: all in one commit, or none. */
export function clearConfig(paths: readonly Argument[]): Command {
  return [...words("clear", "config"), section, ...paths, commit];
}

/** Starts a pool. */
export function startPool(name: string): Command {
  return words("start", "apppool", `/apppool.name:${escapeValue(name)}`);
}

/** Stops a pool. */
export function stopPool(name: string): Command {
  return words("stop", "apppool", `/apppool.name:${escapeValue(name)}`);
}

/** Replaces the worker processes of a pool, which must be started. */
export function recyclePool(name: string): Command {
  return words("recycle", "apppool", `/apppool.name:${escapeValue(name)}`);
}

/** Backs up the whole configuration, under a name that must be unused. */
export function addBackup(name: string): Command {
  return words("add", "backup", name);
}
