import { inspect } from "node:util";

/**
 * A text that must not be shown: printing, serialising or inspecting it yields `[secret]`. Only {@link Secret.reveal}
 * returns it, and only the code that writes appcmd's command line calls that.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether the text is not empty. */
  get isSet(): boolean {
    return this.#text !== "";
  }

  /** The provider that encrypted the text, see {@link encryptionOf}; undefined if the text is not encrypted. */
  get encryption(): string | undefined {
    return encryptionOf(this.#text);
  }

  /** Whether both hold the same text. */
  equals(other: Secret): boolean {
    return this.#text === other.#text;
  }

  /** The text itself. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}

/** The format of a text that IIS encrypted: `[enc:PROVIDER:BASE64:enc]`. */
const encrypted = /^\[enc:(?:([^:\]]*):)?([^\]]*):enc\]$/;

/**
 * The provider that encrypted the text, `""` if it names none; undefined if the text is not encrypted, or if the
 * encrypted text is empty. Source:
 * https://learn.microsoft.com/en-us/iis/manage/configuring-security/using-encryption-to-protect-passwords
 */
export function encryptionOf(text: string): string | undefined {
  if (!text.startsWith("[enc:")) return undefined;
  const [, provider = "", body = ""] = encrypted.exec(text) ?? [];
  return body === "" ? undefined : provider;
}

/** The text; `""` for the encrypted form of an empty text: `[enc:IISWASOnlyCngProvider::enc]`. */
export function withoutEmptyCipher(text: string): string {
  return text.startsWith("[enc:") && encryptionOf(text) === undefined && encrypted.test(text) ? "" : text;
}
