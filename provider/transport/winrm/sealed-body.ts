/** The media types of messages that are encrypted by the session of a login, MS-WSMV 2.2.9.1. */
const boundary = "--Encrypted Boundary";
const protocol = "application/HTTP-SPNEGO-session-encrypted";
const payloadHead = Buffer.from(`${boundary}\r\n\tContent-Type: application/octet-stream\r\n`, "latin1");

/** The header `Content-Type` of an encrypted message. */
export const sealedType = `multipart/encrypted;protocol="${protocol}";boundary="Encrypted Boundary"`;
/** The header `Content-Type` of a message that is not. */
export const plainType = "application/soap+xml;charset=UTF-8";

/** A message that a session has encrypted. */
export interface Sealed {
  readonly signature: Buffer;
  readonly sealed: Buffer;
}

/** The body of a request with an encrypted message of that length. */
export function sealedBody({ signature, sealed }: Sealed, length: number): Buffer {
  const head = [
    boundary,
    `\tContent-Type: ${protocol}`,
    `\tOriginalContent: type=${plainType};Length=${length}`,
    "",
  ].join("\r\n");
  const signatureLength = Buffer.alloc(4);
  signatureLength.writeUInt32LE(signature.length);
  return Buffer.concat([
    Buffer.from(head, "latin1"),
    payloadHead,
    signatureLength,
    signature,
    sealed,
    Buffer.from(`${boundary}--\r\n`, "latin1"),
  ]);
}

/** @returns undefined if the body is not one that has an encrypted message */
export function readSealedBody(body: Buffer): Sealed | undefined {
  const start = body.indexOf("application/octet-stream\r\n", 0, "latin1");
  const length = Number(/;Length=(\d{1,9})\r\n/.exec(body.toString("latin1", 0, Math.max(0, start)))?.[1] ?? NaN);
  if (start < 0 || Number.isNaN(length)) return undefined;
  const content = body.subarray(start + "application/octet-stream\r\n".length);
  if (content.length < 4) return undefined;
  const signatureLength = content.readUInt32LE();
  const sealedStart = 4 + signatureLength;
  const sealed = content.subarray(sealedStart, sealedStart + length);
  if (signatureLength > 64 || sealed.length < length) return undefined;
  return { signature: content.subarray(4, sealedStart), sealed };
}
