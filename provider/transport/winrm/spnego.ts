import { BerReader, BerWriter } from "asn1";

/** NTLM in the list of mechanisms. */
const ntlmOid = "1.3.6.1.4.1.311.2.2.10";
const spnegoOid = "1.3.6.1.5.5.2";

const sequence = 0x30;
const octets = 0x04;
const oid = 0x06;
const enumerated = 0x0a;
const application = 0x60;
const context = (index: number): number => 0xa0 + index;

/** The list of mechanisms of this client: NTLM alone. Both sides sign it, so that no machine in between can change it. */
export function mechanismList(): Buffer {
  const writer = new BerWriter();
  writeMechanisms(writer);
  return writer.buffer;
}

function writeMechanisms(writer: BerWriter): void {
  writer.startSequence(sequence);
  writer.writeOID(ntlmOid, oid);
  writer.endSequence();
}

/** The first token of a negotiation, with the first message of NTLM: NegTokenInit, RFC 4178 4.2.1. */
export function firstToken(message: Buffer): Buffer {
  const writer = new BerWriter();
  writer.startSequence(application);
  writer.writeOID(spnegoOid, oid);
  writer.startSequence(context(0));
  writer.startSequence(sequence);
  within(writer, 0, () => {
    writeMechanisms(writer);
  });
  within(writer, 2, () => {
    writer.writeBuffer(message, octets);
  });
  for (let open = 0; open < 3; open++) writer.endSequence();
  return writer.buffer;
}

/** A further token, with a message of NTLM and the signature of the list of mechanisms: NegTokenResp, RFC 4178 4.2.2. */
export function furtherToken(message: Buffer, signature: Buffer): Buffer {
  const writer = new BerWriter();
  writer.startSequence(context(1));
  writer.startSequence(sequence);
  within(writer, 2, () => {
    writer.writeBuffer(message, octets);
  });
  within(writer, 3, () => {
    writer.writeBuffer(signature, octets);
  });
  for (let open = 0; open < 2; open++) writer.endSequence();
  return writer.buffer;
}

function within(writer: BerWriter, index: number, write: () => void): void {
  writer.startSequence(context(index));
  write();
  writer.endSequence();
}

/** What a server answers to a token. */
export interface SpnegoAnswer {
  readonly state: "accepted" | "incomplete" | "rejected" | undefined;
  /** Whether the server takes NTLM; undefined if it names no mechanism, as in every answer but its first. */
  readonly isNtlm: boolean | undefined;
  readonly message: Buffer | undefined;
  /** The server's signature of the list of mechanisms. */
  readonly signature: Buffer | undefined;
}

const states = ["accepted", "incomplete", "rejected", "incomplete"] as const;

/** @returns undefined for anything else than a NegTokenResp */
export function readSpnegoAnswer(token: Buffer): SpnegoAnswer | undefined {
  try {
    const reader = new BerReader(token);
    if (reader.readSequence(context(1)) === null || reader.readSequence(sequence) === null) return undefined;
    let state: SpnegoAnswer["state"];
    let isNtlm: boolean | undefined;
    let message: Buffer | undefined;
    let signature: Buffer | undefined;
    while (reader.remain > 0) {
      const field = reader.peek();
      const start = reader.offset;
      const content = reader.readString(Number(field), true);
      // asn1 reads a length with the highest bit as a negative one, and would go back.
      if (content === null || reader.offset <= start) return undefined;
      const inner = new BerReader(content);
      if (field === context(0)) state = states[inner.readString(enumerated, true)?.[0] ?? -1];
      else if (field === context(1)) isNtlm = inner.readOID(oid) === ntlmOid;
      else if (field === context(2)) message = inner.readString(octets, true) ?? undefined;
      else if (field === context(3)) signature = inner.readString(octets, true) ?? undefined;
    }
    return { state, isNtlm, message, signature };
  } catch {
    // Not DER.
    return undefined;
  }
}
