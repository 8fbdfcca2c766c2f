#!/usr/bin/env node
import * as fs from "node:fs";

import { nodeWorld } from "./node-world";
import { run } from "./run";
import type { Result } from "./world";

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
