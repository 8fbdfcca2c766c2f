import type { ListedApplication, ListedPool } from "../appcmd/listed-pool";
import { poolKey } from "../appcmd/parse-list";
import { type Fault, IisError } from "../errors";
import { describeChange, type PoolChange } from "../plan/change";
import { type Desired, targetName } from "../plan/desired";
import { diffDesired } from "../plan/diff";
import { findPool, type LiveHost } from "../plan/live-host";
import { unsupportedSettings } from "../plan/unsupported";

/** What is asked of one pool, or of `<applicationPoolDefaults>`. */
export type Request =
  | {
      readonly kind: "ensure";
      readonly desired: Desired;
      /** Refuse where the pool exists already. */
      readonly mustBeNew?: boolean;
    }
  | {
      readonly kind: "remove";
      readonly pool: string;
      /** Remove it even where applications use it. */
      readonly force?: boolean;
    };

/** How a request ended. */
export type Outcome =
  | {
      readonly ok: true;
      /** What was changed; undefined where nothing differed. */
      readonly change: PoolChange | undefined;
      /** The pool as read back. */
      readonly pool: ListedPool | undefined;
    }
  | {
      readonly ok: false;
      readonly error: IisError;
      /** Whether anything was sent: then a part of it may have been written. */
      readonly sent: boolean;
    };

/** The name of what the request is about. */
export function requestName(request: Request): string {
  return request.kind === "remove" ? request.pool : targetName(request.desired.target);
}

/** What differs between the request and the host. */
export function requestChange(request: Request, live: LiveHost): PoolChange | undefined {
  if (request.kind === "ensure") return diffDesired(request.desired, live);
  const pool = findPool(live, request.pool);
  return pool === undefined ? undefined : { kind: "delete", target: { pool: pool.name } };
}

/**
 * Why the request must not be carried out on this host; undefined where it may.
 *
 * @param applications undefined where they were not looked at.
 */
export function refusal(
  request: Request,
  live: LiveHost,
  applications: readonly ListedApplication[] | undefined,
): IisError | undefined {
  const name = requestName(request);
  if (request.kind === "ensure") {
    if (request.mustBeNew === true && findPool(live, name) !== undefined) {
      return new IisError("POOL_EXISTS", `it exists already; to take it over as it is, say adopt: true`);
    }
    const faults = unsupportedSettings(request.desired, live);
    return faults.length === 0 ? undefined : new IisError("UNSUPPORTED_ATTRIBUTE", listFaults(faults));
  }
  const users = applications?.filter(({ pool }) => poolKey(pool) === poolKey(name)) ?? [];
  if (users.length === 0) return undefined;
  const names = users.map((application) => `"${application.name}"`).join(", ");
  return new IisError(
    "POOL_IN_USE",
    `applications still use it: ${names}. Move them to another pool first, or say forceDelete: true`,
  );
}

/** The error for a change that was committed and read back and is still not there. */
export function notApplied(change: PoolChange): IisError {
  const differences = describeChange(change).join("; ");
  return new IisError(
    "VERIFY_FAILED",
    `appcmd reported success, but read back it still differs (live -> desired): ${differences}`,
  );
}

function listFaults(faults: readonly Fault[]): string {
  return faults.map(({ path, message }) => `${path}: ${message}`).join("; ");
}
