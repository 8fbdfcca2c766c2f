import { attributeValue, type XmlNode } from "../xml/xml-node";
import type { ListedApplication, ListedPool, PoolState } from "./listed-pool";
import { findDocument, readElements } from "./parse-document";
import { indexPools, named, onlyNamed, required } from "./parse-elements";
import { unreadable } from "./parse-error";
import type { Reader, Reading } from "./parse-reader";
import { ScalarReader } from "./parse-scalar";
import { parseSettings } from "./parse-settings";
import { Unknowns } from "./parse-unknown";

export { parseSection } from "./parse-section";

const states: readonly string[] = ["Starting", "Started", "Stopping", "Stopped", "Unknown"] satisfies PoolState[];

/** What `list apppool /xml` says of a pool besides its settings. */
const poolAttributes: readonly string[] = ["APPPOOL.NAME", "PipelineMode", "RuntimeVersion", "state"];

/**
 * The pools in the output of `list apppool` with `/config` or `/config:*`, with or without `/xml`. Without `/xml` appcmd
 * prints no states: they are `Unknown`. A list without `/xml` that ends right behind a pool cannot be told from a whole
 * one, so a caller that needs all pools asks with it.
 *
 * @param reading what was asked for: `/config:*`, or `/config`
 * @throws IisError `UNREADABLE_OUTPUT` for an answer that is empty, cut off, damaged, or no list of pools
 */
export function parsePools(output: string, reading: Reading = "effective"): ListedPool[] {
  const what = "list apppool";
  const document = findDocument(output, what, "add");
  const scalars = new ScalarReader();
  const pools = readElements(document, what, (element) => {
    if (document.form === "raw") {
      const add = named(element, "add", what);
      return parsePool(required(add, "name", what), undefined, add, { reading, scalars, what });
    }
    const pool = named(element, "APPPOOL", what);
    const add = onlyNamed(pool.children, "add", what);
    return parsePool(required(pool, "APPPOOL.NAME", what), pool, add, { reading, scalars, what });
  });
  const byKey = indexPools(
    pools.map((pool) => [pool.name, pool]),
    what,
  );
  return [...byKey.values()];
}

function parsePool(
  name: string,
  element: XmlNode | undefined,
  add: XmlNode,
  { reading, scalars, what }: Omit<Reader, "unknowns">,
): ListedPool {
  if ((attributeValue(add, "name") ?? name) !== name) throw unreadable(what, "gives one pool two names");
  const unknowns = new Unknowns();
  const state = element && attributeValue(element, "state");
  for (const attribute of element?.attributes ?? []) {
    if (!poolAttributes.includes(attribute.name)) unknowns.add(`APPPOOL.${attribute.name}`, attribute.value);
  }
  if (state !== undefined && !isState(state)) unknowns.add("APPPOOL.state", state);
  const settings = parseSettings(add, { reading, what, scalars, unknowns });
  const unknown = unknowns.get();
  return {
    name,
    state: state !== undefined && isState(state) ? state : "Unknown",
    settings,
    ...(unknown && { unknown }),
  };
}

function isState(text: string): text is PoolState {
  return states.includes(text);
}

/** The applications in the output of `list app /xml`. @throws IisError `UNREADABLE_OUTPUT` */
export function parseApplications(output: string): ListedApplication[] {
  const what = "list app";
  return readElements(findDocument(output, what, "APP"), what, (element) => {
    const application = named(element, "APP", what);
    return { name: required(application, "APP.NAME", what), pool: required(application, "APPPOOL.NAME", what) };
  });
}
