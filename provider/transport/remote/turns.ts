/** Turns for a limited number of commands at a time: first come, first served. */
export class Turns {
  #taken = 0;
  readonly #waiting = new Set<() => void>();

  /** @param limit how many have a turn at a time, at least 1 */
  constructor(private limit: number) {}

  /** How many have a turn. */
  get taken(): number {
    return this.#taken;
  }

  /**
   * Waits for a turn, which {@link end} must end. If a signal is aborted before, it ends at once without one.
   *
   * @returns whether it has a turn
   */
  async take(signals: readonly AbortSignal[]): Promise<boolean> {
    if (signals.some(({ aborted }) => aborted)) return false;
    if (this.#taken < this.limit) {
      this.#taken++;
      return true;
    }
    return new Promise((resolve) => {
      const settle = (hasTurn: boolean): void => {
        this.#waiting.delete(begin);
        for (const signal of signals) signal.removeEventListener("abort", leave);
        resolve(hasTurn);
      };
      const begin = (): void => {
        settle(true);
      };
      const leave = (): void => {
        settle(false);
      };
      this.#waiting.add(begin);
      for (const signal of signals) signal.addEventListener("abort", leave);
    });
  }

  /** Ends a turn: the one that waits the longest gets it. */
  end(): void {
    const [next] = this.#waiting;
    if (next !== undefined && this.#taken <= this.limit) next();
    else this.#taken--;
  }

  /** Lowers the limit to the number of those that have a turn beside the caller. */
  lowerLimit(): void {
    this.limit = Math.min(this.limit, this.#taken - 1);
  }
}
