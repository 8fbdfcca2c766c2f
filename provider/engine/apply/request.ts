import type { ListedApplication, ListedPool } from "../../appcmd/answers/pools";
import { describeError, type ErrorPlace, IisError } from "../../errors";
import { poolKey } from "../../names";
import { describeChange, type PoolChange } from "../../plan/change/change";
import { type Desired, targetName } from "../../plan/change/desired";
import { diffBesideDefaults } from "../../plan/change/beside-defaults";
import { excludedAccount, isAccountSet } from "../../plan/change/identity";
import { findPool, type LiveHost } from "../../plan/change/live-host";
import { predictChange } from "../../plan/change/predict-change";
import { isPasswordLost, unsupportedSettings } from "../../plan/change/refusals";
import { describeUnreadable, encryptedBy, encryptedIn, unreadableSettings } from "../../plan/change/unreadable";
import { formatFault } from "../../pool-file/pool-file";
import { Secret } from "../../secret";
import { attributeOf } from "../../settings/app-pool-attributes";
import type { Needs } from "../inspect";

/**
 * What to read besides the pools, to compare with the desired side. Explicit values are required if something is reset
 * to its inherited value, an old account may be set, a new pool gets a collection, or the defaults are desired with
 * pools that may inherit them. A pool that replaces another one also requires the explicit values of the old pool, and
 * the places in the sites' section that name it.
 */
export function needsOf(desired: readonly Desired[], pools: LiveHost["pools"]): Needs {
  const isNew = ({ target }: Desired): boolean => !pools.has(poolKey(targetName(target)));
  const hasCollection = ({ settings }: Desired): boolean =>
    Object.keys(settings).some((path) => attributeOf(path).codec.shape !== "scalar");
  const isRenamed = desired.some(({ renamedFrom }) => renamedFrom !== undefined && pools.has(poolKey(renamedFrom)));
  const defaults = desired.some(({ target }) => target === "applicationPoolDefaults");
  const hasHeirs = defaults && desired.some(({ target }) => target !== "applicationPoolDefaults");
  const needsExplicit = (one: Desired): boolean => mayBeExplicit(one, pools) || (isNew(one) && hasCollection(one));
  return {
    ...(isRenamed && { references: true }),
    explicit: isRenamed || hasHeirs || desired.some(needsExplicit),
    defaults,
  };
}

/** Whether a setting to reset may be written there: an account that is not in effect is not. */
function mayBeExplicit({ target, settings, inherit }: Desired, pools: LiveHost["pools"]): boolean {
  const excluded = target === "applicationPoolDefaults" ? [] : excludedAccount(settings);
  const live = pools.get(poolKey(targetName(target)))?.settings ?? {};
  return inherit.some((path) => !excluded.includes(path) || isAccountSet(live[path]));
}

/**
 * A request about one pool, or about `<applicationPoolDefaults>`. If a change was `planned`, exactly that change is
 * made or none. Requests with planned changes that come together are started together or not at all.
 */
export type Request =
  | {
      readonly kind: "ensure";
      readonly desired: Desired;
      /** Refuse if the pool already exists. */
      readonly mustBeNew?: boolean;
      readonly planned?: PoolChange;
    }
  | {
      readonly kind: "remove";
      readonly pool: string;
      /** Remove it even if applications use it. */
      readonly force?: boolean;
      /**
       * The pool that replaces it: while that name is in use on the host, and is not freed with it, this pool is kept.
       */
      readonly successor?: string;
      readonly planned?: PoolChange;
    };

/** The result of a request. */
export type Outcome =
  | {
      readonly ok: true;
      /** The change that was made; undefined if nothing differed. */
      readonly change: PoolChange | undefined;
      /** The pool as read back. */
      readonly pool: ListedPool | undefined;
      /** What could not be done or read, and what to do, each with host and pool; usually empty. */
      readonly warnings: readonly string[];
    }
  | {
      readonly ok: false;
      readonly error: IisError;
      /** Whether a part of it may have been written: not if nothing was sent, or if another tool prevented the commit. */
      readonly sent: boolean;
    };

/** The name of the request's target. */
export function requestName(request: Request): string {
  return request.kind === "remove" ? request.pool : targetName(request.desired.target);
}

/** The error with the host and the pool of the request. */
export function nameRequest(host: string, request: Request, error: IisError): IisError {
  return error.at(requestPlace(host, request));
}

/** The target of the request. */
export function requestPlace(host: string, request: Request): ErrorPlace {
  const name = requestName(request);
  return { host, ...(name === "applicationPoolDefaults" ? { path: name } : { pool: name }) };
}

