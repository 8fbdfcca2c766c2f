/** The front of the codecs: what other floors need to read, write, compare and show one attribute's value. */
export type { AttributeValue } from "./attribute-value";
export { describeValue } from "./describe-value";
export { equalValues } from "./equal-values";
export { formatText } from "./format-text";
export { parseItems, parseText } from "./parse-text";
export { parseValue } from "./parse-value";
export { ValueError, type ValueProblem } from "./value-error";
