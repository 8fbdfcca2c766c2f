import { setTimeout as sleep } from "node:timers/promises";
import { ExpectedRequests } from "../../engine/gather/expected-requests";
import { defaultMaxMs, defaultQuietMs, HostSession, type SessionOptions } from "../../engine/session";
import { Abandoned } from "../../engine/apply/stop";
import { IisError } from "../../errors";
import { connect } from "../../transport/connect";
import { connectionKey, connectionWarnings, restoreCommand } from "../../connection/connection";
import type { Connection } from "../../connection/schema";
import type { Transport } from "../../transport/transport";
import { targetName } from "../../plan/change/desired";
import { defaultFlags, type ProviderFlags } from "./provider-config-schema";
import { inputsOf, type Properties, type ResourceKind, targetOf } from "./resource-inputs";
import { hasUnknowns } from "./unknowns";
import { sha256 } from "../../sha256";

const sessions = new Map<string, HostSession>();
let options: SessionOptions = { backup: defaultFlags.backup };
/** The requests that the engine is expected to make to any host. */
const expected = new ExpectedRequests();
let stopped: IisError | undefined;
/** The running commands of all hosts. */
const running = new Set<Promise<unknown>>();

/** Configures all sessions of this process, from now on. */
export function configureSessions(
  flags: Partial<Pick<ProviderFlags, "readOnly" | "backup">>,
  tell?: (notice: string) => void,
): void {
  const { readOnly, backup } = { ...defaultFlags, ...flags };
  options = { readOnly, backup, ...(tell && { tell }) };
  sessions.clear();
}

/**
 * Interrupts all sessions, permanently, as Ctrl-C at the engine requires: requests that are not started are refused
 * (`INTERRUPTED`), running commands are ended, and written changes are read back. Returns at once.
 */
export function cancelSessions(reason = new IisError("INTERRUPTED", { problem: "interrupted" })): void {
  stopped = reason;
  for (const session of sessions.values()) session.cancel(reason);
}

/** The same if the engine has ended and reads no results: returns when the running write has ended. */
export async function abandonSessions(): Promise<void> {
  cancelSessions(new Abandoned("the engine has ended"));
  while (running.size > 0) await Promise.allSettled(running);
}

/**
 * The session of a host, one for the whole process: its resources share one read and one commit.
 *
 * @throws IisError `NO_APPCMD`
 */
export function sessionFor(connection: Connection | undefined): HostSession {
  const key = sessionKey(connection);
  const known = sessions.get(key);
  if (known !== undefined) return known;
  const session = new HostSession(noted(connect(connection)), {
    ...{ ...gathering(), ...options, expected, restoreCommand: restoreCommand(connection ?? {}) },
  });
  if (stopped !== undefined) session.cancel(stopped);
  sessions.set(key, session);
  const { host } = session.transport;
  const warnings = connectionWarnings(connection ?? {}).flatMap((text) => reportOnce(`warning: ${host}: ${text}`));
  for (const warning of warnings) options.tell?.(warning);
  return session;
}

const reported = new Set<string>();

/** The warning about a host as a whole, if no resource of the host has reported it in this process. */
export function reportOnce(warning: string): string[] {
  if (reported.has(warning)) return [];
  reported.add(warning);
  return [warning];
}

/** The name of a host in messages; undefined if the connection leads to none. */
export function hostNameOf(connection: Connection | undefined): string | undefined {
  try {
    return sessionFor(connection).transport.host;
  } catch {
    return undefined; // a request will report the error
  }
}

/** Resolves when the engine has made no call for as long as requests are gathered. */
export async function quietMoment(): Promise<void> {
  const { quietMs = defaultQuietMs } = gathering();
  for (let left = quietMs; left > 0; left = quietMs - expected.silentMs) await sleep(left);
}

function noted(transport: Transport): Transport {
  return {
    ...transport,
    exec: async (...command) => {
      const run = transport.exec(...command);
      running.add(run);
      try {
        return await run;
      } finally {
        running.delete(run);
      }
    },
  };
}

/**
 * `PULUMI_IIS_QUIET_MS`, up to 15,000: how long the engine must be silent before requests are sent although others are
 * missing. A timer of more than 2^31 - 1 ms would fire at once.
 */
function gathering(): Pick<SessionOptions, "quietMs"> {
  const quietMs = Number(process.env["PULUMI_IIS_QUIET_MS"]);
  return quietMs > 0 ? { quietMs: Math.min(quietMs, defaultMaxMs) } : {};
}

/**
 * The same for connections that are equal in every field: a refused login does not affect any other. It contains no
 * secret.
 */
function sessionKey(connection: Connection | undefined): string {
  const key = `${connectionKey(connection)} ${connection?.codePage ?? ""}`;
  if (connection?.host === undefined) return key;
  return `${key} ${sha256(JSON.stringify(connection)).toString("hex")}`;
}

/** Records that the engine makes a call, and so is still working: waiting requests wait for what follows. */
export function noteCall(): void {
  expected.touch();
}

/** Runs a call after which a request may follow: waiting requests are not sent during the call. */
export async function beforeRequests<T>(work: () => Promise<T>): Promise<T> {
  const answered = expected.ask();
  try {
    return await work();
  } finally {
    answered();
  }
}

/**
 * Expects a request for the resource, which will be compared, created or deleted: waiting requests for the same host
 * wait for it. A request is not expected if its host or name is not known, or if another pool must free its place.
 */
export function expectRequest(kind: ResourceKind, properties: Properties): void {
  sessionOf(properties)?.expect(targetName(targetOf(kind, properties)));
}

/** Expects no request: nothing differs. */
export function expectNoRequest(kind: ResourceKind, properties: Properties): void {
  sessionOf(properties)?.unexpect(targetName(targetOf(kind, properties)));
}

function sessionOf(properties: Properties): HostSession | undefined {
  const { name, connection } = inputsOf(properties);
  if (hasUnknowns({ name, connection })) return undefined;
  try {
    return sessionFor(connection);
  } catch {
    return undefined; // the request will report the error
  }
}