/**
 * The difference between the request and the host.
 *
 * @param defaults the change of `<applicationPoolDefaults>` that is made together with it
 * @param cleared paths that were already cleared for it
 */
export function requestChange(
  request: Request,
  live: LiveHost,
  defaults?: PoolChange,
  cleared?: readonly string[],
): PoolChange | undefined {
  if (request.kind === "ensure") return diffBesideDefaults(request.desired, live, defaults, cleared);
  const pool = findPool(live, request.pool);
  return pool === undefined ? undefined : { kind: "delete", target: { pool: pool.name } };
}

/** The change of `<applicationPoolDefaults>` among requests that are carried out together. */
export function defaultsChangeOf(requests: readonly Request[], live: LiveHost): PoolChange | undefined {
  const found = requests.find((one) => one.kind === "ensure" && one.desired.target === "applicationPoolDefaults");
  return found && requestChange(found, live);
}

/**
 * Why the request must not be carried out on this host; undefined if it may be.
 *
 * @param applications undefined if they were not read
 */
export function refusal(
  request: Request,
  live: LiveHost,
  applications: readonly ListedApplication[] | undefined,
): IisError | undefined {
  const name = requestName(request);
  if (request.kind === "ensure") {
    if (request.mustBeNew === true && findPool(live, name) !== undefined) {
      return new IisError("POOL_EXISTS", {
        problem: "it exists already",
        hint: "To adopt it, set adopt: true: declared settings are written, others stay unchanged",
      });
    }
    const faults = unsupportedSettings(request.desired, live);
    if (faults.length > 0)
      return new IisError("UNSUPPORTED_ATTRIBUTE", {
        problem: faults.map(formatFault).join("; "),
      });
    return isPasswordLost(request.desired, live)
      ? passwordUnreadable(request.desired)
      : encryptedRefusal(request.desired, live);
  }
  const remedy = request.planned === undefined ? ", or set forceDelete: true" : "";
  const users = applications?.filter(({ pool }) => poolKey(pool) === poolKey(name)) ?? [];
  if (users.length === 0) return undefined;
  const names = users.map((application) => `"${application.name}"`).join(", ");
  return new IisError("POOL_IN_USE", {
    problem: `applications still use it: ${names}`,
    hint: `Move them to another pool first${remedy}`,
  });
}

function passwordUnreadable({ renamedFrom = "" }: Desired): IisError {
  return new IisError("PASSWORD_UNREADABLE", {
    problem: `the password of "${renamedFrom}" cannot be read, so it cannot be copied`,
    hint: "Declare processModel with identityType, userName and password, as an environment variable",
  });
}

/** A text that a server has encrypted is useless on any other server, so it is never written. */
function encryptedRefusal(desired: Desired, live: LiveHost): IisError | undefined {
  const isPossible =
    desired.renamedFrom !== undefined ||
    Object.entries(desired.settings).some(([path, value]) => encryptedIn(path, value).length > 0);
  const change = isPossible ? predictChange(desired, live, undefined) : undefined;
  if (change === undefined || change.kind === "delete") return undefined;
  const [found] = change.settings.flatMap(({ path, from, to }) => {
    const kept = new Set(encryptedIn(path, from).map((one) => one.path));
    return encryptedIn(path, to).filter((one) => !kept.has(one.path) || to instanceof Secret);
  });
  if (found === undefined) return undefined;
  return new IisError("PASSWORD_UNREADABLE", {
    problem: `${found.path} would be set to a text that is ${encryptedBy(found.provider)}`,
    hint: "Declare the value itself",
  });
}

/** Warnings without a difference: encrypted texts that could not be compared, and the state if WAS does not respond. */
export function requestWarnings(host: string, request: Request, live: LiveHost): string[] {
  if (request.kind === "remove") return [];
  const unread = describeUnreadable(unreadableSettings([request.desired], live)).map(({ text }) => `${host}: ${text}`);
  return [...unread, ...unseenState(host, request, live)];
}

function unseenState(host: string, request: Extract<Request, { kind: "ensure" }>, live: LiveHost): string[] {
  if (request.desired.state === undefined) return [];
  const pool = findPool(live, requestName(request));
  if (pool?.state !== "Unknown") return [];
  const problem =
    "its settings are as declared, but the service WAS does not respond, so its state could not be read or set to " +
    request.desired.state;
  const hint = "Start WAS on the host (net start WAS), and rerun";
  return [describeError({ host, pool: pool.name, problem, hint })];
}

/** The error for a change that was committed, but still differs when the host is read back. */
export function notApplied(change: PoolChange): IisError {
  const differences = describeChange(change).join("; ");
  return new IisError("VERIFY_FAILED", {
    problem: `appcmd reported success, but the host still differs (live -> desired): ${differences}`,
  });
}
