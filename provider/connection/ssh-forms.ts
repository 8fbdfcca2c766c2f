import type * as z from "zod";
import { secretText, textLike } from "../input/members";
import { lazily } from "../lazily";

/** The prefixes of the environment variables of a server's fields over SSH, of those of a proxy, and of a server's over WinRM. */
export const environmentPrefix = {
  host: "PULUMI_IIS_SSH_",
  proxy: "PULUMI_IIS_SSH_PROXY_",
  winrm: "PULUMI_IIS_WINRM_",
} as const;

/** The defaults of a connection: ports, seconds, attempts. */
export const sshDefaults = { port: 22, perDialTimeout: 15, dialErrorLimit: 10 } as const;

const hostForm = /^(?![^:]*:[^:]*$)[^\s@/\\[\]\0]+$/;
/** A public key, or its fingerprint. */
export const hostKeyForm =
  /^(?![^]*\0)(?:SHA256:[A-Za-z0-9+/]{43}=?|(?:ssh|ecdsa|sk)-\S+ [A-Za-z0-9+/]+={0,2}(?: .*)?)$/;
/** The text of a key, or a reference to the environment variable that holds it. */
export const privateKeyForm = /^(?![^]*\0)(?:\$\{env:[A-Za-z_]\w*\}$|[^]*(?:PRIVATE KEY|PuTTY-User-Key-File))/;

/** Name or address of a machine. @param example of one, for the fault */
export function address(machine: string, example: string): z.ZodString {
  const what = `the name or address of ${machine} alone, such as ${example} (user and port are fields of their own)`;
  return textLike(hostForm, what);
}

/** The passphrase of a key, or a password. */
export const passphrase = lazily(() => secretText("a text that is not blank (omit it if there is none)"));

/** Keys that exclude each other: a pinned host key and insecureIgnoreHostKey, a private key and its file. See rules.ts. */
export const keyRules = {
  privateKey: { properties: { privateKeyFile: false } },
  hostKey: { properties: { insecureIgnoreHostKey: { const: false } } },
  knownHosts: { properties: { insecureIgnoreHostKey: { const: false } } },
};
