import type { ListedApplication } from "../appcmd/answers/pools";
import { IisError } from "../errors";
import { poolKey } from "../names";
import type { LiveHost } from "../plan/change/live-host";
import { inHostQueue } from "../transport/transport";
import type { Transport } from "../transport/transport";
import { carryOut } from "./apply/apply";
import { nameRequest, type Outcome, type Request, requestName } from "./apply/request";
import { reasonOf, stoppable, timeLimit } from "./apply/stop";
import { inspectHost, type NeedsOf, readApplications } from "./inspect";
import { addBackupNow } from "./verbs/apply-plan";

/** A transport that only reads: every other command is refused (`READ_ONLY`). */
export function refuseWrites(transport: Transport): Transport {
  return {
    ...transport,
    exec: async (args, ...signals) => {
      const [verb = "", object = ""] = args;
      if (verb === "list") return transport.exec(args, ...signals);
      const problem = `appcmd ${verb} ${object} was not sent, because the provider has readOnly: true`;
      throw new IisError("READ_ONLY", { host: transport.host, problem });
    },
  };
}

/** Something that waits for its request to be carried out. */
interface WithRequest {
  readonly request: Request;
}

/**
 * What is carried out together, turn by turn. By name: whatever order the requests came in, new pools stand in the same
 * one. A pool whose name another request frees is created after that.
 */
export function inTurns<T extends WithRequest>(waiting: readonly T[]): T[][] {
  const ordered = inOrder(waiting);
  const freed = new Set(ordered.flatMap(({ request }) => (request.kind === "remove" ? [poolKey(request.pool)] : [])));
  const isLater = ({ request }: T): boolean => request.kind === "ensure" && freed.has(poolKey(requestName(request)));
  const turns = [ordered.filter((one) => !isLater(one)), ordered.filter(isLater)];
  return turns.filter((turn) => turn.length > 0);
}

