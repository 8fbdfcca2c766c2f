import type { Duplex } from "node:stream";
import { setTimeout as after } from "node:timers/promises";
import { IisError } from "../../errors";
import type { SshClient } from "./client";
import { interrupted, LoginFailure, unreachable } from "./errors";
import { passwordKey, type SshLogin } from "../../connection/login";

/** A single broken connection is normal: a second login is always tried, whatever the limit. */
const leastLogins = 2;

/** Logins whose password this process does not send again, and why. */
const refusals = new Map<string, IisError>();

/**
 * Logs in to a machine, up to `dialErrorLimit` times with growing delays. An attempt counts as failed if the login
 * fails, or if the connection closes before any answer. A refused password is not sent again.
 */
export class SshDialler {
  /** Logins since the last answer; each of them was closed without an answer. */
  #fruitless = 0;
  #hasAnswered = false;
  #hasLoggedIn = false;

  /** @param reach opens a socket to the machine */
  constructor(
    private readonly login: SshLogin,
    private readonly reach: (signal: AbortSignal) => Promise<Duplex>,
  ) {}

  /** @throws IisError `UNREACHABLE`, `AUTH_FAILED`, `HOST_KEY_UNKNOWN`, `HOST_KEY_MISMATCH`, `INTERRUPTED` */
  async dial(signal: AbortSignal): Promise<SshClient> {
    // The SSH library takes a quarter of a second to load, and most calls do not use it.
    const { logIn } = require("./client") as typeof import("./client");
    const { login } = this;
    this.#checkFruitless();
    for (let failed = this.#fruitless; ; failed++) {
      if (failed > 0) await after(delayAfter(failed), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) throw interrupted(login);
      const refused = refusals.get(passwordKey(login));
      if (refused !== undefined) throw refused;
      try {
        const client = await logIn(login, await this.reach(signal), signal, this.#hasLoggedIn);
        this.#hasLoggedIn = true;
        this.#hasAnswered = false;
        return client;
      } catch (failure) {
        if (!(failure instanceof LoginFailure)) throw failure;
        const { error, next } = failure;
        if (next === "never") refusals.set(passwordKey(login), error);
        if (next !== "again") throw error;
        if (failed + 1 >= login.dialAttempts) throw usedUp(error, failed + 1);
      }
    }
  }

  /** Records that a command, or another machine behind this one, has answered. */
  noteAnswer(): void {
    this.#hasAnswered = true;
    this.#fruitless = 0;
  }

  /** Records that the connection was closed. */
  noteEnd(): void {
    if (!this.#hasAnswered) this.#fruitless++;
  }

  #checkFruitless(): void {
    const { login } = this;
    const most = Math.max(leastLogins, login.dialAttempts);
    if (this.#fruitless < most) return;
    const count = this.#fruitless;
    // Each further command counts as one more attempt.
    this.#fruitless = most - 1;
    const why = `it accepts the login of ${login.user}, but closes the connection before it answers a command`;
    throw usedUp(unreachable(login, why), count);
  }
}

/** The delay after that many failed attempts, in milliseconds. */
function delayAfter(failed: number): number {
  return Math.min(200 * 1.5 ** (failed - 1), 2000);
}

function usedUp(error: IisError, attempts: number): IisError {
  const tried = attempts === 1 ? "once" : `${attempts} times`;
  const { code, host, problem } = error;
  const hint =
    "Check that the server is running, that OpenSSH Server runs on it, and that its firewall allows this port";
  return new IisError(code, { host, problem: `${problem} (tried ${tried})`, hint, cause: error });
}
