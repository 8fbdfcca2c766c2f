import { createHash, createHmac } from "node:crypto";
import { arrayBuffer as md4 } from "js-md4";

/** The account of a login: the user's name and domain as NTLM hashes them. */
export interface Account {
  readonly user: string;
  /** Empty for `user@domain` and for a local user. */
  readonly domain: string;
}

/** `CORP\deploy` is a user of a domain; `deploy@corp.example` and `deploy` are names without one. */
export function readAccount(name: string): Account {
  const at = name.indexOf("\\");
  return at < 0 ? { user: name, domain: "" } : { user: name.slice(at + 1), domain: name.slice(0, at) };
}

/** A text as NTLM sends it: UTF-16, the low byte first. */
export function utf16(text: string): Buffer {
  return Buffer.from(text, "utf16le");
}

export function md5(...parts: readonly Buffer[]): Buffer {
  return parts.reduce((hash, part) => hash.update(part), createHash("md5")).digest();
}

export function hmacMd5(key: Buffer, ...parts: readonly Buffer[]): Buffer {
  return parts.reduce((hash, part) => hash.update(part), createHmac("md5", key)).digest();
}

/** The key of a password in NTLMv2, `NTOWFv2` of MS-NLMP 3.3.2. */
export function responseKey({ user, domain }: Account, password: string): Buffer {
  return hmacMd5(Buffer.from(md4(utf16(password))), utf16(toUpperCase(user) + domain));
}

/** Upper case as Windows makes it: unit by unit, and only where the result is one unit too. `ß` stays. */
function toUpperCase(text: string): string {
  return text.replace(/[^]/g, (unit) => (unit.toUpperCase().length === 1 ? unit.toUpperCase() : unit));
}

/** What answers a server's challenge. */
export interface Responses {
  readonly nt: Buffer;
  readonly lm: Buffer;
  readonly sessionBaseKey: Buffer;
}

/**
 * The responses of NTLMv2 to a challenge, MS-NLMP 3.3.2.
 *
 * @param time 8 bytes: 100 ns since 1601, the low byte first
 * @param targetInfo the attributes of the server with those that the client adds
 * @param hasServerTime whether the server sent its time; then there is no LMv2 response
 */
export function respond(
  key: Buffer,
  serverChallenge: Buffer,
  clientChallenge: Buffer,
  time: Buffer,
  targetInfo: Buffer,
  hasServerTime: boolean,
): Responses {
  const zero = Buffer.alloc(4);
  const version = Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]);
  const temp = Buffer.concat([version, time, clientChallenge, zero, targetInfo, zero]);
  const proof = hmacMd5(key, serverChallenge, temp);
  return {
    nt: Buffer.concat([proof, temp]),
    lm: hasServerTime
      ? Buffer.alloc(24)
      : Buffer.concat([hmacMd5(key, serverChallenge, clientChallenge), clientChallenge]),
    sessionBaseKey: hmacMd5(key, proof),
  };
}

/** Who sends what a key signs or seals. */
export type Direction = "client-to-server" | "server-to-client";

/** The key of a direction, MS-NLMP 3.4.5.2 and 3.4.5.3, for 128-bit keys. */
export function directionKey(sessionKey: Buffer, direction: Direction, purpose: "signing" | "sealing"): Buffer {
  const text = `session key to ${direction} ${purpose} key magic constant\0`;
  return md5(sessionKey, Buffer.from(text, "latin1"));
}
