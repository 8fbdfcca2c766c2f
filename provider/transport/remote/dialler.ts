import { setTimeout as after } from "node:timers/promises";
import { IisError } from "../../errors";
import { passwordKey, type PasswordLogin } from "../../connection/login";
import { interrupted, LoginFailure, type Service, unreachable } from "./failures";

/** Who logs in, and how often that may fail. */
export interface RemoteLogin extends PasswordLogin {
  /** Infinity: no limit. */
  readonly dialAttempts: number;
}

/** How to log in to a machine. */
export interface Dialling<Client> {
  readonly login: RemoteLogin;
  readonly service: Service;
  /**
   * One attempt.
   *
   * @param hasLoggedIn whether this login has succeeded before, so that its password is correct
   * @throws LoginFailure
   */
  readonly logIn: (signal: AbortSignal, hasLoggedIn: boolean) => Promise<Client>;
}

/** A single broken connection is normal: a second login is always tried, whatever the limit. */
const leastLogins = 2;

/** Logins whose password this process does not send again, and why. */
const refusals = new Map<string, IisError>();

/**
 * Logs in to a machine, up to `dialErrorLimit` times with growing delays. An attempt counts as failed if the login
 * fails, or if the connection closes before any answer. A refused password is not sent again.
 */
export class Dialler<Client> {
  /** Logins since the last answer; each of them was closed without an answer. */
  #fruitless = 0;
  #hasAnswered = false;
  #hasLoggedIn = false;

  constructor(private readonly dialling: Dialling<Client>) {}

  /** @throws IisError `UNREACHABLE`, `INTERRUPTED` and those of {@link LoginFailure} */
  async dial(signal: AbortSignal): Promise<Client> {
    const { login, service, logIn } = this.dialling;
    this.#checkFruitless();
    for (let failed = this.#fruitless; ; failed++) {
      if (failed > 0) await after(delayAfter(failed), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) throw interrupted(login);
      const refused = refusals.get(passwordKey(login));
      if (refused !== undefined) throw refused;
      try {
        const client = await logIn(signal, this.#hasLoggedIn);
        this.#hasLoggedIn = true;
        this.#hasAnswered = false;
        return client;
      } catch (failure) {
        if (!(failure instanceof LoginFailure)) throw failure;
        const error = this.noteFailure(failure);
        if (failure.next !== "again") throw error;
        if (failed + 1 >= login.dialAttempts) throw usedUp(error, failed + 1, service);
      }
    }
  }

  /** Records a failed login. @returns its error */
  noteFailure({ error, next }: LoginFailure): IisError {
    if (next === "never") refusals.set(passwordKey(this.dialling.login), error);
    return error;
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
    const { login, service } = this.dialling;
    const most = Math.max(leastLogins, login.dialAttempts);
    if (this.#fruitless < most) return;
    const count = this.#fruitless;
    // Each further command counts as one more attempt.
    this.#fruitless = most - 1;
    const why = `it accepts the login${login.user === undefined ? "" : ` of ${login.user}`}, but closes the connection before it answers a command`;
    throw usedUp(unreachable(service, login, why), count, service);
  }
}

/** The delay after that many failed attempts, in milliseconds. */
function delayAfter(failed: number): number {
  return Math.min(200 * 1.5 ** (failed - 1), 2000);
}

function usedUp(error: IisError, attempts: number, { check }: Service): IisError {
  const tried = attempts === 1 ? "once" : `${attempts} times`;
  const { code, host, problem, hint = check } = error;
  return new IisError(code, { host, problem: `${problem} (tried ${tried})`, hint, cause: error });
}
