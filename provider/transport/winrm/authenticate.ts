import type { X509Certificate } from "node:crypto";
import type { WinrmLogin } from "../../connection/winrm-login";
import { authenticateByKerberos } from "./kerberos-login";
import type { Post } from "./login-token";
import type { NtlmSession } from "./ntlm/session";
import { authenticateByNtlm } from "./ntlm-login";

/** What a login brings for the requests after it. */
export interface Credentials {
  /** Headers of each request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the service has accepted a login for the connection; otherwise each request has one. */
  readonly isOfConnection: boolean;
  /** Encrypts each message over HTTP. */
  readonly session?: NtlmSession;
}

/**
 * Logs in to a service over a connection. Basic and certificates are part of each request, so the service accepts or
 * refuses them with the first one.
 *
 * @param onPassword called before something is sent that shows whether the password is right
 * @throws LoginFailure with `AUTH_FAILED`, `UNREACHABLE`; ChannelBroken
 */
export async function authenticateOverHttp(
  post: Post,
  login: WinrmLogin,
  certificate: X509Certificate | undefined,
  onPassword: () => void,
): Promise<Credentials> {
  const { user = "", password } = login;
  const byTicket = async (): Promise<Credentials> => {
    await authenticateByKerberos(post, login);
    return { headers: {}, isOfConnection: true };
  };
  const byPassword = async (): Promise<Credentials> => ({
    headers: {},
    isOfConnection: true,
    session: await authenticateByNtlm(post, login, certificate, onPassword),
  });
  switch (login.auth) {
    case "basic": {
      const text = `${user}:${password?.reveal() ?? ""}`;
      onPassword();
      return { headers: { Authorization: `Basic ${Buffer.from(text).toString("base64")}` }, isOfConnection: false };
    }
    case "certificate":
      return { headers: { Authorization: mutualTls }, isOfConnection: false };
    case "kerberos":
      return byTicket();
    case "ntlm":
      return byPassword();
    case "negotiate":
      return password === undefined ? byTicket() : byPassword();
  }
}

/** A request over HTTPS with the certificate of the client. */
const mutualTls = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";
