import type { FileFault, Position } from "../../errors";
import { megabyte } from "../../read-file";

/**
 * Maximum size of a pool file in bytes: about 100,000 pools. A larger file is not a pool file, and would use too much
 * memory.
 */
export const largestFile = 32 * megabyte;

/** A file's text with its places: offsets become lines and columns on demand. */
export class SourceText {
  #lineStarts: number[] | undefined;
  #hasReferences: boolean | undefined;

  constructor(
    readonly file: string,
    readonly text: string,
  ) {}

  /** Whether the file contains `${env:` anywhere; most do not. */
  get hasReferences(): boolean {
    return (this.#hasReferences ??= this.text.includes("${env:"));
  }

  /** Line and column of an offset into the text, both starting at 1; a column counts UTF-16 units, as editors do. */
  positionAt(offset: number): Position {
    const starts = (this.#lineStarts ??= startsOfLines(this.text));
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { file: this.file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }
}

/** The text of a file that people wrote, without a byte order mark, or why it is not text. */
export function decodeSource(file: string, bytes: Uint8Array): SourceText | FileFault {
  const fault = (message: string): FileFault => ({ path: "", message, position: { file, line: 1, column: 1 } });
  if (bytes.length > largestFile) {
    return fault(`has ${Math.ceil(bytes.length / megabyte)} MB, the limit is 32 MB; split it`);
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return fault("is UTF-16; save it as UTF-8");
  }
  try {
    return new SourceText(file, new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return fault("is not UTF-8; save it as UTF-8");
  }
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
