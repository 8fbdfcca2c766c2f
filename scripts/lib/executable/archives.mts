// Archives whose bytes depend on their contents only: names in order, one time, no owner. The only user of tar and yazl.
import { chmodSync, cpSync, createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { create } from "tar";
import { ZipFile } from "yazl";

/** A file of an archive. */
export interface Entry {
  /** Its path in the archive, with slashes. */
  readonly name: string;
  /** The path of its contents. */
  readonly file: string;
  /** Whether it is a program. Default: no. */
  readonly isProgram?: boolean;
}

/** ZIP knows no earlier one. */
const time = new Date(Date.UTC(1980, 0, 1, 12));

const inOrder = (entries: readonly Entry[]): Entry[] => entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
const modeOf = ({ isProgram = false }: Entry): number => (isProgram ? 0o755 : 0o644);

/** Writes a .zip. */
export async function writeZip(outfile: string, entries: readonly Entry[]): Promise<void> {
  const zip = new ZipFile();
  for (const entry of inOrder(entries)) {
    // Times of ZIP are local ones, so the zone of the machine is taken out.
    const mtime = new Date(time.getTime() + time.getTimezoneOffset() * 60_000);
    zip.addFile(entry.file, entry.name, { mtime, mode: 0o100000 | modeOf(entry), forceDosTimestamp: true });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(outfile));
}

/** Writes a .tar.gz. */
export async function writeTarball(outfile: string, entries: readonly Entry[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-archive-"));
  try {
    for (const entry of entries) {
      mkdirSync(dirname(join(folder, entry.name)), { recursive: true });
      cpSync(entry.file, join(folder, entry.name));
      chmodSync(join(folder, entry.name), modeOf(entry));
    }
    const names = inOrder(entries).map(({ name }) => name);
    await create({ cwd: folder, file: outfile, gzip: { portable: true }, portable: true, mtime: time }, names);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
