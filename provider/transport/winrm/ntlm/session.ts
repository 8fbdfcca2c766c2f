import { timingSafeEqual } from "node:crypto";
import { type Direction, directionKey, hmacMd5 } from "./keys";
import { Rc4 } from "./rc4";

/** One direction of a session: its signing key, and its key stream, which continues from message to message. */
class Stream {
  #sequence = 0;
  #cipher: Rc4;
  readonly #signingKey: Buffer;
  readonly #sealingKey: Buffer;

  constructor(sessionKey: Buffer, direction: Direction) {
    this.#signingKey = directionKey(sessionKey, direction, "signing");
    this.#sealingKey = directionKey(sessionKey, direction, "sealing");
    this.#cipher = new Rc4(this.#sealingKey);
  }

  transform(bytes: Buffer): Buffer {
    return this.#cipher.transform(bytes);
  }

  /** The signature of the next message: version, encrypted checksum, sequence number. */
  sign(message: Buffer): Buffer {
    const sequence = Buffer.alloc(4);
    sequence.writeUInt32LE(this.#sequence++);
    const checksum = hmacMd5(this.#signingKey, sequence, message).subarray(0, 8);
    return Buffer.concat([Buffer.from([1, 0, 0, 0]), this.transform(checksum), sequence]);
  }

  /** Starts the key stream again; messages are counted on. */
  restart(): void {
    this.#cipher = new Rc4(this.#sealingKey);
  }
}

/** The signatures and the encryption of a session of NTLM with 128-bit keys: MS-NLMP 3.4. */
export class NtlmSession {
  readonly #outgoing: Stream;
  readonly #incoming: Stream;

  constructor(sessionKey: Buffer) {
    this.#outgoing = new Stream(sessionKey, "client-to-server");
    this.#incoming = new Stream(sessionKey, "server-to-client");
  }

  /**
   * The signature of the list of mechanisms in SPNEGO, as the first message. After it the key stream begins again
   * (MS-SPNG 3.3.5.1).
   */
  signMechanisms(list: Buffer): Buffer {
    const signature = this.#outgoing.sign(list);
    this.#outgoing.restart();
    return signature;
  }

  /** Whether the server's signature of the list is correct. */
  verifyMechanisms(list: Buffer, signature: Buffer): boolean {
    const isCorrect = this.#verify(list, signature);
    this.#incoming.restart();
    return isCorrect;
  }

  #verify(message: Buffer, signature: Buffer): boolean {
    const expected = this.#incoming.sign(message);
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  }

  seal(message: Buffer): { readonly signature: Buffer; readonly sealed: Buffer } {
    const sealed = this.#outgoing.transform(message);
    return { signature: this.#outgoing.sign(message), sealed };
  }

  /** The message; undefined if its signature is not that of the server. */
  unseal(signature: Buffer, sealed: Buffer): Buffer | undefined {
    const message = this.#incoming.transform(sealed);
    return this.#verify(message, signature) ? message : undefined;
  }
}
