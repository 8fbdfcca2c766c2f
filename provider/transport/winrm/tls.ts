import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import * as tls from "node:tls";
import { authorities } from "../../certificate-authorities";
import { IisError } from "../../errors";
import { digestOf } from "../../connection/login";
import type { WinrmLogin } from "../../connection/winrm-login";
import { LoginFailure } from "../remote/failures";

/** A connection over TLS, and the server's certificate. */
export interface TlsConnection {
  readonly socket: tls.TLSSocket;
  readonly certificate: X509Certificate;
}

/**
 * Begins TLS over a socket and verifies the server's certificate: by its fingerprint if one is given, else by the given
 * authority, else by those of Node.js and of this system. Nothing of the login is sent before.
 *
 * @throws LoginFailure with `CERTIFICATE_UNTRUSTED`; Error if there is no TLS
 */
export async function openTls(login: WinrmLogin, carrier: Duplex): Promise<TlsConnection> {
  const socket = tls.connect({
    socket: carrier,
    // Addresses are no server names (RFC 6066).
    ...(isIP(login.host) === 0 && { servername: login.host }),
    host: login.host,
    secureContext: contextOf(login),
    // The result of the verification is read below: the error then has the fingerprint.
    rejectUnauthorized: false,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("secureConnect", resolve);
    socket.once("error", reject);
    socket.once("close", () => {
      reject(new Error("it was closed while TLS began"));
    });
  });
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) throw new Error("the server has no certificate");
  const refused = refusal(login, certificate, socket);
  if (refused === undefined) return { socket, certificate };
  socket.destroy();
  throw new LoginFailure(refused, "later");
}

/** By the certificates in them. Each takes milliseconds and megabytes, and the logins of a fleet have the same. */
const contexts = new Map<string, tls.SecureContext>();

function contextOf({ caCert, clientCert, clientKey }: WinrmLogin): tls.SecureContext {
  const key = digestOf([{ caCert, clientCert, clientKey }]);
  const context =
    contexts.get(key) ??
    tls.createSecureContext({
      ca: caCert ?? authorities(),
      // Windows asks for a certificate after the handshake, which Node.js answers in TLS 1.2 only, by renegotiation.
      ...(clientCert !== undefined && { cert: clientCert, maxVersion: "TLSv1.2" as const }),
      ...(clientKey !== undefined && { key: clientKey.reveal() }),
    });
  contexts.set(key, context);
  return context;
}

function refusal(login: WinrmLogin, certificate: X509Certificate, socket: tls.TLSSocket): IisError | undefined {
  const { host, certFingerprint, caCert, isInsecure } = login;
  if (isInsecure) return undefined;
  const seen = certificate.fingerprint256;
  if (certFingerprint !== undefined && plain(certFingerprint) !== plain(seen)) {
    return new IisError("CERTIFICATE_UNTRUSTED", {
      host,
      problem: `another machine may have answered: the SHA-256 fingerprint of its certificate is ${seen}, but connection.certFingerprint is a different one. Nothing was sent to it`,
      hint: "If the certificate was renewed, compare the fingerprint with the one on the server, then write it",
    });
  }
  if (socket.authorized || (certFingerprint !== undefined && caCert === undefined)) return undefined;
  return new IisError("CERTIFICATE_UNTRUSTED", {
    host,
    problem: `its certificate is not trusted: ${whyUntrusted(String(socket.authorizationError), certificate)}. Nothing was sent to it`,
    hint:
      "Give caCert, the certificate of the authority that issued it; or, after comparing it with the one on the server, " +
      `certFingerprint: "${seen}"`,
  });
}

function plain(fingerprint: string): string {
  return fingerprint.replaceAll(":", "").toUpperCase();
}

/** The reason in words. Names of the certificate are not quoted: whoever answered wrote them. */
function whyUntrusted(code: string, { validFrom, validTo }: X509Certificate): string {
  const known: Readonly<Record<string, string>> = {
    DEPTH_ZERO_SELF_SIGNED_CERT: "it is self-signed",
    SELF_SIGNED_CERT_IN_CHAIN: "its chain ends with an authority that is not trusted",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "an authority that is not trusted has issued it",
    UNABLE_TO_GET_ISSUER_CERT: "an authority that is not trusted has issued it",
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "an authority that is not trusted has issued it",
    CERT_HAS_EXPIRED: `it was valid until ${validTo}`,
    CERT_NOT_YET_VALID: `it is valid from ${validFrom}; the clock of this machine may be wrong`,
    ERR_TLS_CERT_ALTNAME_INVALID: "it is for another name than that of connection.host",
  };
  return known[code] ?? code;
}
