import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { defaultQuietMs, HostSession, type SessionOptions } from "../../engine/session";
import { connect } from "../../transport/connect";
import { type Connection, connectionKey } from "../../transport/connection";

const sessions = new Map<string, HostSession>();
let options: SessionOptions = {};
let isCancelled = false;
let lastAsked = 0;

/** How all sessions of this process work with their hosts, from now on. */
export function configureSessions(
  { readOnly = false, backup = false }: Pick<SessionOptions, "readOnly" | "backup">,
  tell?: (notice: string) => void,
): void {
  options = { readOnly, backup, ...(tell && { tell }) };
  sessions.clear();
}

/**
 * Interrupts what all sessions do, for good, as Ctrl-C at the engine asks for: what was not begun is refused
 * (`INTERRUPTED`), what runs is ended, and what was written is read back. Answers at once.
 */
export function cancelSessions(): void {
  isCancelled = true;
  for (const session of sessions.values()) session.cancel();
}

/**
 * The session of a host, one for the whole process: its resources share one look and one commit.
 *
 * @throws IisError `NO_APPCMD`
 */
export function sessionFor(connection: Connection | undefined): HostSession {
  const key = sessionKey(connection);
  const known = sessions.get(key);
  if (known !== undefined) return known;
  const session = new HostSession(connect(connection), { ...gathering(), ...options });
  if (isCancelled) session.cancel();
  sessions.set(key, session);
  return session;
}

/** Resolves when the engine has asked nothing for as long as requests are gathered. */
export async function quietMoment(): Promise<void> {
  const { quietMs = defaultQuietMs } = gathering();
  for (let left = quietMs; left > 0; left = lastAsked + quietMs - performance.now()) await sleep(left);
}

/** `PULUMI_IIS_QUIET_MS`: on a machine so slow that the engine's requests come in later than that, they are several commits. */
function gathering(): Pick<SessionOptions, "quietMs"> {
  const quietMs = Number(process.env["PULUMI_IIS_QUIET_MS"]);
  return quietMs > 0 ? { quietMs } : {};
}

/** The same for connections that are alike in everything: a login that is refused spoils no other. Holds no secret. */
function sessionKey(connection: Connection | undefined): string {
  const key = `${connectionKey(connection)} ${connection?.codePage ?? ""}`;
  if (connection?.host === undefined) return key;
  return `${key} ${createHash("sha256").update(JSON.stringify(connection)).digest("hex")}`;
}

/** Says that the engine still asks about resources: more writes may follow those that wait. */
export function expectMoreRequests(): void {
  lastAsked = performance.now();
  for (const session of sessions.values()) session.expectMore();
}
