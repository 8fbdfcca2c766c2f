/** Messages that are deliberately not what they were where a rule of as-good.ts sees something lost: why, and which cases. */
export const deliberate: readonly { readonly reason: string; readonly ids: readonly string[] }[] = [
  { reason: "a proxy's text can hold a password", ids: ["stack config: proxy a text"] },
];
