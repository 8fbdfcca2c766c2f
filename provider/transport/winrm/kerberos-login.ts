import type { WinrmLogin } from "../../connection/winrm-login";
import { notOffered, otherService, refusedWinrmLogin, unprovenServer } from "./errors";
import { KerberosLogin } from "./kerberos";
import { offeredBy, type Post, postToken, loginTokenOf } from "./login-token";

/** A login with a ticket takes one round, or two. */
const mostRounds = 4;

/**
 * Logs in with a ticket, within SPNEGO, or plain where the server offers only that. At the end the server proves who it is.
 *
 * @throws LoginFailure with `AUTH_FAILED`, `UNREACHABLE`; ChannelBroken
 */
export async function authenticateByKerberos(
  post: Post,
  login: WinrmLogin,
  scheme: "Negotiate" | "Kerberos" = "Negotiate",
): Promise<void> {
  const client = await KerberosLogin.begin(login, scheme);
  let token = await client.step();
  for (let round = 0; round < mostRounds; round++) {
    const answer = await postToken(post, scheme, token);
    const offered = offeredBy(answer);
    const next = loginTokenOf(answer, scheme);
    if (answer.status === 200) {
      if (next === undefined) throw unproven(login);
      await client.step(next);
      if (!client.isProven) throw unproven(login);
      return;
    }
    if (answer.status !== 401) throw otherService(login, `it answers ${answer.status} to a login`);
    if (!offered.includes(scheme)) {
      if (offered.includes("Kerberos")) return authenticateByKerberos(post, login, "Kerberos");
      throw notOffered(login, offered);
    }
    if (next === undefined) throw refusedWinrmLogin(login, offered);
    token = await client.step(next);
    if (token.length === 0) throw refusedWinrmLogin(login, offered);
  }
  throw refusedWinrmLogin(login, []);
}

function unproven(login: WinrmLogin): Error {
  return unprovenServer(login, "it accepts the ticket without a proof that it can read it", "later");
}
