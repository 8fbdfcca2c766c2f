import { inspect } from "node:util";

/**
 * A text that must not be shown: printing, serialising or inspecting it yields `[secret]`. Only {@link Secret.reveal}
 * hands it out, and only the code that puts it on appcmd's command line calls that.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether there is a text at all. */
  get isSet(): boolean {
    return this.#text !== "";
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
