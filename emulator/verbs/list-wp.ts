import { listPools } from "../config/pools";
import { notSupported, serviceDown } from "../errors";
import { hasFault } from "../faults";
import { listObjects } from "./list-objects";
import { readRuntime } from "../runtime/runtime-state";
import { listWorkers } from "../runtime/workers";
import { type Answer, type Context, openPools } from "./context";

/** `list wp`: the worker processes that run. */
export function listWorkerProcesses(context: Context): Answer {
  if (hasFault(context.world, "was-down")) throw serviceDown();
  const { config, section } = openPools(context);
  const workers = listWorkers(context.world, readRuntime(context.world, config.path), listPools(section));
  return listObjects(
    context,
    "WP",
    "WP.NAME",
    workers.map(({ pid, pool }) => ({
      attributes: [
        ["WP.NAME", String(pid)],
        ["APPPOOL.NAME", pool],
      ],
      line: `WP "${pid}" (applicationPool:${pool})`,
      value: (name) => (name.toLowerCase() === "applicationpool" ? pool : undefined),
      config: () => {
        throw notSupported("the configuration of a worker process");
      },
    })),
  );
}
