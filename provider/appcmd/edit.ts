import { checkCarriable } from "../quoting/quote";
import { Secret } from "../secret";
import { iisPath } from "../settings/other-attributes";
import { type Argument, plain, type PoolPlace } from "./argument";

/**
 * Escapes a value for appcmd's own parser, which URL-decodes what stands behind the colon: `%XX` and `%uXXXX`. With
 * every percent sign sent as `%25` nothing of a value is left to decode. A double quote needs nothing here: once
 * Windows has taken the command line apart (`quoteArgument`), it is a character like any other.
 * Source: https://github.com/microsoft/IIS.ServiceMonitor/issues/71
 *
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function escapeValue(value: string): string {
  checkCarriable(value);
  return value.replaceAll("%", "%25");
}

/** What appcmd makes of a value: the inverse of `escapeValue`. A percent sign that begins no escape stays. */
export function unescapeValue(text: string): string {
  return text.replace(/%(?:u([0-9a-f]{4})|([0-9a-f]{2}))/gi, (_, unit?: string, byte?: string) =>
    String.fromCharCode(Number.parseInt(unit ?? byte ?? "", 16)),
  );
}

/**
 * Escapes a value for the quotes of a collection indexer: `[name='…']`. An apostrophe is doubled.
 * Source: ServiceMonitor's `Replace(L"'", L"''")`, https://github.com/microsoft/IIS.ServiceMonitor/issues/65
 *
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function escapeIndexerValue(value: string): string {
  return escapeValue(value).replaceAll("'", "''");
}

/** What appcmd makes of the text between the quotes of an indexer: the inverse of `escapeIndexerValue`. */
export function unescapeIndexerValue(text: string): string {
  return unescapeValue(text.replaceAll("''", "'"));
}

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
  const start = `${path("", target, iisPath(attribute))}:`;
  return value instanceof Secret
    ? { text: start + escapeValue(value.reveal()), shown: start + String(value), secret: value }
    : plain(start + escapeValue(value));
}

/** An attribute by which an element is told from others, and one that it may hold besides, each with its value. */
type ElementKeys =
  | readonly [key: readonly [string, string]]
  | readonly [key: readonly [string, string], held: readonly [string, string]];

/**
 * `/+[name='Shop'].recycling.periodicRestart.schedule.[value='03:00:00']`: adds an element to a collection. What it holds
 * besides its key, as a variable its value, may be secret and is not shown.
 */
export function addElement(target: EditTarget, collection: string, keys: ElementKeys): Argument {
  const adds = (shown: ElementKeys): string => path("+", target, collection, indexer(shown));
  if (keys.length === 1) return plain(adds(keys));
  const [key, [attribute, value]] = keys;
  const secret = new Secret(value);
  return { text: adds(keys), shown: adds([key, [attribute, String(secret)]]), secret };
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
  return plain(path("", target, iisPath(attribute)));
}

/** `/[name='Default Web Site'].[path='/shop'].applicationPool:Shop`: lets a place of the sites' section name a pool. */
export function setPool({ site, application }: PoolPlace, pool: string): Argument {
  const steps = [
    ...(site === undefined ? [] : [indexer([["name", site]])]),
    application === undefined ? "applicationDefaults" : indexer([["path", application]]),
  ];
  return plain(`/${steps.join(".")}.applicationPool:${escapeValue(pool)}`);
}
