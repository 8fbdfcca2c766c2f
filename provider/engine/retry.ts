/** How long to wait before each further attempt, in milliseconds: about ten seconds in all. */
const delays = [100, 200, 400, 800, 1600, 3200, 3200];

/** The attempts of one piece of work: each may wait, until there is no further one. */
export class Attempts {
  #next = 0;

  constructor(private readonly sleep: (ms: number) => Promise<void> = sleepFor) {}

  /** Waits for the next attempt; false where the last one is used up. */
  async another(): Promise<boolean> {
    const delay = delays[this.#next++];
    if (delay === undefined) return false;
    await this.sleep(delay);
    return true;
  }
}

function sleepFor(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
