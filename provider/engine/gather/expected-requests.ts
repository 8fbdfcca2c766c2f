/**
 * The maximum wait, as a multiple of {@link WaitingRequests.quietMs}. If more than one expected request is missing, the
 * engine is slow, not at its limit. An engine at its limit holds one request back, which looks like a single late
 * request. So the wait for a single one grows with the number of requests.
 */
const mostPatience = 15;

/** This many requests extend the wait by one {@link WaitingRequests.quietMs}. */
const requestsOfPatience = 8;

/** A request that did not come twice is no longer expected: another resource failed, or it was not a target. */
const mostMisses = 2;

/** Requests without an answer yet, as {@link ExpectedRequests.holdMs} judges them. */
export interface WaitingRequests {
  /** The key of their host. */
  readonly host: string;
  /** Whether one of them was not expected: others like it may follow. */
  readonly hasUnexpected: boolean;
  /**
   * How long the engine must be silent before missing requests are no longer waited for, in milliseconds; longer on a
   * slow machine.
   */
  readonly quietMs: number;
}

/**
 * The requests that the engine is expected to make: it asks about a resource before it changes it. One for all sessions
 * of a process.
 */
export class ExpectedRequests {
  readonly #missing = new Map<string, Map<string, { misses: number }>>();
  readonly #listeners = new Set<() => void>();
  readonly #asks = new Rhythm();
  readonly #arrivals = new Rhythm();
  #questions = 0;
  /** All keys that were ever expected. */
  readonly #known = new Set<string>();
  #unanswered = 0;
  #parallel: number | undefined;
  #calls = 0;
  #lastCall = -Infinity;
  #lastQuestion: number | undefined;
  #lastArrival: number | undefined;

  /** Calls the listener whenever {@link holdMs} may have changed. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Records a question of the engine: a request may follow. @returns a function to call when it is answered */
  ask(): () => void {
    const now = performance.now();
    if (this.#questions++ === 0 && this.#lastQuestion !== undefined) this.#asks.add(now - this.#lastQuestion);
    this.touch();
    return () => {
      this.#questions--;
      this.#lastQuestion = performance.now();
      this.touch();
    };
  }

  /** Records a call of the engine, or an answer to one. */
  touch(): void {
    this.#calls++;
    this.#lastCall = performance.now();
    for (const listener of this.#listeners) listener();
  }

  /** Changes with each call of the engine, and each answer. */
  get calls(): number {
    return this.#calls;
  }

  /** How long the engine has made no call, in milliseconds. */
  get silentMs(): number {
    return performance.now() - this.#lastCall;
  }

  /** Expects a request of this key for the host. */
  expect(host: string, key: string): void {
    const missing = this.#missing.get(host) ?? new Map<string, { misses: number }>();
    this.#missing.set(host, missing.set(key, { misses: 0 }));
    this.#known.add(`${host} ${key}`);
  }

  /** No longer expects it: nothing differs. */
  unexpect(host: string, key: string): void {
    this.#missing.get(host)?.delete(key);
  }

  /** Records a request. @returns whether it was expected, and a function to call when it is answered */
  arrive(host: string, key: string): { readonly wasExpected: boolean; readonly answer: () => void } {
    const now = performance.now();
    if (this.#lastArrival !== undefined) this.#arrivals.add(now - this.#lastArrival);
    this.#lastArrival = now;
    const wasExpected = this.#missing.get(host)?.delete(key) === true;
    this.#unanswered++;
    if (this.#parallel !== undefined) this.#parallel = Math.max(this.#parallel, this.#unanswered);
    this.touch();
    return {
      wasExpected,
      answer: () => {
        this.#unanswered--;
        // The engine may have waited for this answer, so the pause is not the engine's own.
        this.#lastQuestion = this.#lastArrival = undefined;
        this.touch();
      },
    };
  }

  /**
   * How long the requests must still wait for others that belong to them, in milliseconds from now; Infinity: until
   * something changes. 0 if all expected ones are there, or if the engine makes no more until one is answered.
   */
  holdMs({ host, hasUnexpected, quietMs }: WaitingRequests): number {
    if (this.#parallel !== undefined && this.#unanswered >= this.#parallel) return 0;
    if (this.#questions > 0) return Infinity;
    const missing = this.#missing.get(host)?.size ?? 0;
    if (missing > 0 || hasUnexpected) {
      const earned = Math.max(1, this.#unanswered / requestsOfPatience);
      const patience = missing > 1 ? mostPatience : Math.min(mostPatience, missing === 1 ? earned : 1);
      return this.#left(this.#lastCall, Math.max(quietMs * patience, this.#arrivals.longMs, this.#asks.longMs));
    }
    return this.#known.size > 1 ? this.#left(this.#lastQuestion, this.#asks.longMs) : 0;
  }

  #left(since: number | undefined, ms: number): number {
    return since === undefined ? 0 : Math.max(0, since + ms - performance.now());
  }

  /**
   * Records that the requests of a host are sent although others are missing. Then the engine is at its limit, and
   * makes no more requests until one is answered; or the missing ones never come. While the engine waits for an answer
   * to a question, neither is known.
   */
  giveUp(host: string): void {
    const missing = this.#missing.get(host);
    if (this.#questions > 0 || missing === undefined || missing.size === 0) return;
    this.#parallel = Math.max(this.#parallel ?? 0, this.#unanswered);
    for (const [key, one] of missing) if (++one.misses >= mostMisses) missing.delete(key);
  }
}

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
