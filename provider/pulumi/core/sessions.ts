import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { defaultMaxMs, defaultQuietMs, HostSession, type SessionOptions } from "../../engine/session";
import { Abandoned } from "../../engine/apply/stop";
import { IisError } from "../../errors";
import { connect } from "../../transport/connect";
import { connectionKey } from "../../connection/connection";
import type { Connection } from "../../connection/schema";
import type { Transport } from "../../transport/transport";

const sessions = new Map<string, HostSession>();
let options: SessionOptions = {};
let lastAsked = 0;
let stopped: IisError | undefined;
/** The commands that run now, of all hosts. */
const running = new Set<Promise<unknown>>();

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
export function cancelSessions(reason = new IisError("INTERRUPTED", { problem: "interrupted" })): void {
  stopped = reason;
  for (const session of sessions.values()) session.cancel(reason);
}

/** The same where the engine is gone and nobody hears of it: answers when the write that runs has come to its end. */
export async function abandonSessions(): Promise<void> {
  cancelSessions(new Abandoned("the engine is gone"));
  while (running.size > 0) await Promise.allSettled(running);
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
  const session = new HostSession(noted(connect(connection)), { ...gathering(), ...options });
  if (stopped !== undefined) session.cancel(stopped);
  sessions.set(key, session);
  return session;
}

/** Resolves when the engine has asked nothing for as long as requests are gathered. */
export async function quietMoment(): Promise<void> {
  const { quietMs = defaultQuietMs } = gathering();
  for (let left = quietMs; left > 0; left = lastAsked + quietMs - performance.now()) await sleep(left);
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
 * `PULUMI_IIS_QUIET_MS`, up to 15,000: on a machine so slow that the engine's requests arrive later than that, they are
 * several commits. A timer of more than 2^31 - 1 ms would fire at once.
 */
function gathering(): Pick<SessionOptions, "quietMs"> {
  const quietMs = Number(process.env["PULUMI_IIS_QUIET_MS"]);
  return quietMs > 0 ? { quietMs: Math.min(quietMs, defaultMaxMs) } : {};
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
