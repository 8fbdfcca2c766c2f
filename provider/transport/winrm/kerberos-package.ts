import { IisError } from "../../errors";
import { shorten } from "../../text";
import type { WinrmLogin } from "../../connection/winrm-login";
import { LoginFailure, longestQuote } from "../remote/failures";

/** The part of a login of the package `kerberos` that is used. */
export interface KerberosClient {
  /** @param token of the server, in base64; empty at first. @returns the next token, in base64 */
  step(token: string): Promise<string | null>;
  /** Whether the login is over. On Windows it is true after the first step. */
  readonly contextComplete: boolean;
  /** The user, who is known when the login is over. */
  readonly username?: string | null;
}

/** The part of the package `kerberos` that is used. */
export interface KerberosPackage {
  initializeClient(spn: string, options: object): Promise<KerberosClient>;
  readonly GSS_MECH_OID_KRB5: number;
  readonly GSS_MECH_OID_SPNEGO: number;
}

/** Loads the optional package. @throws LoginFailure with `AUTH_FAILED` if it is not installed, or does not load */
export async function loadKerberos({ host, auth }: WinrmLogin): Promise<KerberosPackage> {
  const name = "kerberos";
  try {
    return (await import(name)) as KerberosPackage;
  } catch (error) {
    const said = error instanceof Error ? error.message.replaceAll(/\s+/g, " ").trim() : "";
    const [problem, hint] = isMissing(error)
      ? [
          `${auth === "negotiate" ? "there is no password, so the login is Kerberos, which" : "Kerberos"} needs the package kerberos, which is not installed`,
          `${auth === "negotiate" ? "Set password, or PULUMI_IIS_WINRM_PASSWORD in the environment. Or install" : "Install"} it beside pulumi-iis ` +
            "(npm install kerberos; with --global if pulumi-iis is global). The executables cannot use it, the command of the npm package can",
        ]
      : [
          `the package kerberos is installed but does not load: ${shorten(said, longestQuote)}`,
          "Build it again with the Node.js that runs this program: npm rebuild kerberos. On Linux that requires a C++ compiler, make " +
            "and the headers of Kerberos (libkrb5-dev, krb5-devel)",
        ];
    throw new LoginFailure(new IisError("AUTH_FAILED", { host, problem, hint }), "later");
  }
}

/** Whether the package itself is not found, and not a part of it. */
function isMissing(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  const isNotFound = error.code === "ERR_MODULE_NOT_FOUND" || error.code === "MODULE_NOT_FOUND";
  return error.code === "ERR_UNKNOWN_BUILTIN_MODULE" || (isNotFound && /'kerberos'/.test(error.message));
}
