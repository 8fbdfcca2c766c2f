import { hostError } from "../crash";
import { showHidden } from "../visible-text";
import type { Io } from "./io";

/** What is done on hosts, for the lines of progress: `reading`, and `read` of hosts on which it is done. */
export interface Doing {
  readonly now: string;
  readonly done: string;
}

/** What came of the work on a host. */
export type WorkOutcome = "done" | "failed" | "nothing to do";

/** The lines of progress of work on hosts. */
export interface Progress {
  /**
   * Does the work on one host.
   *
   * @param summarize the result in a few words: `14 pools, 3 differ`
   * @param outcomeOf what came of it; default: done, if the work did not fail
   * @throws IisError
   */
  readonly on: <T>(
    host: string,
    work: () => Promise<T>,
    summarize: (result: T) => string,
    outcomeOf?: (result: T) => WorkOutcome,
  ) => Promise<T>;
  /** Ends the lines. */
  readonly end: () => void;
}

/** A line is written so often where it cannot be updated in place, in milliseconds. */
const lineEvery = 10_000;
/** A line on a terminal is updated so often, in milliseconds. */
const updateEvery = 250;
/** Hosts that are waited for are named up to this number. */
const mostNamed = 3;

/**
 * Progress on stderr. Of one host a line with its result: `web-01 reading… 14 pools, 3 differ (1.2 s)`. Of several how many are
 * done and which are waited for: `12/30 read, 1 failed, waiting for web-04 (8 s)`, updated in place on a terminal, and a line
 * every 10 s elsewhere. Of no host nothing.
 */
export function progressOf(io: Io, doing: Doing, count: number): Progress {
  return count <= 1 ? singleProgress(io, doing) : fleetProgress(io, doing, count);
}

function singleProgress(io: Io, doing: Doing): Progress {
  return {
    on: async (host, work, summarize) => {
      const start = now();
      io.stderr.write(`${showHidden(host)} ${doing.now}… `);
      const end = (what: string): void => {
        io.stderr.write(`${what} (${tenths(now() - start)})\n`);
      };
      try {
        const result = await work();
        end(summarize(result));
        return result;
      } catch (error) {
        end("failed");
        throw hostError(host, error);
      }
    },
    end: () => undefined,
  };
}

function fleetProgress({ stderr, showStatus }: Io, { done }: Doing, count: number): Progress {
  const start = now();
  const begun = new Map<string, number>();
  const ended: Record<WorkOutcome, number> = { done: 0, failed: 0, "nothing to do": 0 };
  const line = (): string => {
    const waiting = [...begun].map(([host, at]) => `${showHidden(host)} (${seconds(now() - at)})`);
    const more = waiting.length - mostNamed;
    const names = [...waiting.slice(0, mostNamed), ...(more > 0 ? [`${more} more`] : [])].join(", ");
    const failed = ended.failed > 0 ? `, ${ended.failed} failed` : "";
    return `${ended.done}/${count} ${done}${failed}${names === "" ? "" : `, waiting for ${names}`}`;
  };
  const show = showStatus ?? ((text: string) => stderr.write(`${text}\n`));
  const timer = setInterval(
    () => {
      show(line());
    },
    showStatus === undefined ? lineEvery : updateEvery,
  );
  timer.unref();
  return {
    on: async (host, work, _summarize, outcomeOf) => {
      begun.set(host, now());
      try {
        const result = await work();
        ended[outcomeOf?.(result) ?? "done"] += 1;
        return result;
      } catch (error) {
        ended.failed += 1;
        throw hostError(host, error);
      } finally {
        begun.delete(host);
      }
    },
    end: () => {
      clearInterval(timer);
      showStatus?.("");
      stderr.write(`${line()} (${tenths(now() - start)})\n`);
    },
  };
}

/** Milliseconds since the process began. process.uptime, because `performance` is loaded when it is first used. */
function now(): number {
  return process.uptime() * 1000;
}

function tenths(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
