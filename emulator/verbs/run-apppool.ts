import { win32 } from "../appcmd-error";
import { listPools } from "../config/pools";
import { executionError } from "../errors";
import { consumeFault } from "../faults";
import { type PoolState, poolState, readRuntime, recyclePool, setPoolState } from "../runtime/runtime-state";
import { type Answer, type Context, openPools } from "./context";
import { existingPool, poolOnly } from "./pool-argument";

/** `start apppool X`. Changes the state only, not autoStart. */
export function startAppPool(context: Context): Answer {
  return changeState(context, "Started", ({ world }) => {
    if (!consumeFault(world, "start4312")) return;
    throw executionError("The object identifier does not represent a valid object.", win32.objectNotFound);
  });
}

/** `stop apppool X`. Changes the state only, not autoStart. */
export function stopAppPool(context: Context): Answer {
  return changeState(context, "Stopped", () => undefined);
}

/** `recycle apppool X`: a new worker process; the pool must be started. */
export function recycleAppPool(context: Context): Answer {
  const name = poolOnly(context, []);
  const { config, section } = openPools(context);
  const pool = existingPool(section, name);
  if (poolState(readRuntime(context.world, config.path), pool) !== "Started") throw notStarted();
  recyclePool(context.world, config.path, listPools(section), pool);
  return { stdout: `"${name}" successfully recycled\r\n` };
}

function changeState(context: Context, state: PoolState, fault: (context: Context) => void): Answer {
  const name = poolOnly(context, ["wait", "timeout"]);
  const { config, section } = openPools(context);
  const pool = existingPool(section, name);
  fault(context);
  if (poolState(readRuntime(context.world, config.path), pool) === state) {
    throw state === "Stopped"
      ? notStarted()
      : executionError("An instance of the service is already running.", win32.alreadyRunning);
  }
  setPoolState(context.world, config.path, listPools(section), pool, state);
  // The full stop is there in one of the two texts of appcmd only.
  return { stdout: `"${name}" successfully ${state === "Started" ? "started." : "stopped"}\r\n` };
}

function notStarted(): Error {
  return executionError("The service has not been started.", win32.notActive);
}
