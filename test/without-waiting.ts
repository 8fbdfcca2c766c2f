/** Longer than the wait between two attempts, shorter than the time that a process is given. */
const longestWaitMs = 10_000;

/** Runs work in which there is no wait between two attempts. */
export async function withoutWaiting<T>(work: () => Promise<T>): Promise<T> {
  const wait = setTimeout;
  const spy = jest.spyOn(globalThis, "setTimeout").mockImplementation((task: () => void, ms = 0) => {
    return wait(task, ms > longestWaitMs ? ms : 0);
  });
  try {
    return await work();
  } finally {
    spy.mockRestore();
  }
}
