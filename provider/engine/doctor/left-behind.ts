import { Unsettled } from "./unsettled";

/** Something that the doctor made could not be removed; the message says what to do. It outweighs any other error. */
export class LeftBehind extends Error {
  override readonly name = "LeftBehind";
}

/**
 * Removes something, once more where that failed: a Ctrl-C ends also the appcmd that is at work.
 *
 * @param remedy what to do where it stays, a whole clause.
 * @throws LeftBehind
 */
export async function removeForSure(remove: () => Promise<void>, remedy: string): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!(error instanceof Unsettled)) throw error;
    await remove().catch((again: unknown) => {
      throw again instanceof Unsettled ? new LeftBehind(`${again.message}; ${remedy}`) : again;
    });
  }
}
