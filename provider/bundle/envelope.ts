import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import * as z from "zod";
import { list, mustBe, optional, text } from "../input/members";
import { readInput } from "../input/read-input";
import { lazily } from "../lazily";
import { bundleSchemaName } from "./payload";

/** The type of a signed content, which the signature covers. */
const payloadType = "application/vnd.iispools.bundle.v1+json";

/** A key of another kind, or no key at all. The message has the reason without the file's name. */
export class UnusableKey extends Error {
  override readonly name = "UnusableKey";
}

/** A private key of Ed25519 in PEM (PKCS #8). @throws UnusableKey */
export function readSigningKey(pem: string): KeyObject {
  const key = readKey(() => createPrivateKey(pem), "is not a private key in PEM without a password");
  return ofEd25519(key);
}

/** A public key of Ed25519 in PEM (SPKI). @throws UnusableKey, also for a private key: agents must not have one */
export function readTrustedKey(pem: string): KeyObject {
  if (pem.includes("PRIVATE KEY-----")) {
    const why =
      "is the private key, which no server must have; give the public one: openssl pkey -in key.pem -pubout -out key.pub";
    throw new UnusableKey(why);
  }
  return ofEd25519(readKey(() => createPublicKey(pem), "is not a public key in PEM"));
}

function readKey(read: () => KeyObject, otherwise: string): KeyObject {
  try {
    return read();
  } catch {
    throw new UnusableKey(otherwise);
  }
}

function ofEd25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType === "ed25519") return key;
  throw new UnusableKey("is not an Ed25519 key; make one: openssl genpkey -algorithm ed25519 -out key.pem");
}

/** The fingerprint of a key: SHA-256 of its public part, in hexadecimal. */
export function keyFingerprint(key: KeyObject): string {
  const shared = key.type === "private" ? createPublicKey(key) : key;
  return createHash("sha256")
    .update(shared.export({ type: "spki", format: "der" }))
    .digest("hex");
}

/** What is signed: the "pre-authentication encoding" of DSSE 1.0, which binds the type to the content. */
function preAuthentication(payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, "utf8"), payload]);
}

/**
 * A content in an envelope of DSSE 1.0, as text.
 *
 * @param key signs it with Ed25519; without one the envelope has no signature
 * @see {@link https://github.com/secure-systems-lab/dsse/blob/master/envelope.md}
 */
export function sealEnvelope(payload: Buffer, key: KeyObject | undefined): string {
  const signatures =
    key === undefined
      ? []
      : [{ keyid: keyFingerprint(key), sig: sign(null, preAuthentication(payload), key).toString("base64") }];
  // Readers of DSSE ignore the schema, which shows other readers what the file is.
  const envelope = { schema: bundleSchemaName, payloadType, payload: payload.toString("base64"), signatures };
  return `${JSON.stringify(envelope)}\n`;
}

/** The maximum number of signatures: each is verified with each trusted key, over the whole content. */
const mostSignatures = 16;

/** An opened envelope. */
export type Opened =
  | { readonly payload: Buffer; readonly signedBy?: string }
  | { readonly problem: "no bundle" | "not signed" | "other key" };

const base64 = (what: string): z.ZodType<Buffer> =>
  text(what)
    .refine((one) => /^[A-Za-z0-9+/]*={0,2}$/.test(one) && one.length % 4 === 0, { error: mustBe(what) })
    .transform((one) => Buffer.from(one, "base64"));

// Other members are for other readers: a reader of DSSE ignores them.
const schema = lazily(() =>
  z.object({
    payloadType: z.literal(payloadType),
    payload: base64("the content in Base64"),
    signatures: list(z.object({ keyid: optional(z.string()), sig: base64("a signature in Base64") }), "signatures").max(
      mostSignatures,
    ),
  }),
);

/**
 * Opens an envelope. Nothing of its content is read before its signature was verified.
 *
 * @param trusted keys, one of which must have signed it; undefined: no signature is required
 */
export function openEnvelope(content: string, trusted: readonly KeyObject[] | undefined): Opened {
  let document: unknown;
  try {
    document = JSON.parse(content);
  } catch {
    return { problem: "no bundle" };
  }
  const { value } = readInput(schema(), document, { isJson: true });
  if (value === undefined) return { problem: "no bundle" };
  const { payload, signatures } = value;
  if (trusted === undefined) return { payload };
  if (signatures.length === 0) return { problem: "not signed" };
  const signed = preAuthentication(payload);
  const signer = trusted.find((key) => signatures.some(({ sig }) => verify(null, signed, key, sig)));
  return signer === undefined ? { problem: "other key" } : { payload, signedBy: keyFingerprint(signer) };
}
