import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import type { Environment } from "../env-reference";
import { IisError } from "../errors";
import { Secret } from "../secret";
import {
  type CompletedFields,
  completeFields,
  type DialLimits,
  dialLimits,
  type LoginFile,
  readLoginFile,
  type Variables,
} from "./login-fields";
import { isPem } from "./pem";
import type { Connection } from "./schema";
import { environmentPrefix } from "./ssh-forms";
import { winrmDefaults, winrmLoginSchema } from "./winrm-schema";

/** The ways to log in over WinRM. */
export type WinrmAuth = NonNullable<Connection["auth"]>;

/** The target and the credentials of a login over WinRM, with every default filled in. */
export interface WinrmLogin extends DialLimits, Variables {
  readonly host: string;
  readonly port: number;
  readonly isHttps: boolean;
  readonly auth: WinrmAuth;
  /** Absent: the user whose Kerberos ticket is used, or whom the client certificate names. */
  readonly user?: string;
  readonly password?: Secret;
  /** The certificates of authorities in PEM. Absent: those that this machine trusts. */
  readonly caCert?: string;
  /** The SHA-256 fingerprint of the only accepted certificate, as Node prints it: `AB:CD:…`. */
  readonly certFingerprint?: string;
  /** Whether any certificate is accepted. */
  readonly isInsecure: boolean;
  /** The client certificate in PEM, of `certificate` only. */
  readonly clientCert?: string;
  /** Its private key in PEM. */
  readonly clientKey?: Secret;
  /** The service principal name for Kerberos. Absent: `HTTP/` and the host. */
  readonly spn?: string;
  /** How long the server waits for output in one request. */
  readonly operationTimeoutMs: number;
}

/**
 * Fills in omitted fields of a login over WinRM: user and password from environment variables, so that no state holds
 * them, the others from the defaults; and reads the files of certificates.
 *
 * @param connection checked, with a host and `type: winrm`
 * @throws IisError `AUTH_FAILED` if environment variables are not set, if user or password are missing, or if a
 *   certificate or its key cannot be read
 */
export function winrmLogin(connection: Connection, env: Environment): WinrmLogin {
  const { host = "" } = connection;
  const given = completeFields(winrmLoginSchema(), connection, env);
  const { https = winrmDefaults.https, auth = "negotiate", certFingerprint, spn } = given;
  const { operationTimeout = winrmDefaults.operationTimeout, insecure = false } = given;
  const authorities = certificateOf(given, "caCert", host);
  return {
    host,
    port: connection.port ?? winrmDefaults.port[https ? "https" : "http"],
    isHttps: https,
    auth,
    variables: given.variables,
    ...(auth === "certificate" ? clientCertificate(given, host) : account(given, auth, host)),
    ...(authorities !== undefined && { caCert: authorities }),
    ...(certFingerprint !== undefined && { certFingerprint: asNodePrints(certFingerprint) }),
    isInsecure: insecure,
    ...(spn !== undefined && { spn }),
    operationTimeoutMs: operationTimeout * 1000,
    ...dialLimits(connection.perDialTimeout, connection.dialErrorLimit),
  };
}

type Given = CompletedFields<Connection>;

/** @throws IisError `AUTH_FAILED` if user or password are missing where they are required */
function account({ user, password }: Given, auth: WinrmAuth, host: string): Pick<WinrmLogin, "user" | "password"> {
  // Without a password, negotiate is Kerberos with the ticket of the user.
  const needsBoth = auth === "basic" || auth === "ntlm" || (auth === "negotiate" && password !== undefined);
  const missing = needsBoth
    ? Object.entries({ user, password }).flatMap(([key, value]) => (value === undefined ? [key] : []))
    : [];
  if (missing.length > 0) {
    const variables = missing.map((key) => `${environmentPrefix.winrm}${key.toUpperCase()}`);
    const kind = auth === "negotiate" ? "a password is a login with NTLM (auth: negotiate)" : `auth is ${auth}`;
    const hint = `Set ${missing.join(" and ")}, or ${variables.join(" and ")} in the environment`;
    throw new IisError("AUTH_FAILED", { host, problem: `${kind}, and there is no ${missing.join(" and no ")}`, hint });
  }
  return { ...(user !== undefined && { user }), ...(password !== undefined && { password }) };
}

/** @throws IisError `AUTH_FAILED` if they cannot be read, or do not belong together */
function clientCertificate(given: Given, host: string): Pick<WinrmLogin, "clientCert" | "clientKey"> {
  const clientCert = certificateOf(given, "clientCert", host) ?? "";
  const { clientKey = new Secret("") } = given;
  const file = { host, field: "clientKey", what: "a private key in PEM", variable: given.variables["clientKey"] };
  const text = pemOf(clientKey.reveal(), file);
  const key = readKey(text, host);
  if (!new X509Certificate(clientCert).checkPrivateKey(key)) {
    const hint = "Give the key with which the certificate was requested";
    throw new IisError("AUTH_FAILED", {
      host,
      path: "clientKey",
      problem: "is not the private key of clientCert",
      hint,
    });
  }
  return { clientCert, clientKey: new Secret(text) };
}

/** The text of a certificate. @throws IisError `AUTH_FAILED` if it cannot be read */
function certificateOf(given: Given, field: "caCert" | "clientCert", host: string): string | undefined {
  const value = given[field];
  if (value === undefined) return undefined;
  const text = pemOf(value, { host, field, what: "a certificate in PEM" });
  try {
    new X509Certificate(text);
    return text;
  } catch {
    const problem = `${isPem(value) ? "it" : value} is not a certificate in PEM`;
    const hint =
      "Convert one in DER: openssl x509 -inform der -in FILE -out FILE.pem, or on Windows certutil -encode FILE FILE.pem";
    throw new IisError("AUTH_FAILED", { host, path: field, problem, hint });
  }
}

/** @throws IisError `AUTH_FAILED`, with nothing of the text */
function readKey(text: string, host: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    const [problem, hint] = text.includes("ENCRYPTED")
      ? ["the key has a passphrase", "Remove it: openssl pkey -in FILE -out FILE.key"]
      : ["it is not a private key in PEM", "Convert one in DER: openssl pkey -inform der -in FILE -out FILE.key"];
    throw new IisError("AUTH_FAILED", { host, path: "clientKey", problem, hint });
  }
}

/** The text in PEM, or that of the file at this path. */
function pemOf(value: string, file: LoginFile): string {
  return isPem(value) ? value : readLoginFile(value, file);
}

/** `abcd…` as `AB:CD:…`. */
function asNodePrints(fingerprint: string): string {
  const digits = fingerprint.replaceAll(":", "").toUpperCase();
  return (digits.match(/../g) ?? []).join(":");
}
