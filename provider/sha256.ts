/** The SHA-256 of a text. `node:crypto` is loaded at the first call, because that takes milliseconds, and most calls of the CLI hash nothing. */
export function sha256(text: string): Buffer {
  const { createHash } = require("node:crypto") as typeof import("node:crypto");
  return createHash("sha256").update(text).digest();
}
