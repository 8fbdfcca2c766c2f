import { IisError } from "../../errors";
import type { Transport } from "../../transport/transport";

/**
 * A transport that starts nothing further once the signal is aborted; a running command is waited for. One that ends
 * it: {@link stoppable}.
 *
 * @param stops `writes`: reads continue, so that written changes are still read back
 */
export function interruptible(transport: Transport, signal: AbortSignal, stops: "writes" | "everything"): Transport {
  return {
    ...transport,
    exec: async (args, given, end) => {
      const isRead = args[0] === "list";
      if (isRead && stops === "writes") return transport.exec(args, given, end);
      if (!signal.aborted) return transport.exec(args, signal, end);
      const problem = `interrupted; ${isRead ? "not read" : "not written"}`;
      throw new IisError("INTERRUPTED", { host: transport.host, problem });
    },
  };
}

/** How long a running write may continue after an interruption, in milliseconds: most end by then. */
export const interruptGraceMs = 5000;

/** How long the read back may take after a stop, in milliseconds. */
export const readBackMs = 10_000;

/** The longest time of a timer, in milliseconds; 25 days. */
const longestTimer = 2 ** 31 - 1;

/** The reason of abandoned work: a running command finishes by itself, and nothing further is started. */
export class Abandoned extends IisError {
  constructor(problem: string) {
    super("INTERRUPTED", { problem });
  }
}

/**
 * A transport for work that may be stopped. After the signal is aborted, nothing further is started. A running read is
 * ended at once, a write at its time limit or {@link interruptGraceMs} after an interruption; {@link Abandoned} work is
 * not ended. What a write has done by then must be read back. The signals of `exec` stop and end it too, so these
 * transports can be nested.
 *
 * @param stop aborted with an IisError `INTERRUPTED` or `TIMEOUT`, with which further commands are refused
 * @param readsBack whether something was written: reads are still started, and take {@link readBackMs} at most
 */
export function stoppable(transport: Transport, stop: AbortSignal | undefined, readsBack = false): Transport {
  if (stop === undefined) return transport;
  const refused = (fact: string): IisError => reasonOf(stop).also({ fact }).at({ host: transport.host });
  return {
    ...transport,
    exec: async (args, givenStop, givenEnd) => {
      const isRead = args[0] === "list";
      const isReadBack = isRead && readsBack;
      const notBegun = isRead ? "not read" : "not written";
      if (stop.aborted && !isReadBack) throw refused(notBegun);
      const end = abortedAfter(stop, () => (isReadBack ? readBackMs : isRead ? 0 : writeMs(reasonOf(stop))));
      try {
        const stopping = anyOf(givenStop, isReadBack ? end.signal : stop);
        const result = await transport.exec(args, stopping, anyOf(givenEnd, end.signal));
        // A read that was ended has no answer that could be used or retried.
        if (isRead && result.exitCode === -1 && end.signal.aborted) throw refused("not read");
        return result;
      } catch (error) {
        // The inner transport does not know why it was stopped.
        const wasStopped = stop.aborted && error instanceof IisError && error.code === "INTERRUPTED";
        throw wasStopped ? refused(notBegun) : error;
      } finally {
        end.clear();
      }
    },
  };
}

function writeMs(reason: IisError): number {
  if (reason instanceof Abandoned) return Infinity;
  return reason.code === "INTERRUPTED" ? interruptGraceMs : 0;
}

/** Why work is stopped. */
export function reasonOf(stop: AbortSignal): IisError {
  return stop.reason as IisError;
}

/** What to do about the error of a command; nothing if it was stopped before it was sent. */
export function unlessStopped(stop: AbortSignal | undefined): (error: unknown) => "stopped" {
  return (error) => {
    if (stop?.aborted === true && error instanceof IisError) return "stopped";
    throw error;
  };
}

/** A signal that is aborted after a time limit; it must be cleared when it is no longer used. */
export interface TimedSignal {
  readonly signal: AbortSignal;
  readonly clear: () => void;
}

/** The time limit of a request, in milliseconds, from now on; its reason is `TIMEOUT`. */
export function timeLimit(ms: number): TimedSignal {
  const over = new AbortController();
  const timer = setTimeout(
    () => {
      const problem = `not done within ${ms / 1000} s (customTimeouts)`;
      over.abort(new IisError("TIMEOUT", { problem }));
    },
    Math.min(ms, longestTimer),
  );
  return {
    signal: over.signal,
    clear: () => {
      clearTimeout(timer);
    },
  };
}

/**
 * Aborted when all of them are, with the reason of the last: work for several requests continues as long as one of them
 * may. Undefined if one has no end.
 */
export function allOf(signals: readonly (AbortSignal | undefined)[]): AbortSignal | undefined {
  const all = [...new Set(signals)];
  if (all.length === 1 || all.includes(undefined)) return all.length === 1 ? all[0] : undefined;
  const controller = new AbortController();
  for (const signal of all) {
    const check = (): void => {
      if (all.every((one) => one?.aborted)) controller.abort(signal?.reason);
    };
    signal?.addEventListener("abort", check, { once: true });
    check();
  }
  return controller.signal;
}

/** Aborted when the first of them is, with its reason. */
function anyOf(given: AbortSignal | undefined, own: AbortSignal): AbortSignal {
  return given === undefined ? own : AbortSignal.any([given, own]);
}

function abortedAfter(stop: AbortSignal, delayMs: () => number): TimedSignal {
  const end = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    const ms = delayMs();
    const abort = (): void => {
      end.abort(stop.reason);
    };
    if (ms === 0) abort();
    else if (ms < Infinity) timer = setTimeout(abort, ms);
  };
  if (stop.aborted) begin();
  else stop.addEventListener("abort", begin);
  return {
    signal: end.signal,
    clear: () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", begin);
    },
  };
}
