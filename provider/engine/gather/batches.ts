import { poolKey } from "../../names";
import { type Request, requestName } from "../apply/request";

/** A request that waits to be carried out. */
interface WithRequest {
  readonly request: Request;
}

/**
 * The groups of requests that are carried out together, one after the other, sorted by name: new pools have the same
 * order, whatever the order of the requests. A pool whose name another request frees is created after that.
 */
export function inBatches<T extends WithRequest>(waiting: readonly T[]): T[][] {
  const ordered = inOrder(waiting);
  const freed = new Set(ordered.flatMap(({ request }) => (request.kind === "remove" ? [poolKey(request.pool)] : [])));
  const isLater = ({ request }: T): boolean => request.kind === "ensure" && freed.has(poolKey(requestName(request)));
  const batches = [ordered.filter((one) => !isLater(one)), ordered.filter(isLater)];
  return batches.filter((batch) => batch.length > 0);
}

function inOrder<T extends WithRequest>(waiting: readonly T[]): T[] {
  const keyed = waiting.map((one) => ({ one, key: poolKey(requestName(one.request)) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({ one }) => one);
}
