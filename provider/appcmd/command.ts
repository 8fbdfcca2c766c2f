import { type Argument, type Command, plain } from "./argument";
import { escapeValue } from "./escape";

const section = plain("-section:system.applicationHost/applicationPools");
const commit = plain("/commit:apphost");

function words(...texts: readonly string[]): Command {
  return texts.map(plain);
}

/** Every pool with its state and the effective value of every attribute: one read a host. */
export const listPools: Command = words("list", "apppool", "/config:*", "/xml");

/** What is written in the section itself, pools and `<applicationPoolDefaults>`: nothing inherited. */
export const listExplicit: Command = [...words("list", "config"), section, ...words("/config", "/xml")];

/** The section with the effective value of every attribute, `<applicationPoolDefaults>` included. */
export const listEffective: Command = [...words("list", "config"), section, ...words("/config:*", "/xml")];

/** Every application with its pool. */
export const listApplications: Command = words("list", "app", "/xml");

/** Changes the section: all edits in one commit, or none. */
export function setConfig(edits: readonly Argument[]): Command {
  return [...words("set", "config"), section, ...edits, commit];
}

/** Takes settings back to their inherited values: all in one commit, or none. */
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
