#!/usr/bin/env node
import * as fs from "node:fs";

import { faultArgument } from "./faults";
import { nodeWorld } from "./node-world";
import { encodeOutput, type Encoding, outputEncoding } from "./output/encode";
import { run } from "./run";
import type { Result } from "./world";

/*
 * appcmd-emulator: the command line of appcmd on a real applicationHost.config.
 *
 * APPCMD_EMULATOR_CONFIG      the file to work on; /apphostconfig:FILE names another
 * APPCMD_EMULATOR_IIS         version of IIS: 7.0, 7.5, 8.0, 8.5 or 10.0 (default)
 * APPCMD_EMULATOR_LATENCY_MS  how long each call waits before it works
 * APPCMD_EMULATOR_LANG        de or ru: messages in that language, in bytes of its OEM code page (cp850, cp866)
 * APPCMD_EMULATOR_ASSUME      <id>=<other>[,…]: another value for an entry of facts/assumptions.json
 * APPCMD_EMULATOR_LOG         file that gets one JSON line a call
 * APPCMD_EMULATOR_FAULT       faults that tests order, a list with commas; see below
 *
 * Faults that strike the first N times and keep count in FILE, written `KIND:N:FILE`:
 *   busy           a commit finds the file in use (32)            changed    another writer was faster, and changed it
 *   before-commit  a commit fails with 1726, nothing is written   after-commit  the same, but it is written
 *   kill-before, kill-after   the process is killed in the commit, before or after the file is written
 *   rpc, rejected  a list fails with 1726, with 0x80010006        start4312  a start fails, WAS does not know the pool
 *   silent, truncate, garbage, flood   nothing is printed, half of it, other text round it, 50 MB more
 * Faults that last:
 *   was-down       WAS is stopped: state Unknown; start, stop, recycle and list wp fail with 50
 *   denied         not an administrator: everything fails with 5
 *   slow:MS        output comes in 16 pieces, with so long a pause before each
 *   fresh:MS:FILE  start and stop of a pool fail with 4312 so long after its creation; FILE keeps the times
 *   refuse:TEXT    an argument with this text is a bad value     drop:PATH  a write to this path is lost
 *
 * Backups are kept in <config>.backups.json.
 * States of pools that do not follow from the configuration are kept in <config>.runtime.json, see runtime-state.ts.
 */

/** File descriptor on which a caller can get the full exit code, which POSIX cuts to eight bits. */
const exitCodeDescriptor = 3;

const argv = process.argv.slice(2);
const world = nodeWorld(process.env);
const result = run(argv, world);
log(result);
writeSlowly(result.stdout, outputEncoding(world, result.stdout));
if (process.platform !== "win32") writeExitCode(result.exitCode);
process.exitCode =
  process.platform === "win32" ? result.exitCode : result.exitCode % 256 || Math.min(result.exitCode, 1);

function log({ exitCode, stdout, commit }: Result): void {
  const file = world.env["APPCMD_EMULATOR_LOG"];
  if (file === undefined || file === "") return;
  const bytes = Buffer.byteLength(stdout);
  const ms = Math.round(performance.now());
  fs.appendFileSync(file, `${JSON.stringify({ argv, exitCode, bytes, commit, pid: process.pid, ms })}\n`);
}

function writeExitCode(exitCode: number): void {
  try {
    const kind = fs.fstatSync(exitCodeDescriptor);
    if (kind.isFile() || kind.isFIFO() || kind.isSocket()) write(exitCodeDescriptor, Buffer.from(String(exitCode)));
  } catch {
    // Nobody opened it.
  }
}

/** Writes an answer, in pieces with pauses where a fault orders that. */
function writeSlowly(text: string, encoding: Encoding): void {
  const bytes = encodeOutput(text, encoding);
  const pause = faultArgument(world, "slow");
  const piece = pause === undefined ? bytes.length : Math.ceil(bytes.length / 16);
  for (let start = 0; start < bytes.length; start += piece) {
    world.sleep(Number(pause ?? 0));
    write(1, bytes.subarray(start, start + piece));
  }
}

/** Writes all of an answer, also to a pipe whose reader is slow; a reader that went away is no fault. */
function write(descriptor: number, bytes: Buffer): void {
  let rest = bytes;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(fs.writeSync(descriptor, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
      world.sleep(1);
    }
  }
}
