import { assume } from "../assume";
import { executionError, serviceDown, win32 } from "../errors";
import { listPools } from "../config/objects";
import { consumeFault, hasFault } from "../faults";
import { isFresh } from "../runtime/follow-commit";
import { listWorkers, poolState, type PoolState } from "../runtime/workers";
import { readRuntime, recyclePool, setPoolState } from "../runtime/runtime-state";
import { type Answer, type Context, openPools } from "./context";
import { existingPool, poolOnly } from "./edit-apppool";

/** `start apppool X`. Changes the state only, not autoStart. */
export function startAppPool(context: Context): Answer {
  return changeState(context, "Started", ({ world }) => {
    if (consumeFault(world, "start4312")) throw unknownToService();
  });
}

/** `stop apppool X`. Changes the state only, not autoStart. */
export function stopAppPool(context: Context): Answer {
  return changeState(context, "Stopped", () => undefined);
}

/** `recycle apppool X`: new worker processes; the pool must be started. */
export function recycleAppPool(context: Context): Answer {
  const { world } = context;
  const name = poolOnly(context, []);
  const { config, section } = openPools(context);
  if (hasFault(world, "was-down")) throw serviceDown();
  const pool = existingPool(section, name);
  if (consumeFault(world, "control1061")) throw betweenStates();
  const pools = listPools(section);
  const runtime = readRuntime(world, config.path);
  if (poolState(runtime, pool) !== "Started" && assume(world, "recycle-of-stopped") !== "succeeds") throw notStarted();
  const isIdle = listWorkers(world, runtime, pools).every((worker) => worker.pool !== pool.name);
  if (isIdle && assume(world, "recycle-of-idle") !== "succeeds") throw notStarted();
  recyclePool(world, config.path, pools, pool);
  return { stdout: `"${name}" successfully recycled\r\n` };
}

function changeState(context: Context, state: PoolState, fault: (context: Context) => void): Answer {
  const name = poolOnly(context, ["wait", "timeout"]);
  const { config, section } = openPools(context);
  const pool = existingPool(section, name);
  if (hasFault(context.world, "was-down")) throw serviceDown();
  if (isFresh(context.world, pool.name)) throw unknownToService();
  if (consumeFault(context.world, "control1061")) throw betweenStates();
  fault(context);
  const isForgiven = state === "Started" && assume(context.world, "start-of-started") === "succeeds";
  if (poolState(readRuntime(context.world, config.path), pool) === state && !isForgiven) {
    throw state === "Stopped"
      ? notStarted()
      : executionError("An instance of the service is already running.", win32.alreadyRunning);
  }
  setPoolState(context.world, config.path, listPools(section), pool, state);
  // Only one of appcmd's two texts has the full stop.
  return { stdout: `"${name}" successfully ${state === "Started" ? "started." : "stopped"}\r\n` };
}

/** The service has not yet read the pool from the configuration. */
function unknownToService(): Error {
  return executionError("The object identifier does not represent a valid object.", win32.objectNotFound);
}

function notStarted(): Error {
  return executionError("The service has not been started.", win32.notActive);
}

/** The service has not yet completed the previous state change of the pool. */
function betweenStates(): Error {
  return executionError("The service cannot accept control messages at this time.", win32.cannotAcceptControl);
}
