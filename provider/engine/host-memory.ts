import type { Remember } from "./inspect";

/** How long ago a read of a host may have ended if a write starts from it, in milliseconds. */
export const freshMs = 5000;

/** What was read of a host: each read is done once, until all are forgotten. */
export class HostMemory {
  readonly #reads = new Map<string, { readonly reading: Promise<unknown>; ended?: number }>();

  /** Does a read, or returns what the same read returned before. A read that failed is not remembered. */
  readonly remember: Remember = <T>(what: string, read: () => Promise<T>): Promise<T> => {
    const known = this.#reads.get(what);
    if (known !== undefined) return known.reading as Promise<T>;
    const entry: { readonly reading: Promise<T>; ended?: number } = { reading: read() };
    this.#reads.set(what, entry);
    entry.reading.then(
      () => (entry.ended = performance.now()),
      () => {
        if (this.#reads.get(what) === entry) this.#reads.delete(what);
      },
    );
    return entry.reading;
  };

  /** Forgets all reads, also those that are not finished. */
  forget(): void {
    this.#reads.clear();
  }

  /** Whether something was read, and no read ended more than {@link freshMs} ago. */
  get isFresh(): boolean {
    const now = performance.now();
    return this.#reads.size > 0 && [...this.#reads.values()].every(({ ended = now }) => now - ended <= freshMs);
  }
}
