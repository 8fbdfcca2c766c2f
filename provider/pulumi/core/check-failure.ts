import { formatFault } from "../../model/format-fault";
import type { Fault } from "../../errors";
import { visibleText } from "../../visible-text";

/** A fault as the engine expects it. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** With a property named, the engine prints its value behind it, and it finds no value at a dotted path: so none is. */
export function checkFailure({ path, message }: Fault): CheckFailure {
  return { property: "", reason: visibleText(formatFault({ path, message })) };
}
