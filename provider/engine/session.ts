import type { ListedApplication } from "../appcmd/answers/pools";
import { IisError } from "../errors";
import { poolKey } from "../names";
import type { LiveHost } from "../plan/change/live-host";
import { inHostQueue, type Transport } from "../transport/transport";
import { carryOut } from "./apply/apply";
import { nameRequest, type Outcome, type Request, requestName } from "./apply/request";
import { backupName, makeBackup } from "./apply/make-backup";
import { refuseWrites } from "./apply/refuse";
import { reasonOf, stoppable, timeLimit } from "./apply/stop";
import { ExpectedRequests } from "./gather/expected-requests";
import { GatheredRequests, type Gathering, inBatches } from "./gather/gathered-requests";
import { HostMemory, inspectHost, type NeedsOf, readApplications } from "./inspect";

/** The default of {@link Gathering.quietMs}. */
export const defaultQuietMs = 200;

/** The default of {@link Gathering.maxMs}. */
export const defaultMaxMs = 15_000;

/** Options of a session. */
export interface SessionOptions extends Partial<Gathering> {
  /** Refuse (`READ_ONLY`) every change. Default: false. */
  readonly readOnly?: boolean;
  /** Make a backup with appcmd before the first write of this process to the host. Default: false. */
  readonly backup?: boolean;
  /** The command that restores all of a backup, as the user runs it. Default: `appcmd restore backup NAME` */
  readonly restoreCommand?: (backup: string) => string;
  /** Receives messages about the whole host that are not errors: the name of the backup. */
  readonly tell?: (notice: string) => void;
  /** The requests that are expected to follow; sessions of one process share it. Default: none are known. */
  readonly expected?: ExpectedRequests;
}

/** Options of a request. */
export interface SubmitOptions {
  /** The time limit, in milliseconds. Default, and 0: as long as its commands may take. */
  readonly timeoutMs?: number;
}

interface Waiting {
  readonly request: Request;
  /** Aborted to stop the request: if it is not started, it is refused at once. */
  readonly stop: AbortSignal;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/** The hosts with a backup by this process, by the key of their transport. */
const backedUp = new Set<string>();

/** The pools that this process created, adopted or updated, by the keys of host and pool: a host may have several sessions. */
const ensured = new Set<string>();

function ensuredKey({ key }: Transport, pool: string): string {
  return `${key} ${poolKey(pool)}`;
}

/**
 * A host for one process: reads it once and keeps the result until something is written, and sends simultaneous
 * requests together.
 */
export class HostSession {
  /** For commands that are not requests: it sends none after {@link cancel}, and no write if writes are refused. */
  readonly transport: Transport;
  readonly #host: Transport;
  readonly #memory = new HostMemory();
  readonly #expected: ExpectedRequests;
  readonly #gathered: GatheredRequests<Waiting>;
  /** Requests that were not started yet, here or in the host's queue. */
  readonly #unbegun = new Set<Waiting>();
  #isWorking = false;
  readonly #cancelled = new AbortController();
  /** Whether something was written for a failed request: then the host is read even after {@link cancel}. */
  #mustReadBack = false;

