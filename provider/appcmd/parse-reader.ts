import type { ScalarReader } from "./parse-scalar";
import type { Unknowns } from "./parse-unknown";

/** `effective`: inherited values included, as of `/config:*`. `explicit`: only what is written there, as of `/config`. */
export type Reading = "effective" | "explicit";

/** What the parts of an answer are read with. */
export interface Reader {
  readonly reading: Reading;
  /** The command that was asked, for errors. */
  readonly what: string;
  /** One for the whole answer. */
  readonly scalars: ScalarReader;
  /** Takes what is not known. */
  readonly unknowns: Unknowns;
}
