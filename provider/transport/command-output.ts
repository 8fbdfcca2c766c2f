/** The maximum output of one command, on all of its streams together, in bytes: 256 MB. */
export const maxOutputBytes = 256 * 1024 * 1024;

const firstRoom = 64 * 1024;

/** Collects the output of a command: one copy, whatever the size of the pieces, up to a limit. */
export class CommandOutput {
  readonly #streams = new Map<string, { bytes: Buffer; length: number }>();
  #total = 0;

  /** @param onTooMuch called once, with the first piece beyond the limit. That piece and all later ones are dropped */
  constructor(
    private readonly onTooMuch: () => void,
    private readonly maxBytes = maxOutputBytes,
  ) {}

  /** Adds a piece to a stream. */
  add(stream: string, piece: Buffer): void {
    if (this.#total > this.maxBytes) return;
    this.#total += piece.length;
    if (this.#total > this.maxBytes) {
      this.#streams.clear();
      this.onTooMuch();
      return;
    }
    const { bytes, length } = this.#streams.get(stream) ?? { bytes: Buffer.alloc(0), length: 0 };
    const needed = length + piece.length;
    const room =
      needed <= bytes.length ? bytes : withRoom(bytes, length, Math.max(needed, this.#nextRoom(bytes.length)));
    piece.copy(room, length);
    this.#streams.set(stream, { bytes: room, length: needed });
  }

  #nextRoom(room: number): number {
    return Math.max(firstRoom, Math.min(2 * room, this.maxBytes));
  }

  /** All pieces of a stream; empty if the limit was exceeded. */
  read(stream: string): Buffer {
    const { bytes, length } = this.#streams.get(stream) ?? { bytes: Buffer.alloc(0), length: 0 };
    return bytes.subarray(0, length);
  }
}

function withRoom(bytes: Buffer, length: number, size: number): Buffer {
  const larger = Buffer.allocUnsafe(size);
  bytes.copy(larger, 0, 0, length);
  return larger;
}
