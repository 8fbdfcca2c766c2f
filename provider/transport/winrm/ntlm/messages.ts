import { randomBytes } from "node:crypto";
import type { Challenge } from "./challenge";
import { littleEndian32, ntlmFlags, ntlmHead, targetAttributes } from "./format";
import { type Account, hmacMd5, md5, respond, responseKey, utf16 } from "./keys";
import { Rc4 } from "./rc4";

/** All that this client can do. */
const offered = Object.values(ntlmFlags).reduce<number>((all, flag) => all | flag, 0) >>> 0;

/** The version of the protocol that this client speaks: revision 15, as every Windows since Vista. */
const version = Buffer.from([10, 0, 0, 0, 0, 0, 0, 15]);

/** The first message: what this client can do. */
export function negotiateMessage(): Buffer {
  return Buffer.concat([ntlmHead(1), littleEndian32(offered), Buffer.alloc(16), version]);
}

/** What a login binds itself to. */
export interface Target {
  /** `HTTP/web-01`. */
  readonly spn: string;
  /** The data of the TLS channel, `tls-server-end-point:` and the hash; undefined without TLS. */
  readonly channelBindings: Buffer | undefined;
}

/** The last message, and the key of the session that it begins. */
export interface Authentication {
  readonly message: Buffer;
  readonly sessionKey: Buffer;
}

/**
 * Answers a challenge, with an integrity code over all three messages.
 *
 * @param sent the first message, as it was sent
 * @param received the challenge, as it was received
 * @param random returns that many bytes; a test gives those of a known exchange
 */
export function authenticateMessage(
  account: Account,
  password: string,
  target: Target,
  sent: Buffer,
  received: Buffer,
  challenge: Challenge,
  random: (length: number) => Buffer = randomBytes,
): Authentication {
  const serverTime = challenge.targetInfo.get(targetAttributes.time);
  const info = encodeTargetInfo(challenge.targetInfo, target);
  const key = responseKey(account, password);
  const time = serverTime ?? fileTime(Date.now());
  const hasServerTime = serverTime !== undefined;
  const { nt, lm, sessionBaseKey } = respond(key, challenge.challenge, random(8), time, info, hasServerTime);
  const sessionKey = random(16);
  const exchanged = new Rc4(sessionBaseKey).transform(sessionKey);
  const fields = [lm, nt, utf16(account.domain), utf16(account.user), Buffer.alloc(0), exchanged];
  const headLength = 88;
  let offset = headLength;
  const places = fields.map((field) => {
    const place = Buffer.alloc(8);
    place.writeUInt16LE(field.length, 0);
    place.writeUInt16LE(field.length, 2);
    place.writeUInt32LE(offset, 4);
    offset += field.length;
    return place;
  });
  const head = Buffer.concat([ntlmHead(3), ...places, littleEndian32(challenge.flags & offered), version]);
  const rest = Buffer.concat(fields);
  const code = hmacMd5(sessionKey, sent, received, head, Buffer.alloc(16), rest);
  return { message: Buffer.concat([head, code, rest]), sessionKey };
}

/** 100 ns since 1601, the low byte first. */
function fileTime(milliseconds: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE((BigInt(milliseconds) + 11_644_473_600_000n) * 10_000n);
  return bytes;
}

/** The server's attributes, and those of the client: that there is an integrity code, the server's name and the channel. */
function encodeTargetInfo(given: ReadonlyMap<number, Buffer>, { spn, channelBindings }: Target): Buffer {
  const known = given.get(targetAttributes.flags)?.readUInt32LE() ?? 0;
  const attributes = new Map(given)
    .set(targetAttributes.flags, littleEndian32(known | 2))
    .set(targetAttributes.channelBindings, hashOfBindings(channelBindings))
    .set(targetAttributes.targetName, utf16(spn));
  const encoded = [...attributes, [targetAttributes.end, Buffer.alloc(0)] as const].map(([id, value]) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id, 0);
    head.writeUInt16LE(value.length, 2);
    return Buffer.concat([head, value]);
  });
  return Buffer.concat(encoded);
}

/** MD5 of the structure of RFC 2744 with this data only; zeros without any. */
function hashOfBindings(data: Buffer | undefined): Buffer {
  return data === undefined ? Buffer.alloc(16) : md5(Buffer.alloc(16), littleEndian32(data.length), data);
}