  constructor(
    transport: Transport,
    private readonly options: SessionOptions = {},
  ) {
    this.#host = options.readOnly === true ? refuseWrites(transport) : transport;
    this.transport = stoppable(this.#host, this.#cancelled.signal);
    const { quietMs = defaultQuietMs, maxMs = defaultMaxMs } = options;
    this.#expected = options.expected ?? new ExpectedRequests();
    this.#gathered = new GatheredRequests(this.#host.key, this.#expected, { quietMs, maxMs });
  }

  /** The host at the first read since the last write: one read for all callers. */
  look(needs: NeedsOf = {}): Promise<LiveHost> {
    return this.#inspect(stoppable(this.#host, this.#cancelled.signal, this.#mustReadBack), needs);
  }

  /** Every application with its pool, at the first read since the last write. */
  lookAtApplications(): Promise<ListedApplication[]> {
    const transport = stoppable(this.#host, this.#cancelled.signal, this.#mustReadBack);
    return this.#memory.remember("applications", () => readApplications(transport));
  }

  /** A {@link look} after the time limit, to read back what was written, ten seconds at most. */
  lookBack(needs: NeedsOf = {}): Promise<LiveHost> {
    const isOver = AbortSignal.abort(new IisError("TIMEOUT", { problem: "no answer in time" }));
    return this.#inspect(stoppable(this.#host, isOver, true), needs);
  }

  #inspect(transport: Transport, needs: NeedsOf): Promise<LiveHost> {
    return inspectHost(transport, needs, this.#memory.remember);
  }

  /**
   * Carries out the request together with simultaneous ones. A request that is not started at its time limit, or at
   * {@link cancel}, is refused (`TIMEOUT`, `INTERRUPTED`). A started request is answered when the state of the host is
   * known: its command is ended at the latest time limit of the requests that share it, and the host is read.
   */
  async submit(request: Request, { timeoutMs = 0 }: SubmitOptions = {}): Promise<Outcome> {
    const time = timeoutMs > 0 ? timeLimit(timeoutMs) : undefined;
    const cancelled = this.#cancelled.signal;
    const stop = time === undefined ? cancelled : AbortSignal.any([cancelled, time.signal]);
    const { wasExpected, answer } = this.#expected.arrive(this.#host.key, poolKey(requestName(request)));
    let refuse = (): void => undefined;
    try {
      return await new Promise<Outcome>((resolve, reject) => {
        const waiting: Waiting = { request, stop, resolve, reject };
        refuse = () => {
          if (!this.#unbegun.delete(waiting)) return;
          this.#gathered.remove(waiting);
          resolve({ ok: false, sent: false, error: notBegun(this.#host.host, waiting) });
        };
        this.#unbegun.add(waiting);
        stop.addEventListener("abort", refuse);
        if (stop.aborted) refuse();
        else {
          this.#gathered.add(waiting, wasExpected);
          void this.#work();
        }
      });
    } finally {
      answer();
      stop.removeEventListener("abort", refuse);
      time?.clear();
    }
  }

  /**
   * Interrupts everything, permanently: requests that are not started are refused, a running read is ended, a write
   * after a short grace. Written changes are still read back. Nothing else is started (`INTERRUPTED`).
   *
   * @param reason with {@link Abandoned} a write is not ended
   */
  cancel(reason = new IisError("INTERRUPTED", { problem: "interrupted" })): void {
    this.#cancelled.abort(reason);
  }

  /** Whether a pool of that name was created, adopted or updated on this host by this process. */
  hasEnsured(pool: string): boolean {
    return ensured.has(ensuredKey(this.#host, pool));
  }

  /** Signals that the caller is still working and may submit more: waiting requests wait for it. */
  expectMore(): void {
    this.#expected.touch();
  }

  /** Expects a request for the pool, or for `applicationPoolDefaults`: waiting requests wait for it. */
  expect(pool: string): void {
    this.#expected.expect(this.#host.key, poolKey(pool));
  }

  /** No longer expects a request for the pool. */
  unexpect(pool: string): void {
    this.#expected.unexpect(this.#host.key, poolKey(pool));
  }

  /**
   * Sends the waiting requests as soon as they are complete; requests that come during a commit are sent together in
   * the next one.
   */
  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    while (!this.#gathered.isEmpty) {
      await this.#gathered.ready();
      await inHostQueue(this.#host.key, () => this.#send());
    }
    this.#isWorking = false;
  }

  /** Reads the host unless it was just read; requests that come during the read are sent with the others. */
  async #send(): Promise<void> {
    const reading = this.#gathered.isEmpty || this.#memory.isFresh ? undefined : this.#readAgain();
    await reading?.catch(() => undefined);
    await this.#gathered.ready();
    const batches = inBatches(this.#gathered.take());
    for (const [index, batch] of batches.entries()) await this.#carryOut(batch, index === 0 ? reading : undefined);
  }

  #readAgain(): Promise<LiveHost> {
    this.#memory.forget();
    return this.look();
  }

  async #carryOut(gathered: readonly Waiting[], reading: Promise<unknown> | undefined): Promise<void> {
    const waiting = gathered.filter((one) => this.#unbegun.delete(one));
    if (waiting.length === 0) return;
    const { readOnly = false, backup = false } = this.options;
    try {
      const beforeWrite = (transport: Transport): Promise<void> => this.#backUp(transport);
      const outcomes = await carryOut(this.#host, waiting, {
        ...{ readOnly, memory: this.#memory, ...(reading && { reading }) },
        ...(backup && { beforeWrite }),
      });
      waiting.forEach(({ request, resolve, reject }, index) => {
        const outcome = outcomes[index];
        if (outcome === undefined) reject(new Error("a request without an outcome"));
        else resolve(outcome);
        if (outcome?.ok === true) this.#noteDone(request);
        if (outcome?.ok === false && outcome.sent) this.#mustReadBack = true;
      });
      if (!outcomes.every(({ ok }) => ok)) this.#memory.forget();
    } catch (error) {
      this.#memory.forget();
      for (const { reject } of waiting) reject(error);
    }
  }

  #noteDone(request: Request): void {
    const key = ensuredKey(this.#host, requestName(request));
    if (request.kind === "ensure") ensured.add(key);
    else ensured.delete(key);
  }

  async #backUp(transport: Transport): Promise<void> {
    if (backedUp.has(transport.key)) return;
    const name = await makeBackup(transport, backupName(new Date()), "backup: false of the provider");
    backedUp.add(transport.key);
    const command = this.options.restoreCommand?.(name) ?? `appcmd restore backup ${name}`;
    const restore = `to restore all of IIS's configuration from it, sites included: ${command}`;
    this.options.tell?.(
      `${transport.host}: backup ${name} made; ${restore}; only its pools: iispools restore ${name} --pools-only`,
    );
  }
}

function notBegun(host: string, { request, stop }: Waiting): IisError {
  return nameRequest(host, request, reasonOf(stop).also({ fact: "nothing was written" }));
}
