import type { MachineAddress } from "../../connection/host-key";
import { IisError } from "../../errors";
import { describeSystemError } from "../../read-file";
import { shorten } from "../../text";

/** What answers on a server, as messages name it. */
export interface Service {
  /** `SSH server`. */
  readonly name: string;
  /** What to check if it does not answer. */
  readonly check: string;
}

/**
 * What to do after a failed login attempt: try `again`, try with the next command (`later`), or `never`, because the
 * password was sent and may be wrong, and accounts get locked.
 */
export type Next = "again" | "later" | "never";

/** An attempt to log in that failed. */
export class LoginFailure extends Error {
  constructor(
    readonly error: IisError,
    readonly next: Next,
  ) {
    super(error.message);
  }
}

/** The maximum length of a server's text in a message, in characters. */
export const longestQuote = 300;

/** The error if no usable service answers. */
export function unreachable({ name }: Service, { host, port }: MachineAddress, why: string, cause?: unknown): IisError {
  const problem = `cannot connect to its ${name} at port ${port}: ${shorten(why, longestQuote)}`;
  return new IisError("UNREACHABLE", { host, problem, cause });
}

/** The failure of a connection attempt. An unknown name and an incompatible server are not retried. */
export function connectionFailure(
  service: Service,
  place: MachineAddress,
  cause: Error & { code?: unknown },
): LoginFailure {
  const isOtherKind = /no matching|identification|greeting|header/i.test(cause.message);
  const mayPass = cause.code !== "ENOTFOUND" && !isOtherKind;
  const isOfSystem = typeof cause.code === "string" && /^E(?!RR_)[A-Z]/.test(cause.code);
  const why = isOfSystem ? describeSystemError(String(cause.code)) : cause.message;
  const error = unreachable(service, place, why, cause);
  const hint = nameHint(place.host, cause.code) ?? (mayPass ? undefined : service.check);
  return new LoginFailure(hint === undefined ? error : error.also({ hint }), mayPass ? "again" : "later");
}

/** What to do if the name of a machine has no address. */
function nameHint(host: string, code: unknown): string | undefined {
  if (code === "ENOTFOUND") return `Check connection.host, and that this machine finds its address: nslookup ${host}`;
  if (code === "EAI_AGAIN") return `Check the network and the name servers of this machine: nslookup ${host}`;
  return undefined;
}

/**
 * The failure of an attempt that was closed after the password was sent: a server may do this after a wrong password.
 */
export function brokenWithPassword({ error }: LoginFailure, variable: string | undefined): LoginFailure {
  const hint = `The password was sent and is not sent again, because a wrong one may lock the account. Check ${from("it", variable)}, then rerun`;
  return new LoginFailure(error.also({ hint }), "never");
}

/** The error if the caller stopped before a command was sent. */
export function interrupted({ host }: { readonly host: string }): IisError {
  return new IisError("INTERRUPTED", { host, problem: "interrupted before anything was sent to it" });
}

/** The error of a command that is not sent, because whoever reads its line on the server would cut it. */
export function lineTooLong(host: string, max: number, reader: string): IisError {
  const problem = `a command line is longer than the ${max} characters that ${reader} accepts`;
  return new IisError("COMMAND_TOO_LONG", { host, problem });
}

/** A part of a login with the environment variable or file from which it comes. */
export function from(what: string, source: string | undefined): string {
  return source === undefined ? what : `${what} (${source})`;
}
