// Programs that were downloaded or built, kept once for all checkouts of a user. One process at a time fills a folder of the
// cache, and the folder appears by one rename: complete or not at all.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import lockfile from "proper-lockfile";
import { messageOf, type Context } from "./context.mts";

/** The holder of a lock renews it every 5 s, so that one of this age has none. */
const abandonedMs = 20_000;
const pollMs = 200;
const remindMs = 15_000;

/** A folder that is made once. */
export interface Place {
  readonly parent: string;
  readonly folder: string;
  readonly lock: string;
  /** How the names of temporary folders beside it begin; the id of their process follows. */
  readonly temporaryPrefix: string;
}

/** The place of one version of a product in a folder. */
export function placeIn(parent: string, version: string, prefix = ""): Place {
  const path = join(parent, prefix + version);
  return { parent, folder: join(parent, version), lock: `${path}.lock`, temporaryPrefix: `${path}.tmp-` };
}

/** The same in the user's cache: `XDG_CACHE_HOME`, which is ignored if it is relative. Default: `.cache` of the home folder. */
export function cachePlace(env: NodeJS.ProcessEnv, home: string, version: string, product = "pulumi"): Place {
  const xdg = env["XDG_CACHE_HOME"] ?? "";
  return placeIn(join(isAbsolute(xdg) ? xdg : join(home, ".cache"), "pulumi-iis", product), version);
}

/** What a way works with besides. */
export interface Making extends Context {
  /** An existing folder for what is only needed meanwhile. */
  readonly temporary: string;
  /** The folder to make. */
  readonly target: string;
}

export interface Way {
  /** For the error. */
  readonly name: string;
  /** Why it is not tried. */
  readonly skipped?: string | undefined;
  readonly make: (making: Making) => Promise<void>;
}

export interface Product {
  /** For messages. */
  readonly name: string;
  readonly place: Place;
  readonly ways: readonly Way[];
  /** What a folder lacks to be complete. */
  readonly missing: (folder: string) => readonly string[];
  /** Completes what a way made, or throws. */
  readonly finish?: (making: Making) => void | Promise<void>;
}

export interface Failure {
  readonly name: string;
  readonly reason: string;
}

/**
 * Fills a product's folder by the first way that works, unless another process has filled it meanwhile. Returns why each way
 * failed if none worked, otherwise nothing.
 */
export async function fillCache(product: Product, context: Context): Promise<Failure[]> {
  const { place, missing } = product;
  mkdirSync(place.parent, { recursive: true });
  const release = await takeLock(product, context);
  try {
    const failures: Failure[] = [];
    if (missing(place.folder).length === 0) return failures;
    removeLeftovers(place);
    for (const way of product.ways) {
      const reason = way.skipped ?? (await tryWay(way, product, context));
      if (reason === undefined) return [];
      failures.push({ name: way.name, reason });
      if (way.skipped === undefined) context.say(`${way.name}: ${reason}`);
    }
    return failures;
  } finally {
    await release();
  }
}

async function takeLock({ name, place }: Product, { say, signal }: Context): Promise<() => Promise<void>> {
  // A lock can be lost, while the machine sleeps: then two build, each in its own folder, and the first result stays.
  const lost = (): void => undefined;
  const options = { realpath: false, lockfilePath: place.lock, stale: abandonedMs, onCompromised: lost };
  let nextReminder = 0;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const release = await lockfile.lock(place.folder, options);
      return () => release().catch(lost);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
    }
    if (Date.now() >= nextReminder) {
      nextReminder = Date.now() + remindMs;
      say(`another process is getting ${name}; waiting for it`);
    }
    await wait(pollMs, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

/** Why it failed, if it did. */
async function tryWay(way: Way, product: Product, context: Context): Promise<string | undefined> {
  const temporary = mkdtempSync(`${product.place.temporaryPrefix}${process.pid}-`);
  const making = { ...context, temporary, target: join(temporary, "result") };
  try {
    await way.make(making);
    await product.finish?.(making);
    moveIntoPlace(making.target, product);
    return undefined;
  } catch (error) {
    context.signal?.throwIfAborted();
    return messageOf(error);
  } finally {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

function moveIntoPlace(target: string, { place, missing }: Product): void {
  const isIncomplete = (): boolean => missing(place.folder).length > 0;
  if (isIncomplete()) rmSync(place.folder, { recursive: true, force: true });
  try {
    renameSync(target, place.folder);
  } catch (error) {
    if (isIncomplete()) throw error;
  }
}

/** Removes temporary folders of processes that were killed. */
function removeLeftovers({ parent, temporaryPrefix }: Place): void {
  const prefix = basename(temporaryPrefix);
  for (const name of readdirSync(parent).filter((one) => one.startsWith(prefix))) {
    if (isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
