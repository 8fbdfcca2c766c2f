import { assume } from "../assume";
import { AppcmdError, win32 } from "../appcmd-error";
import { serialize } from "../document/serialize";
import { commitError, inUse, rpcText, xmlCommitError } from "../errors";
import { consumeFault } from "../faults";
import type { World } from "../world";
import { withLock } from "./file-lock";
import type { Config } from "./load-config";

/** Win32 codes of the file errors that a commit can meet, with the texts of Windows. */
const fileErrors: Readonly<Record<string, readonly [code: number, text: string]>> = {
  EACCES: [win32.accessDenied, "Access is denied."],
  EPERM: [win32.accessDenied, "Access is denied."],
  EROFS: [19, "The media is write protected."],
  ENOSPC: [112, "There is not enough space on the disk."],
};

/**
 * Writes a working copy to its file in one step. Fails, without waiting, when another process is writing or has written
 * since this one read: nothing of the other's edit is lost. `printed` is the success line, which appcmd has written by then.
 */
export function commit(world: World, config: Config, printed: string): void {
  try {
    if (consumeFault(world, "busy")) throw inUse();
    if (consumeFault(world, "before-commit")) throw commitError(rpcText, win32.rpcFailed);
    if (consumeFault(world, "xml-error")) throw xmlCommitError();
    if (consumeFault(world, "changed")) world.files.replace(config.path, `${config.bytes.toString("utf8")}\n`);
    const text = serialize(config.document);
    const done = withLock(world, config.path, 0, () => {
      if (world.files.read(config.path)?.equals(config.bytes) !== true) throw changedOnDisk(world);
      if (consumeFault(world, "kill-before")) world.kill();
      world.files.replace(config.path, text);
      if (consumeFault(world, "kill-after")) world.kill();
    });
    if (done === undefined) throw inUse();
  } catch (error) {
    const { text, exitCode, assumption } = toCommitError(error);
    throw new AppcmdError(text, exitCode, printed, assumption);
  }
}

/** Another process has written the file since this one read it. */
function changedOnDisk(world: World): AppcmdError {
  const code = parseInt(assume(world, "changed-on-disk"), 16) - 0x8007_0000;
  if (code === win32.sharingViolation) return inUse();
  return commitError("Cannot commit configuration changes because the file has changed on disk", code);
}

function toCommitError(error: unknown): AppcmdError {
  if (error instanceof AppcmdError) return error;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  const known = code === undefined ? undefined : fileErrors[code];
  if (known === undefined) throw error;
  return commitError(known[1], known[0]);
}
