import type { Remember } from "./inspect";

/** The maximum age of a read from which a write may start, in milliseconds. */
export const freshMs = 5000;

/** The reads of a host: each is executed once, until all are forgotten. */
export class HostMemory {
  readonly #reads = new Map<string, { readonly reading: Promise<unknown>; ended?: number }>();

  /** Executes a read, or returns the result of the same read before. A failed read is not kept. */
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
