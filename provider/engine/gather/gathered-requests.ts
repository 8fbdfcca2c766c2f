import { poolKey } from "../../names";
import { type Request, requestName } from "../apply/request";
import type { ExpectedRequests } from "./expected-requests";

/** How long requests are gathered for a common commit, in milliseconds. */
export interface Gathering {
  /**
   * How long the engine must be silent before requests are sent although others are missing; longer on a slow machine.
   * If all expected requests are there, they are sent at once. Default: 200.
   */
  readonly quietMs: number;
  /** The maximum delay of a send after the last request. Default: 15,000. */
  readonly maxMs: number;
}

/** The requests of a host that wait to be sent together. */
export class GatheredRequests<T> {
  readonly #waiting = new Set<T>();
  readonly #unexpected = new Set<T>();
  #latest = 0;
  /** The value of {@link ExpectedRequests.calls} when they were ready; until it changes they still are. */
  #readyAt: number | undefined;
  #ready: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;

  constructor(
    private readonly host: string,
    private readonly expected: ExpectedRequests,
    private readonly times: Gathering,
  ) {
    expected.onChange(() => {
      this.#consider();
    });
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  add(one: T, wasExpected: boolean): void {
    this.#latest = performance.now();
    this.#waiting.add(one);
    if (!wasExpected) this.#unexpected.add(one);
    this.#consider();
  }

  remove(one: T): void {
    this.#waiting.delete(one);
    this.#unexpected.delete(one);
    this.#consider();
  }

  /** Returns all waiting requests and removes them. */
  take(): T[] {
    const taken = [...this.#waiting];
    this.#waiting.clear();
    this.#unexpected.clear();
    return taken;
  }

  /** Resolves when the waiting requests must be sent, or when there are none left. */
  ready(): Promise<void> {
    return new Promise((resolve) => {
      this.#ready = resolve;
      this.#consider();
    });
  }

  #consider(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#soon);
    if (this.#ready === undefined) return;
    if (this.isEmpty || this.expected.calls === this.#readyAt) {
      this.#end();
      return;
    }
    const { quietMs, maxMs } = this.times;
    const hold = this.expected.holdMs({ host: this.host, hasUnexpected: this.#unexpected.size > 0, quietMs });
    if (hold === 0) {
      // Requests that came in together are sent together.
      this.#soon = setImmediate(() => {
        this.#end();
      });
      return;
    }
    const left = Math.max(0, this.#latest + maxMs - performance.now());
    this.#timer = setTimeout(
      () => {
        this.expected.giveUp(this.host);
        this.#end();
      },
      Math.ceil(Math.min(hold, left)),
    );
  }

  #end(): void {
    this.#readyAt = this.expected.calls;
    const ready = this.#ready;
    this.#ready = undefined;
    ready?.();
  }
}

/** A request that waits to be carried out. */
interface WithRequest {
  readonly request: Request;
}

/**
 * The groups of requests that are carried out together, one after the other, sorted by name: new pools have the same
 * order, whatever the order of the requests. A pool whose name another request frees is created after that.
 */
export function inBatches<T extends WithRequest>(waiting: readonly T[]): T[][] {
  const ordered = inOrder(waiting);
  const freed = new Set(ordered.flatMap(({ request }) => (request.kind === "remove" ? [poolKey(request.pool)] : [])));
  const isLater = ({ request }: T): boolean => request.kind === "ensure" && freed.has(poolKey(requestName(request)));
  const batches = [ordered.filter((one) => !isLater(one)), ordered.filter(isLater)];
  return batches.filter((batch) => batch.length > 0);
}

function inOrder<T extends WithRequest>(waiting: readonly T[]): T[] {
  const keyed = waiting.map((one) => ({ one, key: poolKey(requestName(one.request)) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({ one }) => one);
}
