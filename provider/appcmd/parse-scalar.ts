import { parseText } from "../schema/codecs";
import type { SettingValue } from "../schema/setting-value";
import { Secret, withoutEmptyCipher } from "../secret";
import type { KnownAttribute } from "./parse-shape";

/**
 * Reads the scalars of one answer. It remembers the last text of each attribute with its value, because the pools of a
 * host mostly say the same; of a secret it remembers nothing.
 */
export class ScalarReader {
  readonly #last: ({ readonly text: string; readonly value: SettingValue } | undefined)[] = [];

  /** The value that an attribute's text means. */
  read({ attribute, index }: KnownAttribute, text: string): SettingValue {
    if (attribute.secret === true) return new Secret(withoutEmptyCipher(text));
    const last = this.#last[index];
    if (last?.text === text) return last.value;
    const value = parseText(attribute, text);
    this.#last[index] = { text, value };
    return value;
  }
}
