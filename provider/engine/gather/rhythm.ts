/** Longer pauses are ignored, in milliseconds: a program may wait for anything. */
const longestPause = 1000;

/** The pauses between events, estimated as TCP estimates round trips (RFC 6298), to detect a long pause. */
export class Rhythm {
  #mean: number | undefined;
  #deviation = 0;

  /** @param ms the pause before an event. */
  add(ms: number): void {
    const pause = Math.min(ms, longestPause);
    if (this.#mean === undefined) {
      this.#mean = pause;
      this.#deviation = pause / 2;
      return;
    }
    this.#deviation += (Math.abs(pause - this.#mean) - this.#deviation) / 4;
    this.#mean += (pause - this.#mean) / 8;
  }

  /** How long to wait for a next event before there is probably none, in milliseconds; 0 before the first pause. */
  get longMs(): number {
    return (this.#mean ?? 0) + 4 * this.#deviation;
  }
}
