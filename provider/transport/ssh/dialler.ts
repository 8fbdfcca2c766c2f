import type { Duplex } from "node:stream";
import { setTimeout as after } from "node:timers/promises";
import { IisError } from "../../errors";
import type { SshClient } from "./client";
import { interrupted, LoginFailure, unreachable } from "./errors";
import { passwordKey, type SshLogin } from "../../connection/login";

/** One connection that breaks is everyday's: a second login is tried whatever the limit. */
const leastLogins = 2;

/** Passwords that are not sent again by this process, and why. */
const refusals = new Map<string, IisError>();

/**
 * Logs in to a machine, as often as `dialErrorLimit` allows and a little longer apart each time. An attempt counts as failed
 * where there is no login, and where the connection ends before anything was answered on it. A password that was refused is
 * not sent again.
 */
export class SshDialler {
  /** Logins since the last answer, each of which ended without one. */
  #fruitless = 0;
  #hasAnswered = false;
  #wasLetIn = false;

  /** @param reach begins a way to the machine. */
  constructor(
    private readonly login: SshLogin,
    private readonly reach: (signal: AbortSignal) => Promise<Duplex>,
  ) {}

  /** @throws IisError `UNREACHABLE`, `AUTH_FAILED`, `HOST_KEY_UNKNOWN`, `HOST_KEY_MISMATCH`, `INTERRUPTED` */
  async dial(signal: AbortSignal): Promise<SshClient> {
    // The SSH library takes a quarter of a second to load, which most calls can do without.
    const { logIn } = require("./client") as typeof import("./client");
    const { login } = this;
    this.#checkFruitless();
    for (let failed = this.#fruitless; ; failed++) {
      if (failed > 0) await after(delayAfter(failed), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) throw interrupted(login);
      const refused = refusals.get(passwordKey(login));
      if (refused !== undefined) throw refused;
      try {
        const client = await logIn(login, await this.reach(signal), signal, this.#wasLetIn);
        this.#wasLetIn = true;
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

  /** Says that a command, or another machine behind this one, has answered. */
  noteAnswer(): void {
    this.#hasAnswered = true;
    this.#fruitless = 0;
  }

  /** Says that the connection has ended. */
  noteEnd(): void {
    if (!this.#hasAnswered) this.#fruitless++;
  }

  #checkFruitless(): void {
    const { login } = this;
    const most = Math.max(leastLogins, login.dialAttempts);
    if (this.#fruitless < most) return;
    const count = this.#fruitless;
    // Each further command is one attempt more.
    this.#fruitless = most - 1;
    const why = `it lets ${login.user} in, and the connection breaks before anything is answered`;
    throw usedUp(unreachable(login, why), count);
  }
}

/** How long to wait after so many attempts that failed, in milliseconds. */
function delayAfter(failed: number): number {
  return Math.min(200 * 1.5 ** (failed - 1), 2000);
}

function usedUp(error: IisError, attempts: number): IisError {
  const tried = attempts === 1 ? "once" : `${attempts} times`;
  const { code, host, problem } = error;
  const hint = "Is the server on, is OpenSSH Server running there, and does the firewall let this port in?";
  return new IisError(code, { host, problem: `${problem} (tried ${tried})`, hint, cause: error });
}
