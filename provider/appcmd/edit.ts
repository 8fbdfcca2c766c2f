import { Secret } from "../secret";
import { type Argument, plain } from "./argument";
import { escapeIndexerValue, escapeValue } from "./escape";
import type { PoolPlace } from "./pool-place";

/** Whose settings an edit is about: a pool by its name, or `<applicationPoolDefaults>`. */
export type EditTarget = { readonly pool: string } | "applicationPoolDefaults";

function prefix(target: EditTarget): string {
  return target === "applicationPoolDefaults" ? target : indexer([["name", target.pool]]);
}

function indexer(keys: readonly (readonly [string, string])[]): string {
  return `[${keys.map(([key, value]) => `${key}='${escapeIndexerValue(value)}'`).join(",")}]`;
}

/** `/[name='Shop']`: the pool itself. */
function path(sign: "" | "+" | "-", target: EditTarget, ...steps: readonly string[]): string {
  return `/${sign}${[prefix(target), ...steps].join(".")}`;
}

/** `/+[name='Shop']`: adds a pool. */
export function addPool(name: string): Argument {
  return plain(path("+", { pool: name }));
}

/** `/-[name='Shop']`: removes a pool. */
export function removePool(name: string): Argument {
  return plain(path("-", { pool: name }));
}

/** `/[name='Shop'].queueLength:2000`: sets one attribute. */
export function setAttribute(target: EditTarget, attribute: string, value: string | Secret): Argument {
  const start = `${path("", target, attribute)}:`;
  return value instanceof Secret
    ? { text: start + escapeValue(value.reveal()), shown: start + String(value) }
    : plain(start + escapeValue(value));
}

/** `/+[name='Shop'].recycling.periodicRestart.schedule.[value='03:00:00']`: adds an element to a collection. */
export function addElement(
  target: EditTarget,
  collection: string,
  keys: readonly (readonly [string, string])[],
): Argument {
  return plain(path("+", target, collection, indexer(keys)));
}

/** `/-[name='Shop'].environmentVariables.[name='LOG']`: removes an element from a collection. */
export function removeElement(
  target: EditTarget,
  collection: string,
  keys: readonly (readonly [string, string])[],
): Argument {
  return plain(path("-", target, collection, indexer(keys)));
}

/** `/-[name='Shop'].recycling.periodicRestart.schedule`: empties a collection, inherited elements included. */
export function emptyCollection(target: EditTarget, collection: string): Argument {
  return plain(path("-", target, collection));
}

/** `/[name='Shop'].queueLength`: an attribute or collection, as `clear config` takes it. */
export function settingPath(target: EditTarget, attribute: string): Argument {
  return plain(path("", target, attribute));
}

/** `/[name='Default Web Site'].[path='/shop'].applicationPool:Shop`: lets a place of the sites' section name a pool. */
export function setPool({ site, application }: PoolPlace, pool: string): Argument {
  const steps = [
    ...(site === undefined ? [] : [indexer([["name", site]])]),
    application === undefined ? "applicationDefaults" : indexer([["path", application]]),
  ];
  return plain(`/${steps.join(".")}.applicationPool:${escapeValue(pool)}`);
}
