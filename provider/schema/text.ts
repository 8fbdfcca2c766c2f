import type { Attribute } from "./attribute";
import { describeInput } from "./describe-input";
import { ValueError } from "./value-error";

const controlCharacter = /\p{Cc}/u;
const halfCharacter = /\p{Cs}/u;

/**
 * A text that a command line can carry and a worker process can use. Numbers are not turned into texts, as `4.0` would arrive as `4`.
 * @throws ValueError
 */
export function parseString(attribute: Pick<Attribute, "secret" | "readText">, input: unknown): string {
  if (typeof input === "string") {
    checkCharacters(input);
    return attribute.readText?.(input) ?? input;
  }
  const hint = typeof input === "number" || typeof input === "boolean" ? "; put it in quotes" : "";
  throw new ValueError(`expected a text, got ${describeInput(attribute, input)}${hint}`);
}

/**
 * Refuses control characters and broken Unicode. The text itself is not repeated, as it may be a secret.
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
