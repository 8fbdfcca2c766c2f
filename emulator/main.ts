#!/usr/bin/env node
import * as fs from "node:fs";

import { nodeWorld } from "./node-world";
import { run } from "./run";
import type { Result } from "./world";

/*
 * appcmd-emulator: the command line of appcmd on a real applicationHost.config.
 *
 * APPCMD_EMULATOR_CONFIG      the file to work on; /apphostconfig:FILE names another
 * APPCMD_EMULATOR_IIS         version of IIS: 7.0, 7.5, 8.0, 8.5 or 10.0 (default)
 * APPCMD_EMULATOR_LATENCY_MS  how long each call waits before it works
 * APPCMD_EMULATOR_LOG         file that gets one JSON line a call
 * APPCMD_EMULATOR_FAULT       faults that tests order, see faults.ts
 *
 * States of pools that do not follow from the configuration are kept in <config>.runtime.json, see runtime-state.ts.
 */

/** File descriptor on which a caller can get the full exit code, which POSIX cuts to eight bits. */
const exitCodeDescriptor = 3;

const argv = process.argv.slice(2);
const world = nodeWorld(process.env);
const result = run(argv, world);
log(result);
write(1, result.stdout);
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
    if (kind.isFile() || kind.isFIFO() || kind.isSocket()) write(exitCodeDescriptor, String(exitCode));
  } catch {
    // Nobody opened it.
  }
}

/** Writes all of a text, also to a pipe whose reader is slow; a reader that went away is no fault. */
function write(descriptor: number, text: string): void {
  let rest = Buffer.from(text, "utf8");
  while (rest.length > 0) {
    try {
      rest = rest.subarray(fs.writeSync(descriptor, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
      world.sleep(1);
    }
  }
}
