import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file of the doctor's own, on the machine where appcmd runs. */
export interface TemporaryFile {
  readonly path: string;
  /** Whether somebody has written it since it was made, be it with the same content. */
  isTouched(): boolean;
  remove(): void;
}

/** Where such files come from. */
export interface TemporaryFiles {
  create(content: string): TemporaryFile;
}

/** Files in a fresh folder of this machine's temporary folder. */
export const localFiles: TemporaryFiles = {
  create(content) {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-doctor-"));
    const path = join(folder, "applicationHost.config");
    writeFileSync(path, content);
    // Long ago, so that a write is seen however coarse the clock of the file system is.
    utimesSync(path, 1_000_000_000, 1_000_000_000);
    return {
      path,
      isTouched: () => statSync(path).mtimeMs !== 1_000_000_000_000,
      remove: () => {
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};
