import { assume, rulesOf } from "../assume";
import type { Property } from "../command-line/parse-arguments";
import { type Indexer, parsePath } from "../command-line/parse-path";
import { applyOperation, entryPlace, storedValue, writeElement } from "../config/apply-operation";
import { addEntry, findByName, removeEntry } from "../config/edit-collection";
import type { Config, PoolSection } from "../config/load-config";
import { findPool, listApplications, listPools, type Pool } from "../config/objects";
import type { Place } from "../config/scope";
import {
  executionError,
  messageError,
  missingAttribute,
  missingIdentifier,
  missingObject,
  poolInUse,
  serviceDown,
  unknownAttribute,
  win32,
} from "../errors";
import { consumeFault, hasFault } from "../faults";
import { isFresh } from "../runtime/follow-commit";
import { readRuntime, recyclePool, setPoolState } from "../runtime/runtime-state";
import { listWorkers, poolState, type PoolState } from "../runtime/workers";
import { type Answer, commitEdit, type Context, openPools } from "./context";

/** The pool of a call, as identifier or by `/apppool.name:`, and the other properties of the call. */
export function poolArgument({ args }: Context): { readonly name: string; readonly properties: readonly Property[] } {
  const given = args.properties.find(({ path }) => path.toLowerCase() === "apppool.name");
  const name = args.identifier ?? given?.value;
  if (name === undefined || name === "") throw missingIdentifier("APPPOOL");
  return { name, properties: args.properties.filter((property) => property !== given) };
}

/** The pool of a call whose command has no other properties. */
export function poolOnly(context: Context, allowed: readonly string[]): string {
  const { name, properties } = poolArgument(context);
  const unknown = properties.find(({ path }) => !allowed.includes(path.toLowerCase()));
  if (unknown !== undefined) throw unknownAttribute(unknown.path);
  return name;
}

/** The pool of that name, which must exist. */
export function existingPool(section: PoolSection, name: string): Pool {
  const pool = findPool(listPools(section), name);
  if (pool === undefined) throw missingObject("APPPOOL", name);
  return pool;
}

/** `add apppool /name:X`: a new pool, with any properties. */
export function addAppPool(context: Context): Answer {
  const { properties } = context.args;
  const given = properties.find(({ prefix, path }) => prefix === "" && /^(?:apppool\.)?name$/i.test(path));
  const name = given?.value ?? context.args.identifier;
  return commitEdit(context, (place, { section }) => {
    if (name === undefined) throw missingAttribute("name");
    const attribute = findByName(section.schema.collection?.entry.attributes ?? [], "name");
    if (attribute !== undefined) storedValue(attribute, name);
    if (findPool(listPools(section), name) !== undefined) {
      throw messageError(`Failed to add duplicate collection element "${name}".`, win32.alreadyExists);
    }
    addEntry(place, byName(name));
    const pool = entryPlace(place, byName(name));
    writeInput(context, pool);
    for (const property of properties) {
      if (property !== given) applyOperation(pool, property, parsePath(property.path, rulesOf(context.world)));
    }
    return `APPPOOL object "${name}" added`;
  });
}

/** `set apppool X`: any properties of one pool, including `/+` and `/-` on its collections. */
export function setAppPool(context: Context): Answer {
  const { name, properties } = poolArgument(context);
  return commitEdit(context, (place, { section }) => {
    existingPool(section, name);
    const pool = entryPlace(place, byName(name));
    writeInput(context, pool);
    for (const property of properties) applyOperation(pool, property, parsePath(property.path, rulesOf(context.world)));
    return `APPPOOL object "${name}" changed`;
  });
}

/** `delete apppool X`. Applications that use the pool keep its name. */
export function deleteAppPool(context: Context): Answer {
  const name = poolOnly(context, []);
  return commitEdit(context, (place, { config, section }) => {
    existingPool(section, name);
    if (assume(context.world, "delete-of-used-pool") === "refused" && isUsed(config, name)) throw poolInUse(name);
    removeEntry(place, byName(name));
    return `APPPOOL object "${name}" deleted`;
  });
}

function isUsed(config: Config, pool: string): boolean {
  return listApplications(config).some((application) => application.pool.toLowerCase() === pool.toLowerCase());
}

/** Writes the configuration of an input object; its name is that of the object, not of its `<add>`. */
function writeInput({ input }: Context, pool: Place): void {
  const settings = input?.children.find(({ name }) => name === "add");
  if (settings !== undefined) writeElement(pool, settings);
}

function byName(name: string): Indexer {
  return { kind: "indexer", position: undefined, values: [["name", name]], text: "" };
}

/** `start apppool X`. Changes the state only, not autoStart. */
export function startAppPool(context: Context): Answer {
  return changeState(context, "Started", ({ world }) => {
    if (consumeFault(world, "start4312")) throw unknownToService();
  });
}

/** `stop apppool X`. Changes the state only, not autoStart. */
export function stopAppPool(context: Context): Answer {
  return changeState(context, "Stopped", () => undefined);
}

/** `recycle apppool X`: new worker processes; the pool must be started. */
export function recycleAppPool(context: Context): Answer {
  const { world } = context;
  const name = poolOnly(context, []);
  const { config, section } = openPools(context);
  if (hasFault(world, "was-down")) throw serviceDown();
  const pool = existingPool(section, name);
  if (consumeFault(world, "control1061")) throw betweenStates();
  const pools = listPools(section);
  const runtime = readRuntime(world, config.path);
  if (poolState(runtime, pool) !== "Started" && assume(world, "recycle-of-stopped") !== "succeeds") throw notStarted();
  const isIdle = listWorkers(world, runtime, pools).every((worker) => worker.pool !== pool.name);
  if (isIdle && assume(world, "recycle-of-idle") !== "succeeds") throw notStarted();
  recyclePool(world, config.path, pools, pool);
  return { stdout: `"${name}" successfully recycled\r\n` };
}

function changeState(context: Context, state: PoolState, fault: (context: Context) => void): Answer {
  const name = poolOnly(context, ["wait", "timeout"]);
  const { config, section } = openPools(context);
  const pool = existingPool(section, name);
  if (hasFault(context.world, "was-down")) throw serviceDown();
  if (isFresh(context.world, pool.name)) throw unknownToService();
  if (consumeFault(context.world, "control1061")) throw betweenStates();
  fault(context);
  const isForgiven = state === "Started" && assume(context.world, "start-of-started") === "succeeds";
  if (poolState(readRuntime(context.world, config.path), pool) === state && !isForgiven) {
    throw state === "Stopped"
      ? notStarted()
      : executionError("An instance of the service is already running.", win32.alreadyRunning);
  }
  setPoolState(context.world, config.path, listPools(section), pool, state);
  // Only one of appcmd's two texts has the full stop.
  return { stdout: `"${name}" successfully ${state === "Started" ? "started." : "stopped"}\r\n` };
}

/** The service has not yet read the pool from the configuration. */
function unknownToService(): Error {
  return executionError("The object identifier does not represent a valid object.", win32.objectNotFound);
}

function notStarted(): Error {
  return executionError("The service has not been started.", win32.notActive);
}

/** The service has not yet completed the previous state change of the pool. */
function betweenStates(): Error {
  return executionError("The service cannot accept control messages at this time.", win32.cannotAcceptControl);
}
