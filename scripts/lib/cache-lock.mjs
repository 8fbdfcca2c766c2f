// One process at a time fills the cache. The lock is a file that names its holder.
import { readFileSync, rmSync, statSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";

/** The holder touches its lock this often … */
const beatMs = 5_000;
/** … so a lock untouched for this long has no holder, even where its pid now belongs to another program. */
const silentMs = 30_000;
const pollMs = 200;
const remindMs = 15_000;

/**
 * Whether a lock's holder is gone.
 *
 * @param {{ pid?: number, host?: string }} holder
 * @param {number} ageMs since the lock was last touched
 * @param {{ host: string, isAlive: (pid: number) => boolean }} here
 */
export function isAbandoned(holder, ageMs, here) {
  if (ageMs > silentMs) return true;
  // Of another machine's processes nothing is known, nor of one whose lock is being written this very moment.
  return holder.host === here.host && !here.isAlive(holder.pid);
}

/**
 * Whether a process of this machine is running.
 *
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/**
 * Takes a lock, or waits for the one who has it, saying so.
 *
 * @param {string} file
 * @param {{ signal?: AbortSignal, say: (line: string) => void, product?: string }} options
 * @returns {Promise<() => void>} gives the lock back
 */
export async function takeLock(file, { signal, say, product = "the Pulumi CLI" }) {
  let nextWord = 0;
  for (;;) {
    signal?.throwIfAborted();
    if (create(file)) return hold(file);
    const lock = read(file);
    if (lock === undefined) continue;
    if (isAbandoned(lock.holder, lock.ageMs, { host: hostname(), isAlive })) {
      say(`taking over the lock of a process that is gone (pid ${lock.holder.pid ?? "unknown"})`);
      removeAbandoned(file, lock.text);
      continue;
    }
    if (Date.now() >= nextWord) {
      nextWord = Date.now() + remindMs;
      say(`another process (pid ${lock.holder.pid ?? "unknown"}) is getting ${product}; waiting for it`);
    }
    await wait(pollMs, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

function create(file) {
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function hold(file) {
  const mine = readFileSync(file, "utf8");
  const beat = setInterval(() => touch(file), beatMs);
  beat.unref();
  return () => {
    clearInterval(beat);
    if (read(file)?.text === mine) rmSync(file, { force: true });
  };
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Taken over while this machine slept: two build then, each in a folder of its own; the first one's result stays.
  }
}

function read(file) {
  try {
    const text = readFileSync(file, "utf8");
    return { text, holder: parse(text), ageMs: Date.now() - statSync(file).mtimeMs };
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** By way of a rename, so that of two who find the same abandoned lock none removes the other's new one unseen. */
function removeAbandoned(file, text) {
  const aside = `${file}.gone-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  if (readFileSync(aside, "utf8") === text) rmSync(aside, { force: true });
  else renameSync(aside, file);
}
