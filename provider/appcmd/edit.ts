import { checkCarriable } from "../quoting/quote";
import { Secret } from "../secret";
import { iisPath } from "../settings/other-attributes";
import { type Argument, plain, type PoolPlace } from "./argument";

/**
 * Escapes a value for appcmd's own parser, which URL-decodes the text after the colon: `%XX` and `%uXXXX`. With every
 * percent sign sent as `%25`, appcmd decodes nothing else in a value. A double quote needs no escape here: after
 * Windows has parsed the command line (`quoteArgument`), it is an ordinary character. Source:
 * https://github.com/microsoft/IIS.ServiceMonitor/issues/71
 *
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function escapeValue(value: string): string {
  checkCarriable(value);
  return value.replaceAll("%", "%25");
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

/** The target of an edit: a pool by its name, or `<applicationPoolDefaults>`. */
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

/** An attribute that identifies an element, and one that it may also have, each with its value. */
type ElementKeys =
  | readonly [key: readonly [string, string]]
  | readonly [key: readonly [string, string], held: readonly [string, string]];

/**
 * `/+[name='Shop'].recycling.periodicRestart.schedule.[value='03:00:00']`: adds an element to a collection. Any value
 * besides its key, such as that of a variable, may be secret and is not shown.
 *
 * @param isKeyHidden whether the value of an element without another attribute is not shown either
 */
export function addElement(
  target: EditTarget,
  collection: string,
  keys: ElementKeys,
  isKeyHidden: boolean | undefined = false,
): Argument {
  const adds = (shown: ElementKeys): string => path("+", target, collection, indexer(shown));
  if (keys.length === 1) {
    const [[name, value]] = keys;
    if (!isKeyHidden) return plain(adds(keys));
    return { text: adds(keys), shown: adds([[name, String(new Secret(value))]]), secret: new Secret(value) };
  }
  const [key, [attribute, value]] = keys;
  const secret = new Secret(value);
  return { text: adds(keys), shown: adds([key, [attribute, String(secret)]]), secret };
}

/**
 * `/[name='Shop'].environmentVariables.[name='LOG'].value:debug`: sets the value of an element, also of an inherited
 * one, which becomes the pool's own. The value may be secret and is not shown.
 */
export function setElement(
  target: EditTarget,
  collection: string,
  key: readonly [string, string],
  [attribute, value]: readonly [string, string],
): Argument {
  const start = `${path("", target, collection, indexer([key]), attribute)}:`;
  const secret = new Secret(value);
  return { text: start + escapeValue(value), shown: start + String(secret), secret };
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

/** `/[name='Shop'].queueLength`: an attribute or collection, as an argument of `clear config`. */
export function settingPath(target: EditTarget, attribute: string): Argument {
  return plain(path("", target, iisPath(attribute)));
}

/** `/[name='Default Web Site'].[path='/shop'].applicationPool:Shop`: sets the pool of a place in the sites' section. */
export function setPool({ site, application }: PoolPlace, pool: string): Argument {
  const steps = [
    ...(site === undefined ? [] : [indexer([["name", site]])]),
    application === undefined ? "applicationDefaults" : indexer([["path", application]]),
  ];
  return plain(`/${steps.join(".")}.applicationPool:${escapeValue(pool)}`);
}
