/** How long an operation may take, and what ends it before. */
export interface RequestLimits {
  /** The end of its time, by `performance.now()`; Infinity: no limit. */
  readonly until: number;
  /** If it is aborted, the connection is closed. */
  readonly end?: AbortSignal | undefined;
}

/** No limit of time, for a caller that closes the connection itself. */
export const noLimits: RequestLimits = { until: Infinity };

/** The limits of an operation that begins now. */
export function limitsFrom(ms: number, end?: AbortSignal): RequestLimits {
  return { until: performance.now() + ms, end };
}

/** What is left of the time, in milliseconds; at least 0. */
export function timeLeft({ until }: RequestLimits): number {
  return Math.max(0, until - performance.now());
}
