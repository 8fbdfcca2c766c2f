const tails = new Map<string, Promise<unknown>>();

/**
 * Runs the task when every earlier task of the same key has ended: one writer a host in this process. A task that fails
 * does not hold up the next.
 */
export function inHostQueue<T>(key: string, task: () => Promise<T>): Promise<T> {
  const earlier = tails.get(key) ?? Promise.resolve();
  const run = earlier.then(task, task);
  const tail = run.catch(() => undefined);
  tails.set(key, tail);
  void tail.then(() => {
    if (tails.get(key) === tail) tails.delete(key);
  });
  return run;
}
