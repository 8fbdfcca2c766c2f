import type { Transport } from "../../provider/engine";
import type { OfflineHost } from "./offline-host";

/** Longer than any test: what hangs so long, ends only because it is ended. */
const forEver = "600000";

/** How a call of the emulator hangs: before it has done anything, or with its answer, when all is done. */
export const hangs = {
  "before it works": { APPCMD_EMULATOR_LATENCY_MS: forEver },
  "when it has worked": { APPCMD_EMULATOR_FAULT: `slow:${forEver}` },
  never: {},
} as const;

/** A host on which one call is watched, and may hang. */
export interface WatchedHost {
  readonly transport: Transport;
  /** Settles when that call is running; answers the signal that would end it. */
  readonly running: Promise<AbortSignal | undefined>;
}

/** @param which the words of the call, `set config`, and how many such calls go before it. */
export function watch(host: OfflineHost, which: string, how: keyof typeof hangs, before = 0): WatchedHost {
  let left = before;
  let tell: (end: AbortSignal | undefined) => void = () => undefined;
  const running = new Promise<AbortSignal | undefined>((resolve) => (tell = resolve));
  const exec: Transport["exec"] = (args, signal, end) => {
    if (args.slice(0, 2).join(" ") !== which || left-- !== 0) return host.transport.exec(args, signal, end);
    Object.assign(process.env, hangs[how]);
    try {
      return host.transport.exec(args, signal, end);
    } finally {
      for (const name of Object.keys(hangs[how])) Reflect.deleteProperty(process.env, name);
      tell(end);
    }
  };
  return { running, transport: { ...host.transport, exec } };
}

/** Lets this program and others go on until something is so, which is no matter of time. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

/** Timers stand still until a test moves them; all else goes on. */
export function stopTimers(): void {
  jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask", "Date"] });
}
