import type { X509Certificate } from "node:crypto";
import type { WinrmLogin } from "../../connection/winrm-login";
import type { HttpAnswer } from "./channel";
import { channelBindings } from "./channel-bindings";
import { notOffered, otherService, refusedWinrmLogin, unprovenServer } from "./errors";
import { offeredBy, type Post, postToken, loginTokenOf } from "./login-token";
import { type Challenge, missingFrom, readChallenge } from "./ntlm/challenge";
import { readAccount } from "./ntlm/keys";
import { authenticateMessage, negotiateMessage } from "./ntlm/messages";
import { NtlmSession } from "./ntlm/session";
import { firstToken, furtherToken, mechanismList, readSpnegoAnswer } from "./spnego";

/**
 * Three messages over one connection; within SPNEGO, or plain where `auth` is `ntlm` and the server offers that. Within
 * SPNEGO the server can prove at the end that it knows the key of the session.
 *
 * @param onPassword called before something is sent that shows whether the password is right
 * @returns the session
 * @throws LoginFailure with `AUTH_FAILED`, `UNREACHABLE`; ChannelBroken
 */
export async function authenticateByNtlm(
  post: Post,
  login: WinrmLogin,
  certificate: X509Certificate | undefined,
  onPassword: () => void,
): Promise<NtlmSession> {
  const { host, user = "", password, spn = `HTTP/${host}` } = login;
  const isPlain = login.auth === "ntlm";
  const sent = negotiateMessage();
  let scheme = "Negotiate";
  let first = await postToken(post, scheme, isPlain ? sent : firstToken(sent));
  if (isPlain && !offeredBy(first).includes(scheme) && offeredBy(first).includes("NTLM")) {
    scheme = "NTLM";
    first = await postToken(post, scheme, sent);
  }
  const [received, challenge] = challengeOf(login, first, scheme);
  const target = { spn, channelBindings: certificate && channelBindings(certificate) };
  const { message, sessionKey } = authenticateMessage(
    ...([readAccount(user), password?.reveal() ?? "", target, sent, received, challenge] as const),
  );
  const session = new NtlmSession(sessionKey);
  const mechanisms = mechanismList();
  const signature = isPlain ? Buffer.alloc(0) : session.signMechanisms(mechanisms);
  onPassword();
  const last = await postToken(post, scheme, isPlain ? message : furtherToken(message, signature));
  if (last.status === 401) throw refusedWinrmLogin(login, offeredBy(last));
  if (last.status < 400 && last.status !== 200) throw otherService(login, `it answers ${last.status} to a login`);
  if (!isPlain) verifyProof(login, loginTokenOf(last, scheme), session, mechanisms);
  return session;
}

/** The challenge in an answer to the first message: its bytes, and what is in them. @throws LoginFailure */
function challengeOf(login: WinrmLogin, first: HttpAnswer, scheme: string): readonly [Buffer, Challenge] {
  const offered = offeredBy(first);
  const token = loginTokenOf(first, scheme);
  if (first.status !== 401) throw otherService(login, `it answers ${first.status} to a login`);
  if (!offered.includes(scheme)) throw notOffered(login, offered);
  if (token === undefined) throw refusedWinrmLogin(login, offered);
  const received = login.auth === "ntlm" ? token : messageOf(login, token);
  const challenge = received && readChallenge(received);
  if (received === undefined || challenge === undefined) {
    throw otherService(login, "its answer to a login is not a valid NTLM challenge");
  }
  const missing = missingFrom(challenge, !login.isHttps);
  if (missing.length === 0) return [received, challenge];
  throw unprovenServer(login, `NTLM without ${missing.join(", ")} is not safe, and it offers no other`, "later");
}

/** The message in a server's first token of SPNEGO. @throws LoginFailure if the server takes another mechanism */
function messageOf(login: WinrmLogin, token: Buffer): Buffer | undefined {
  const { state, isNtlm, message } = readSpnegoAnswer(token) ?? {};
  if (isNtlm === false || state === "accepted") {
    throw unprovenServer(login, "it takes a login that was not offered to it", "later");
  }
  return state === "incomplete" ? message : undefined;
}

/**
 * A server that has a client's signature of the list of mechanisms verifies it, and sends its own, which takes the key of the
 * session: RFC 4178 5, MS-SPNG 3.3.5.1. Every Windows since Vista does. Services that are not Windows may send none: over HTTPS the
 * certificate then says who they are, and over HTTP each message, which takes the same key.
 */
function verifyProof(login: WinrmLogin, token: Buffer | undefined, session: NtlmSession, mechanisms: Buffer): void {
  const { state, signature } = (token && readSpnegoAnswer(token)) ?? {};
  // The server has signed, also if it has not sent that: its messages are counted from there.
  const isRight = session.verifyMechanisms(mechanisms, signature ?? Buffer.alloc(0));
  if (token !== undefined && state !== "accepted") {
    throw unprovenServer(login, "its last answer to the login is not valid", "never");
  }
  if (signature !== undefined && !isRight) {
    throw unprovenServer(login, "its proof that it knows the password is wrong", "never");
  }
}
