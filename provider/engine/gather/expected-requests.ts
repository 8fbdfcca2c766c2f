import { Rhythm } from "./rhythm";

/**
 * The most patience, in times of {@link WaitingRequests.quietMs}: where more than one expected request is missing, the engine
 * is slow, not at its limit. The engine at its limit has one in hand, which looks like the last of many that is late: the
 * more requests are there, the longer it is waited for, once.
 */
const mostPatience = 15;

/** So many requests earn the patience of one. */
const requestsOfPatience = 8;

/** A request that was expected twice in vain is expected no longer: another resource failed, or it was not a target. */
const mostMisses = 2;

/** Requests that were not answered yet, as {@link ExpectedRequests.holdMs} judges them. */
export interface WaitingRequests {
  /** The key of their host. */
  readonly host: string;
  /** Whether one of them was not expected: others like it may follow. */
  readonly hasUnexpected: boolean;
  /** How long the engine has to be silent before what is missing does not follow, in milliseconds; longer on a slow machine. */
  readonly quietMs: number;
}

/**
 * What is known of the requests that the engine is about to make: it asks about a resource before it changes it. One for
 * all sessions of a process.
 */
export class ExpectedRequests {
  readonly #missing = new Map<string, Map<string, { misses: number }>>();
  readonly #listeners = new Set<() => void>();
  readonly #asks = new Rhythm();
  readonly #arrivals = new Rhythm();
  #questions = 0;
  /** All that were ever expected. */
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

  /** Notes that the engine asks something: a request may follow. @returns what to call when it has its answer. */
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

  /** Notes a call of the engine, or an answer to one. */
  touch(): void {
    this.#calls++;
    this.#lastCall = performance.now();
    for (const listener of this.#listeners) listener();
  }

  /** Changes with each call of the engine, and each answer. */
  get calls(): number {
    return this.#calls;
  }

  /** How long the engine has asked nothing, in milliseconds. */
  get silentMs(): number {
    return performance.now() - this.#lastCall;
  }

  /** Expects a request of this key for the host. */
  expect(host: string, key: string): void {
    const missing = this.#missing.get(host) ?? new Map<string, { misses: number }>();
    this.#missing.set(host, missing.set(key, { misses: 0 }));
    this.#known.add(`${host} ${key}`);
  }

  /** Expects it no longer: nothing differs. */
  unexpect(host: string, key: string): void {
    this.#missing.get(host)?.delete(key);
  }

  /** Notes a request. @returns whether it was expected, and what to call when it has its answer. */
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
        // The engine may have waited for it: a pause that is none of its own.
        this.#lastQuestion = this.#lastArrival = undefined;
        this.touch();
      },
    };
  }

  /**
   * How long the requests still have to wait for others that go with them, in milliseconds from now; Infinity: until
   * something changes. 0 where all that are expected are there, or where the engine makes no more until one is answered.
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
   * Notes that the requests of a host are sent though others are missing. Then the engine is at its limit, and makes no
   * more requests until one is answered; or what is missing never comes.
   */
  giveUp(host: string): void {
    const missing = this.#missing.get(host);
    if (missing === undefined || missing.size === 0) return;
    this.#parallel = Math.max(this.#parallel ?? 0, this.#unanswered);
    for (const [key, one] of missing) if (++one.misses >= mostMisses) missing.delete(key);
  }
}
