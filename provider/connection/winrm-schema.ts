import type * as z from "zod";
import { bool, number, oneOf, optional, secretText, text, textLike } from "../input/members";
import { object } from "../input/object";
import { lazily } from "../lazily";
import { certificateForm, keyForm, keyInFileForm } from "./pem";
import { environmentPrefix, passphrase } from "./ssh-forms";

/** The defaults over WinRM: ports, and the time that the server waits for output, in seconds. */
export const winrmDefaults = { https: true, port: { https: 5986, http: 5985 }, operationTimeout: 20 } as const;

/** What a fault says that a certificate must be. */
export const certificateText = "the text of a certificate in PEM without a private key, or the path of its file";
/** What a fault says that the key of a certificate must be. */
export const keyText = "the text of a private key in PEM, or the path of its file";

const fingerprintForm = /^(?:[\dA-Fa-f]{64}|[\dA-Fa-f]{2}(?::[\dA-Fa-f]{2}){31})$/;
const spnForm = /^[^\s/@\0]+\/[^\s@\0]+$/;
const spnText =
  "a service principal name without a realm, such as HTTP/web-01.example.com; [domain_realm] of krb5.conf has the realm";

/** The fields that are for a server over WinRM only. */
function winrmShape() {
  return {
    /**
     * Whether WinRM is used over HTTPS. Over HTTP every message is encrypted with the key of the login, which excludes
     * `basic`, `certificate` and `kerberos`.
     *
     * @default true
     */
    https: optional(bool()).meta({
      description:
        "Whether WinRM is used over HTTPS. Over HTTP every message is encrypted with the key of the login, which excludes `basic`, `certificate` and `kerberos`.",
      defaultsTo: String(winrmDefaults.https),
    }),
    /**
     * How the user logs in over WinRM.
     *
     * @default negotiate
     */
    auth: optional(
      oneOf(["negotiate", "ntlm", "kerberos", "basic", "certificate"], { meaning: "how the user logs in over WinRM" }),
    ).meta({
      description: "How the user logs in over WinRM.",
      valueDocs: {
        negotiate: "With a password NTLM, without one the Kerberos ticket of the user; both inside SPNEGO.",
        ntlm: "NTLM with user and password.",
        kerberos: "Kerberos with the ticket of the user, over HTTPS only.",
        basic: "User and password of a local account, over HTTPS only.",
        certificate: "`clientCert` and `clientKey`, over HTTPS only.",
      },
      defaultsTo: "negotiate",
    }),
    /**
     * The certificates of the authorities that may have issued the server's certificate, in PEM: the text, or the path of a
     * file. Relative paths start where those of `privateKeyFile` do; `~/` is the home folder.
     *
     * @default the authorities that this machine trusts
     */
    caCert: optional(textLike(certificateForm, certificateText)).meta({
      description:
        "The certificates of the authorities that may have issued the server's certificate, in PEM: the text, or the path of a file. Relative paths start where those of `privateKeyFile` do; `~/` is the home folder.",
      examples: ["corp-ca.pem"],
      defaultsTo: "the authorities that this machine trusts",
    }),
    /**
     * The SHA-256 fingerprint of the server's certificate, as `openssl x509 -fingerprint -sha256` prints it; colons can be
     * omitted. Only this certificate is accepted, whoever issued it.
     */
    certFingerprint: optional(
      textLike(
        fingerprintForm,
        "the SHA-256 fingerprint of a certificate, 64 hexadecimal digits as openssl x509 -fingerprint -sha256 prints it (colons can be omitted; the thumbprint that Windows shows is SHA-1)",
      ),
    ).meta({
      description:
        "The SHA-256 fingerprint of the server's certificate, as `openssl x509 -fingerprint -sha256` prints it; colons can be omitted. Only this certificate is accepted, whoever issued it.",
    }),
    /**
     * Do not check the server's certificate: log in to whatever machine answers. For test machines that are recreated each
     * time. Reports warn of it.
     *
     * @default false
     */
    insecure: optional(bool()).meta({
      description:
        "Do not check the server's certificate: log in to whatever machine answers. For test machines that are recreated each time. Reports warn of it.",
      defaultsTo: "false",
    }),
    /** The certificate of `auth: certificate`, in PEM: the text, or the path of a file, as for `caCert`. */
    clientCert: optional(textLike(certificateForm, certificateText)).meta({
      description: "The certificate of `auth: certificate`, in PEM: the text, or the path of a file, as for `caCert`.",
      examples: ["deploy.pem"],
    }),
    /** The private key of `clientCert`, without a passphrase, in PEM: the text, or the path of a file, as for `caCert`. */
    clientKey: optional(secretText(keyText, keyForm)).meta({
      description:
        "The private key of `clientCert`, without a passphrase, in PEM: the text, or the path of a file, as for `caCert`.",
      examples: ["deploy.key"],
      formInFile: keyInFileForm.source,
    }),
    /**
     * The service principal name of the server for Kerberos, without a realm, if it is not that of `host`.
     *
     * @default `HTTP/` and `host`
     */
    spn: optional(textLike(spnForm, spnText)).meta({
      description:
        "The service principal name of the server for Kerberos, without a realm, if it is not that of `host`.",
      examples: ["HTTP/web-01.example.com"],
      defaultsTo: "`HTTP/` and `host`",
    }),
    /**
     * How long the server waits for output in one request, in seconds. A command may take longer: then the request is
     * repeated.
     *
     * @default 20
     */
    operationTimeout: optional(number(1, 600, "seconds")).meta({
      description:
        "How long the server waits for output in one request, in seconds. A command may take longer: then the request is repeated.",
      defaultsTo: String(winrmDefaults.operationTimeout),
    }),
  };
}

/** The user and the password of a login over WinRM, which have environment variables of their own. */
function loginShape() {
  return {
    user: optional(text("the name of a user")).meta({ environment: `${environmentPrefix.winrm}USER` }),
    password: optional(passphrase()).meta({ environment: `${environmentPrefix.winrm}PASSWORD` }),
  };
}

/** The fields that are for a server over WinRM only. */
export const winrmSchema = lazily((): z.ZodObject<WinrmShape, z.core.$strict> => object(winrmShape()));

/** The fields that a login over WinRM completes from the environment. */
export const winrmLoginSchema = lazily(() => object({ ...winrmShape(), ...loginShape() }));

/** The fields of {@link winrmSchema}. */
export interface WinrmShape extends ReturnType<typeof winrmShape> {}
