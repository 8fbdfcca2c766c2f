import { poolKey } from "../appcmd/parse-list";
import type { LiveHost } from "../plan/live-host";
import type { Transport } from "../transport/transport";
import { applyRequests } from "./apply";
import { inspectHost, type Needs } from "./inspect";
import { type Outcome, type Request, requestName } from "./request";

/** How long requests are gathered for a common commit, in milliseconds. */
export interface Gathering {
  /** Send when no further request came for so long. */
  readonly quietMs: number;
  /** Send at the latest after so long. */
  readonly maxMs: number;
}

/** The engine hands over a resource every 30 ms or so; one commit for all of them is worth the wait. */
const defaultGathering: Gathering = { quietMs: 200, maxMs: 15_000 };

interface Waiting {
  readonly request: Request;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One host as a process sees it: looks at it once and remembers until something is written, and sends the requests that
 * come in together as one.
 */
export class HostSession {
  #snapshot = new Map<string, Promise<unknown>>();
  #ensured = new Set<string>();
  #waiting: Waiting[] = [];
  #quiet: NodeJS.Timeout | undefined;
  #latest: NodeJS.Timeout | undefined;

  constructor(
    readonly transport: Transport,
    private readonly gathering: Gathering = defaultGathering,
  ) {}

  /** The host as it was at the first look since the last write: one read for all callers. */
  look(needs: Needs = {}): Promise<LiveHost> {
    return inspectHost(this.transport, needs, (what, read) => this.#once(what, read));
  }

  #once<T>(what: string, read: () => Promise<T>): Promise<T> {
    const known = this.#snapshot.get(what);
    if (known !== undefined) return known as Promise<T>;
    const reading = read();
    this.#snapshot.set(what, reading);
    reading.catch(() => {
      if (this.#snapshot.get(what) === reading) this.#snapshot.delete(what);
    });
    return reading;
  }

  /** Carries out the request together with those that come in at the same time. */
  submit(request: Request): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#latest ??= setTimeout(() => void this.#send(), this.gathering.maxMs);
      this.expectMore();
    });
  }

  /** Whether a pool of that name was created, adopted or updated through this session. */
  hasEnsured(pool: string): boolean {
    return this.#ensured.has(poolKey(pool));
  }

  /** Says that the caller is still at work and may submit more: what waits, waits for it. */
  expectMore(): void {
    if (this.#waiting.length === 0) return;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => void this.#send(), this.gathering.quietMs);
  }

  async #send(): Promise<void> {
    clearTimeout(this.#quiet);
    clearTimeout(this.#latest);
    this.#latest = undefined;
    const waiting = inOrder(this.#waiting.splice(0));
    if (waiting.length === 0) return;
    try {
      const outcomes = await applyRequests(
        this.transport,
        waiting.map(({ request }) => request),
      );
      waiting.forEach(({ request, resolve, reject }, index) => {
        const outcome = outcomes[index];
        if (outcome === undefined) reject(new Error("a request without an outcome"));
        else resolve(outcome);
        if (outcome?.ok === true && request.kind === "ensure") this.#ensured.add(poolKey(requestName(request)));
      });
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    } finally {
      this.#snapshot.clear();
    }
  }
}

/** By name: whatever order the requests came in, new pools stand in the same one. */
function inOrder(waiting: readonly Waiting[]): Waiting[] {
  const keyed = waiting.map((one) => ({ one, key: poolKey(requestName(one.request)) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({ one }) => one);
}
