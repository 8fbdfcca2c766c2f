import { createHash, type X509Certificate } from "node:crypto";
import { BerReader } from "asn1";

const sequence = 0x30;
const oid = 0x06;
const context = 0xa0;
const pss = "1.2.840.113549.1.1.10";

/**
 * The hashes of signature algorithms by their object identifiers; for MD5, SHA-1 and all others it is SHA-256. Algorithms
 * without a hash of their own, such as Ed25519, are not defined by RFC 5929: pypsrp and requests-ntlm take SHA-256 too, and
 * Windows has no such certificates for TLS.
 */
const hashes: Readonly<Record<string, string>> = {
  // RSA: RFC 8017, SHA-3: RFC 9688.
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
  "1.2.840.113549.1.1.14": "sha224",
  "1.2.840.113549.1.1.15": "sha512-224",
  "1.2.840.113549.1.1.16": "sha512-256",
  "2.16.840.1.101.3.4.3.13": "sha3-224",
  "2.16.840.1.101.3.4.3.14": "sha3-256",
  "2.16.840.1.101.3.4.3.15": "sha3-384",
  "2.16.840.1.101.3.4.3.16": "sha3-512",
  // ECDSA: RFC 5758.
  "1.2.840.10045.4.3.1": "sha224",
  "1.2.840.10045.4.3.3": "sha384",
  "1.2.840.10045.4.3.4": "sha512",
  "2.16.840.1.101.3.4.3.9": "sha3-224",
  "2.16.840.1.101.3.4.3.10": "sha3-256",
  "2.16.840.1.101.3.4.3.11": "sha3-384",
  "2.16.840.1.101.3.4.3.12": "sha3-512",
  // The hashes that RSA-PSS names.
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
  "2.16.840.1.101.3.4.2.4": "sha224",
  "2.16.840.1.101.3.4.2.5": "sha512-224",
  "2.16.840.1.101.3.4.2.6": "sha512-256",
  "2.16.840.1.101.3.4.2.7": "sha3-224",
  "2.16.840.1.101.3.4.2.8": "sha3-256",
  "2.16.840.1.101.3.4.2.9": "sha3-384",
  "2.16.840.1.101.3.4.2.10": "sha3-512",
};

/**
 * The data that binds a login to the server's end of a TLS channel: a login that another machine in between forwards does not fit
 * to its certificate. Source: RFC 5929 4.1.
 */
export function channelBindings(certificate: X509Certificate): Buffer {
  const digest = createHash(hashes[signatureAlgorithm(certificate.raw)] ?? "sha256").update(certificate.raw);
  return Buffer.concat([Buffer.from("tls-server-end-point:", "latin1"), digest.digest()]);
}

/** The object identifier of the algorithm that signed a certificate; of RSA-PSS that of its hash. */
function signatureAlgorithm(certificate: Buffer): string {
  const reader = new BerReader(certificate);
  reader.readSequence(sequence);
  // The part that is signed.
  reader.readString(sequence, true);
  reader.readSequence(sequence);
  const algorithm = reader.readOID(oid) ?? "";
  if (algorithm !== pss) return algorithm;
  for (const tag of [sequence, context, sequence]) {
    if (reader.peek() !== tag) return "";
    reader.readSequence(tag);
  }
  return reader.readOID(oid) ?? "";
}
