import type { AttributeFacts } from "./attribute-facts";
import type { Codec } from "./codecs/codec";

/** One setting of an application pool: what is known of it, and the type of its value. */
export interface Attribute extends AttributeFacts {
  readonly codec: Codec;
}
