// Ctrl-C and its like as an AbortSignal, so that every wait can end and tidy up on its way out.

const watched = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Watches for SIGINT, SIGTERM and SIGHUP; the abort's reason is an {@link Interrupted}.
 *
 * @returns {{ signal: AbortSignal, stop: () => void }}
 */
export function watchInterrupts() {
  const controller = new AbortController();
  const onSignal = (name) => controller.abort(new Interrupted(name));
  for (const name of watched) process.on(name, onSignal);
  const stop = () => {
    for (const name of watched) process.off(name, onSignal);
  };
  return { signal: controller.signal, stop };
}

/** The process was asked to end. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signalName */
  constructor(signalName) {
    super(`interrupted by ${signalName}`);
    this.name = "Interrupted";
    this.signalName = signalName;
  }
}
