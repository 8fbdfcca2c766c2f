import { type AttributeFacts, textOf } from "../attribute-facts";
import { codec } from "./codec";
import { printable } from "./patterns";
import { ValueError, wrongValue } from "./value-error";

const controlCharacter = /\p{Cc}/u;
const halfCharacter = /\p{Cs}/u;

/** An unchanged text. */
export const string = codec<string>({
  name: "text",
  iisType: "string",
  spellings: "anything without control characters; numbers must be quoted",
  zero: '""',
  read: readString,
  fromText: (_, text) => text,
  describeDefault: (_, text) => JSON.stringify(text),
  jsonSchema: () => ({ type: "string", pattern: printable }),
  typeScript: () => "string",
  pulumi: () => ({ type: "string" }),
});

/** A text whose letter case is ignored. */
export const name = codec<string>({
  ...string,
  equals: (_, a, b) => textOf(a).toLowerCase() === textOf(b).toLowerCase(),
});

/**
 * A text that a command line can hold. Numbers are not converted, because `4.0` would become `4`.
 * @throws ValueError
 */
export function readString(facts: Pick<AttributeFacts, "secret">, input: unknown): string {
  if (typeof input === "string") {
    checkCharacters(input);
    return input;
  }
  const needsQuotes = typeof input === "number" || typeof input === "boolean";
  throw wrongValue(facts, "a text", input, needsQuotes ? "put it in quotes" : undefined);
}

/**
 * Refuses control characters and broken Unicode. The text itself is not shown, because it may be a secret.
 * @throws ValueError
 */
export function checkCharacters(text: string): void {
  const control = controlCharacter.exec(text);
  if (control !== null) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    throw new ValueError(`holds the control character U+${code}, which a command line cannot carry`);
  }
  if (halfCharacter.test(text)) throw new ValueError("holds half of a Unicode surrogate pair");
}
