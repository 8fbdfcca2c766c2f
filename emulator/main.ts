import * as fs from "node:fs";
import { isatty } from "node:tty";
import { visibleText } from "../provider/visible-text";
import { faultArgument } from "./faults";
import { logCall, nodeWorld } from "./node-world";
import { encodeOutput, type Encoding, outputEncoding } from "./output/encode";
import { run } from "./run";

/**
 * appcmd-emulator: the command line of appcmd on a real applicationHost.config. Its environment variables, injected
 * faults and files: docs/contributors/emulator.md.
 */

/** File descriptor for the full exit code, which POSIX cuts to eight bits. */
const exitCodeDescriptor = 3;

const argv = process.argv.slice(2);
const world = nodeWorld(process.env);
const result = run(argv, world);
logCall(world, argv, result);
// A terminal is read by a person: characters that move the cursor are written as escapes.
const stdout = isatty(1) ? visibleText(result.stdout) : result.stdout;
writeSlowly(stdout, outputEncoding(world, stdout));
if (process.platform !== "win32") writeExitCode(result.exitCode);
process.exitCode =
  process.platform === "win32" ? result.exitCode : result.exitCode % 256 || Math.min(result.exitCode, 1);

function writeExitCode(exitCode: number): void {
  try {
    const kind = fs.fstatSync(exitCodeDescriptor);
    if (kind.isFile() || kind.isFIFO() || kind.isSocket()) write(exitCodeDescriptor, Buffer.from(String(exitCode)));
  } catch {
    // The descriptor is not open.
  }
}

/** Writes an answer, in pieces with pauses if a fault requires that. */
function writeSlowly(text: string, encoding: Encoding): void {
  const bytes = encodeOutput(text, encoding);
  const pause = faultArgument(world, "slow");
  const piece = pause === undefined ? bytes.length : Math.ceil(bytes.length / 16);
  for (let start = 0; start < bytes.length; start += piece) {
    world.sleep(Number(pause ?? 0));
    write(1, bytes.subarray(start, start + piece));
  }
}

/** Writes the whole answer, also to a pipe with a slow reader; a reader that has gone is not an error. */
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
