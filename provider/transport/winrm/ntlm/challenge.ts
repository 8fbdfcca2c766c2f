import { ntlmFlags, ntlmHead, targetAttributes } from "./format";

/** A server's answer to the first message. */
export interface Challenge {
  /** What both sides can do: {@link ntlmFlags}. */
  readonly flags: number;
  readonly challenge: Buffer;
  /** Attributes of the server by their ids, MS-NLMP 2.2.2.1, in the server's order. */
  readonly targetInfo: ReadonlyMap<number, Buffer>;
}

/** The largest attributes of a server, in bytes. They are sent back in a field that has at most 64 KB. */
const mostTargetInfo = 16 * 1024;

/** @returns undefined if it is another message, or if a length leads beyond its end */
export function readChallenge(message: Buffer): Challenge | undefined {
  if (message.length < 48 || !message.subarray(0, 12).equals(ntlmHead(2))) return undefined;
  const flags = message.readUInt32LE(20);
  const hasInfo = (flags & ntlmFlags.targetInfo) !== 0;
  const [length, start] = hasInfo ? [message.readUInt16LE(40), message.readUInt32LE(44)] : [0, 0];
  const info = message.subarray(start, start + length);
  if (info.length < length || length > mostTargetInfo) return undefined;
  const targetInfo = readTargetInfo(info);
  return targetInfo && { flags, challenge: message.subarray(24, 32), targetInfo };
}

/** The lengths that attributes with numbers have. */
const lengths: ReadonlyMap<number, number> = new Map([
  [targetAttributes.flags, 4],
  [targetAttributes.time, 8],
]);

function readTargetInfo(info: Buffer): ReadonlyMap<number, Buffer> | undefined {
  const found = new Map<number, Buffer>();
  for (let at = 0; at < info.length;) {
    if (at + 4 > info.length) return undefined;
    const [id, length] = [info.readUInt16LE(at), info.readUInt16LE(at + 2)];
    if (id === targetAttributes.end) break;
    const value = info.subarray(at + 4, at + 4 + length);
    if (value.length < length || length !== (lengths.get(id) ?? length)) return undefined;
    found.set(id, value);
    at += 4 + length;
  }
  return found;
}

/** What a server must grant, in words. Without it there is no NTLMv2 with 128-bit keys. */
const needed: readonly (readonly [flag: number, name: string])[] = [
  [ntlmFlags.unicode, "Unicode"],
  [ntlmFlags.extendedSessionSecurity, "NTLMv2 session security"],
  [ntlmFlags.targetInfo, "attributes of the server"],
  [ntlmFlags.key128, "128-bit keys"],
  [ntlmFlags.keyExchange, "key exchange"],
  [ntlmFlags.sign, "signing"],
];

/** What a challenge does not grant, in words. @param isSealed whether the session must encrypt messages */
export function missingFrom({ flags }: Challenge, isSealed: boolean): string[] {
  const all = isSealed ? [...needed, [ntlmFlags.seal, "encryption"] as const] : needed;
  return all.filter(([flag]) => (flags & flag) === 0).map(([, name]) => name);
}