function inOrder<T extends WithRequest>(waiting: readonly T[]): T[] {
  const keyed = waiting.map((one) => ({ one, key: poolKey(requestName(one.request)) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({ one }) => one);
}

/** The default of {@link Gathering.quietMs}. */
export const defaultQuietMs = 200;

/** The default of {@link Gathering.maxMs}. */
export const defaultMaxMs = 15_000;

/** How long requests are gathered for a common commit, in milliseconds. */
export interface Gathering {
  /** Send when no further request came for so long. The engine hands over a resource every 30 ms or so. Default 200. */
  readonly quietMs: number;
  /** Send at the latest after so long. Default 15,000. */
  readonly maxMs: number;
}

/** How a session works with its host. */
export interface SessionOptions extends Partial<Gathering> {
  /** Refuse (`READ_ONLY`) whatever would change something. Default false. */
  readonly readOnly?: boolean;
  /** Have appcmd make a backup before the first write of this process to the host. Default false. */
  readonly backup?: boolean;
  /** Gets messages about the whole host that are not errors: the name of the backup. */
  readonly tell?: (notice: string) => void;
}

/** How a request is carried out. */
export interface SubmitOptions {
  /** How long it may take, in milliseconds; 0 or left out: as long as its commands may. */
  readonly timeoutMs?: number;
}

interface Waiting {
  readonly request: Request;
  /** Aborted when it has to stop: what is not begun is refused at once. */
  readonly stop: AbortSignal;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/** The hosts that have their backup of this process, by the key of their transport. */
const backedUp = new Set<string>();

/** The pools that this process created, adopted or updated, by the keys of host and pool: a host may have several sessions. */
const ensured = new Set<string>();

function ensuredKey({ key }: Transport, pool: string): string {
  return `${key} ${poolKey(pool)}`;
}

/**
 * One host as a process sees it: looks at it once and remembers until something is written, and sends the requests that
 * come in together as one.
 */
export class HostSession {
  /** For commands that are no requests: it sends none after {@link cancel}, and none that writes where that is refused. */
  readonly transport: Transport;
  readonly #host: Transport;
  #snapshot = new Map<string, Promise<unknown>>();
  #waiting: Waiting[] = [];
  /** What was not begun yet, here or in the host's queue. */
  readonly #unbegun = new Set<Waiting>();
  #quiet: NodeJS.Timeout | undefined;
  #latest: NodeJS.Timeout | undefined;
  readonly #cancelled = new AbortController();
  /** Whether something was written for a request that failed: the host is looked at even after {@link cancel}. */
  #looksBack = false;

  constructor(
    transport: Transport,
    private readonly options: SessionOptions = {},
  ) {
    this.#host = options.readOnly === true ? refuseWrites(transport) : transport;
    this.transport = stoppable(this.#host, this.#cancelled.signal);
  }

  /** The host as it was at the first look since the last write: one read for all callers. */
  look(needs: NeedsOf = {}): Promise<LiveHost> {
    return this.#inspect(stoppable(this.#host, this.#cancelled.signal, this.#looksBack), needs);
  }

  /** Every application with its pool, as at the first look since the last write. */
  lookAtApplications(): Promise<ListedApplication[]> {
    const transport = stoppable(this.#host, this.#cancelled.signal, this.#looksBack);
    return this.#once("applications", () => readApplications(transport));
  }

  /** A {@link look} where time is over: at what was written, ten seconds at most. */
  lookBack(needs: NeedsOf = {}): Promise<LiveHost> {
    const isOver = AbortSignal.abort(new IisError("TIMEOUT", { problem: "no answer in time" }));
    return this.#inspect(stoppable(this.#host, isOver, true), needs);
  }

  #inspect(transport: Transport, needs: NeedsOf): Promise<LiveHost> {
    return inspectHost(transport, needs, (what, read) => this.#once(what, read));
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

  /**
   * Carries out the request together with those that come in at the same time. One that is not begun when its time is
   * over, or at {@link cancel}, is refused (`TIMEOUT`, `INTERRUPTED`). One that is begun is answered when it is known what
   * is there: its command is ended when the time of all that share it is over, and the host is read.
   */
  async submit(request: Request, { timeoutMs = 0 }: SubmitOptions = {}): Promise<Outcome> {
    const time = timeoutMs > 0 ? timeLimit(timeoutMs) : undefined;
    const cancelled = this.#cancelled.signal;
    const stop = time === undefined ? cancelled : AbortSignal.any([cancelled, time.signal]);
    let refuse = (): void => undefined;
    try {
      return await new Promise<Outcome>((resolve, reject) => {
        const waiting: Waiting = { request, stop, resolve, reject };
        refuse = () => {
          if (!this.#unbegun.delete(waiting)) return;
          this.#waiting = this.#waiting.filter((one) => one !== waiting);
          resolve({ ok: false, sent: false, error: notBegun(this.#host.host, waiting) });
        };
        this.#unbegun.add(waiting);
        stop.addEventListener("abort", refuse);
        if (stop.aborted) refuse();
        else this.#gather(waiting);
      });
    } finally {
      stop.removeEventListener("abort", refuse);
      time?.clear();
    }
  }

  #gather(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.#latest ??= setTimeout(() => void this.#send(), this.options.maxMs ?? defaultMaxMs);
    this.expectMore();
  }

  /**
   * Interrupts everything, for good: what was not begun is refused, a read that runs is ended, a write after a short
   * grace; what was written is still read back. Nothing else is begun any more (`INTERRUPTED`).
   *
   * @param reason with {@link Abandoned} a write is not ended.
   */
  cancel(reason = new IisError("INTERRUPTED", { problem: "interrupted" })): void {
    this.#cancelled.abort(reason);
  }

  /** Whether a pool of that name was created, adopted or updated on this host by this process. */
  hasEnsured(pool: string): boolean {
    return ensured.has(ensuredKey(this.#host, pool));
  }

  /** Says that the caller is still at work and may submit more: what waits, waits for it. */
  expectMore(): void {
    if (this.#waiting.length === 0) return;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => void this.#send(), this.options.quietMs ?? defaultQuietMs);
  }

  async #send(): Promise<void> {
    clearTimeout(this.#quiet);
    clearTimeout(this.#latest);
    this.#latest = undefined;
    const turns = inTurns(this.#waiting.splice(0));
    if (turns.length === 0) return;
    await inHostQueue(this.#host.key, async () => {
      for (const turn of turns) await this.#carryOut(turn);
    });
  }

  async #carryOut(gathered: readonly Waiting[]): Promise<void> {
    const waiting = gathered.filter((one) => this.#unbegun.delete(one));
    if (waiting.length === 0) return;
    const { readOnly = false, backup = false } = this.options;
    try {
      const beforeWrite = (transport: Transport): Promise<void> => this.#backUp(transport);
      const outcomes = await carryOut(this.#host, waiting, { readOnly, ...(backup && { beforeWrite }) });
      waiting.forEach(({ request, resolve, reject }, index) => {
        const outcome = outcomes[index];
        if (outcome === undefined) reject(new Error("a request without an outcome"));
        else resolve(outcome);
        if (outcome?.ok === true) this.#noteDone(request);
        if (outcome?.ok === false && outcome.sent) this.#looksBack = true;
      });
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    } finally {
      this.#snapshot.clear();
    }
  }

  #noteDone(request: Request): void {
    const key = ensuredKey(this.#host, requestName(request));
    if (request.kind === "ensure") ensured.add(key);
    else ensured.delete(key);
  }

  async #backUp(transport: Transport): Promise<void> {
    if (backedUp.has(transport.key)) return;
    const name = await addBackupNow(transport, new Date(), "backup: false of the provider");
    backedUp.add(transport.key);
    this.options.tell?.(`${transport.host}: backup ${name} made; to go back to it: appcmd restore backup ${name}`);
  }
}

function notBegun(host: string, { request, stop }: Waiting): IisError {
  return nameRequest(host, request, reasonOf(stop).also({ fact: "nothing was written" }));
}
