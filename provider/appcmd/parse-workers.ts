import type { ListedWorker } from "./listed-pool";
import { findDocument, readElements } from "./parse-document";
import { named, required } from "./parse-elements";
import { unreadable } from "./parse-error";

/**
 * The worker processes in the output of `list wp /xml`, in its order: those that drain are among them. A web garden has
 * several of one pool. Undefined where nothing at all was printed: that may mean that there are none.
 *
 * @throws IisError `UNREADABLE_OUTPUT` for an answer that is cut off, damaged, or no list of worker processes
 */
export function parseWorkers(output: string): ListedWorker[] | undefined {
  const what = "list wp";
  if (output.trim() === "") return undefined;
  const workers = readElements(findDocument(output, what, "WP"), what, (element) => {
    const worker = named(element, "WP", what);
    const pid = required(worker, "WP.NAME", what);
    if (!/^[1-9]\d{0,9}$/.test(pid)) throw unreadable(what, "holds a worker process without a process id");
    return { pid: Number(pid), pool: required(worker, "APPPOOL.NAME", what) };
  });
  if (new Set(workers.map(({ pid }) => pid)).size < workers.length) {
    throw unreadable(what, "holds a worker process twice");
  }
  return workers;
}
