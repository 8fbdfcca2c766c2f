import { randomBytes } from "node:crypto";
import { type Account, hmacMd5, md5, respond, responseKey, utf16 } from "./keys";
import { Rc4 } from "./rc4";

/** What both sides can do, MS-NLMP 2.2.2.5. */
const flags = {
  unicode: 0x1,
  requestTarget: 0x4,
  sign: 0x10,
  seal: 0x20,
  ntlm: 0x200,
  alwaysSign: 0x8000,
  extendedSessionSecurity: 0x8_0000,
  targetInfo: 0x80_0000,
  version: 0x200_0000,
  key128: 0x2000_0000,
  keyExchange: 0x4000_0000,
  key56: 0x8000_0000,
} as const;

/** All that this client can do; what {@link needed} does not have is optional. */
const offered =
  (flags.unicode |
    flags.requestTarget |
    flags.sign |
    flags.seal |
    flags.ntlm |
    flags.alwaysSign |
    flags.extendedSessionSecurity |
    flags.targetInfo |
    flags.version |
    flags.key128 |
    flags.keyExchange |
    flags.key56) >>>
  0;

/** What a server must answer: without these there is no NTLMv2 with 128-bit keys. */
const needed =
  flags.unicode | flags.extendedSessionSecurity | flags.key128 | flags.keyExchange | flags.sign | flags.targetInfo;

const signature = Buffer.from("NTLMSSP\0", "latin1");
/** The version of the protocol that this client speaks: revision 15, as every Windows since Vista. */
const version = Buffer.from([10, 0, 0, 0, 0, 0, 0, 15]);

const headOf = (type: number): Buffer => Buffer.concat([signature, uint32(type)]);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/** The first message: what this client can do. */
export function negotiateMessage(): Buffer {
  return Buffer.concat([headOf(1), uint32(offered), Buffer.alloc(16), version]);
}

/** A server's answer to the first message. */
export interface Challenge {
  readonly flags: number;
  readonly challenge: Buffer;
  /** Attributes of the server by their ids, MS-NLMP 2.2.2.1, in the server's order. */
  readonly targetInfo: ReadonlyMap<number, Buffer>;
}

/** @returns undefined if it is another message, or one of a server that does not speak NTLMv2 with 128-bit keys */
export function readChallenge(message: Buffer): Challenge | undefined {
  if (message.length < 48 || !message.subarray(0, 12).equals(headOf(2))) return undefined;
  const given = message.readUInt32LE(20);
  const start = message.readUInt32LE(44);
  const info = message.subarray(start, start + message.readUInt16LE(40));
  if ((given & needed) >>> 0 !== needed || info.length < message.readUInt16LE(40)) return undefined;
  const targetInfo = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= info.length;) {
    const length = info.readUInt16LE(at + 2);
    const id = info.readUInt16LE(at);
    if (id === attribute.end) break;
    targetInfo.set(id, info.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return { flags: given, challenge: message.subarray(24, 32), targetInfo };
}

const attribute = { end: 0, flags: 6, time: 7, targetName: 9, channelBindings: 10 } as const;

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
  const serverTime = challenge.targetInfo.get(attribute.time);
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
  const head = Buffer.concat([headOf(3), ...places, uint32(challenge.flags & offered), version]);
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
  const known = given.get(attribute.flags)?.readUInt32LE() ?? 0;
  const attributes = new Map(given)
    .set(attribute.flags, uint32(known | 2))
    .set(attribute.channelBindings, hashOfBindings(channelBindings))
    .set(attribute.targetName, utf16(spn));
  const encoded = [...attributes, [attribute.end, Buffer.alloc(0)] as const].map(([id, value]) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id, 0);
    head.writeUInt16LE(value.length, 2);
    return Buffer.concat([head, value]);
  });
  return Buffer.concat(encoded);
}

/** MD5 of the structure of RFC 2744 with this data only; zeros without any. */
function hashOfBindings(data: Buffer | undefined): Buffer {
  return data === undefined ? Buffer.alloc(16) : md5(Buffer.alloc(16), uint32(data.length), data);
}
