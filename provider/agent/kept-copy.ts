import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { mustBe, optional, text } from "../input/members";
import { object } from "../input/object";
import { readInput } from "../input/read-input";
import { lazily } from "../lazily";
import { megabyte, readRegularFile, UnreadableFile } from "../read-file";
import { sha256 } from "../sha256";

/** A bundle of the largest size, and what is around it. */
const largestCopy = 80 * megabyte;

/** The schema of a kept copy. */
const copySchema = "iispools.agent-copy/1";

/** The last bundle of a source whose files had no fault. */
export interface KeptCopy {
  readonly source: string;
  /** When the source last confirmed that this is its bundle. */
  readonly confirmed: string;
  readonly etag?: string | undefined;
  /** The envelope: it is verified again at each use. */
  readonly bundle: string;
}

const schema = lazily(() => {
  const error = mustBe("a time");
  return object({
    schema: z.literal(copySchema),
    source: text("a source"),
    confirmed: z.iso.datetime({ error }),
    etag: optional(z.string()),
    bundle: text("a bundle"),
  });
});

function fileOf(folder: string, key: string): string {
  return join(folder, `copy-${sha256(key).toString("hex").slice(0, 16)}.json`);
}

/**
 * The copy of a source; `damaged` if its file is not what {@link keepCopy} writes; undefined if there is none.
 *
 * @param key all that distinguishes this source from others. It may have secrets: only its digest is kept
 * @param source its name
 */
export function readCopy(folder: string, key: string, source: string): KeptCopy | "damaged" | undefined {
  let content: string;
  try {
    content = readRegularFile(fileOf(folder, key), largestCopy).toString("utf8");
  } catch (error) {
    if (error instanceof UnreadableFile) return error.code === "ENOENT" ? undefined : "damaged";
    throw error;
  }
  try {
    const { value } = readInput(schema(), JSON.parse(content), { isJson: true });
    return value?.source === source ? value : "damaged";
  } catch (error) {
    if (error instanceof SyntaxError) return "damaged";
    throw error;
  }
}

/** Replaces the copy of a source, whole or not at all. @throws Error of the system */
export function keepCopy(folder: string, key: string, copy: KeptCopy): void {
  const file = fileOf(folder, key);
  const beside = `${file}.${crypto.randomUUID()}.tmp`;
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(beside, JSON.stringify({ schema: copySchema, ...copy }), { flag: "wx", mode: 0o600, flush: true });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
