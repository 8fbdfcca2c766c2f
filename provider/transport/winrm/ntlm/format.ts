/** What both sides of NTLM can do, MS-NLMP 2.2.2.5. */
export const ntlmFlags = {
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

/** The ids of attributes of a server, MS-NLMP 2.2.2.1. */
export const targetAttributes = { end: 0, flags: 6, time: 7, targetName: 9, channelBindings: 10 } as const;

const signature = Buffer.from("NTLMSSP\0", "latin1");

/** How a message of this type begins. */
export function ntlmHead(type: number): Buffer {
  return Buffer.concat([signature, littleEndian32(type)]);
}

/** Whether there is a message of NTLM in a token, alone or within another one. */
export function hasNtlmMessage(token: Buffer): boolean {
  return token.includes(signature);
}

/** 4 bytes, the low byte first. */
export function littleEndian32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}
