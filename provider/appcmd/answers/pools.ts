import type { Settings } from "../../settings/value";
import { attributeValue, type XmlNode } from "../../xml/parse";
import {
  findDocument,
  indexPools,
  named,
  onlyNamed,
  readElements,
  required,
  SiblingSteps,
  Unknowns,
  type UnknownTexts,
  unreadable,
} from "./document";
import { parseSettings, type Reader, type Reading, ScalarReader } from "./settings";

/** A pool's run-time state, as appcmd names it. `Unknown` if WAS does not respond. */
export type PoolState = "Starting" | "Started" | "Stopping" | "Stopped" | "Unknown";

/** A pool as `list apppool` shows it. */
export interface ListedPool {
  readonly name: string;
  readonly state: PoolState;
  /** Every printed attribute that this package knows. An attribute that the host's IIS does not have is absent. */
  readonly settings: Settings;
  /** Everything else that was printed, for example an attribute of a newer IIS. */
  readonly unknown?: UnknownTexts;
}

/** The applicationPools section as `list config` shows it. */
export interface ListedSection {
  /** By {@link poolKey}. */
  readonly pools: ReadonlyMap<string, Settings>;
  /** The names of the pools as written, in order. Absent if it was not read from a section. */
  readonly names?: readonly string[];
  readonly defaults: Settings;
  /** Everything else that was printed, by the path inside the section: `[name='Shop'].someNewAttribute`. */
  readonly unknown?: UnknownTexts;
}

/** A worker process as `list wp` shows it. */
export interface ListedWorker {
  readonly pid: number;
  readonly pool: string;
}

/** An application and the pool it runs in. */
export interface ListedApplication {
  readonly name: string;
  readonly pool: string;
}

const what = "list config";

/**
 * The section in the output of `list config`, with or without `/xml`.
 *
 * @throws IisError `UNREADABLE_OUTPUT` for an answer that is empty, cut off, damaged, or not the applicationPools
 *   section
 */
export function parseSection(output: string, reading: Reading): ListedSection {
  const document = findDocument(output, what, "system.applicationHost");
  const isRaw = document.form === "raw";
  const elements = readElements(document, what, (element) => element);
  const holder = onlyNamed(elements, isRaw ? "system.applicationHost" : "CONFIG", what);
  const name = isRaw ? "applicationPools" : "system.applicationHost-applicationPools";
  return readSection(onlyNamed(holder.children, name, what), reading);
}

function readSection(section: XmlNode, reading: Reading): ListedSection {
  const unknowns = new Unknowns();
  const reader: Reader = { reading, what, scalars: new ScalarReader(), unknowns };
  const pools: (readonly [name: string, Settings])[] = [];
  const defaults: Settings[] = [];
  const steps = new SiblingSteps();
  for (const { name, value } of section.attributes) unknowns.add(name, value);
  for (const child of section.children) {
    const step = steps.next(child);
    if (child.name === "add") {
      const name = required(child, "name", what);
      pools.push([name, parseSettings(child, reader, `[name='${name}']`)]);
    } else if (child.name === "applicationPoolDefaults") {
      defaults.push(parseSettings(child, reader, child.name));
    } else {
      unknowns.addElement(child, step);
    }
  }
  if (defaults.length > 1) throw unreadable(what, "contains <applicationPoolDefaults> twice");
  const unknown = unknowns.get();
  return {
    ...{ pools: indexPools(pools, what), names: pools.map(([name]) => name), defaults: defaults[0] ?? {} },
    ...(unknown && { unknown }),
  };
}

const states: readonly string[] = ["Starting", "Started", "Stopping", "Stopped", "Unknown"] satisfies PoolState[];

/** The attributes of a pool in `list apppool /xml` besides its settings. */
const poolAttributes: readonly string[] = ["APPPOOL.NAME", "PipelineMode", "RuntimeVersion", "state"];

/**
 * The pools in the output of `list apppool` with `/config` or `/config:*`, with or without `/xml`. Without `/xml`
 * appcmd prints no states: they are `Unknown`. A list without `/xml` that is cut off right after a pool looks complete,
 * so a caller that requires all pools uses `/xml`.
 *
 * @param reading the option of the command: `/config:*`, or `/config`
 * @throws IisError `UNREADABLE_OUTPUT` for an answer that is empty, cut off, damaged, or not a list of pools
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
