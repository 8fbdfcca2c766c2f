import type { WinrmLogin } from "../../connection/winrm-login";
import { notOffered, otherService, refusedWinrmLogin, unprovenServer } from "./errors";
import { KerberosLogin } from "./kerberos";
import { offeredBy, type Post, postToken, loginTokenOf } from "./login-token";

/** A login with a ticket takes one round, or two. */
const mostRounds = 4;

/**
 * Logs in with a ticket, within SPNEGO, or plain where the server offers only that. A proof of the server is verified.
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
      // Windows always sends a proof. Who else sends none is known by the certificate: Kerberos is over HTTPS only.
      if (next === undefined) return;
      await client.step(next);
      if (client.isProven) return;
      throw unprovenServer(login, "it accepts the ticket without a proof that it can read it", "later");
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
