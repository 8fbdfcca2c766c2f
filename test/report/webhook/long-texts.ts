/** Reports that are too long for a service, each in another way. */
export const longTexts: readonly (readonly [what: string, text: string])[] = [
  ["short lines", "x\n".repeat(20_000)],
  ["wide lines", `${"\u{1f600}".repeat(400)}\n`.repeat(2000)],
  ["one line without an end", "<".repeat(3_000_000)],
  ["quotes", `${'"\\'.repeat(400)}\n`.repeat(2000)],
  ["code fences", "```".repeat(10_000)],
];
