/** Messages that are deliberately not what they were where a rule of as-good.ts sees something lost: why, and which cases. */
export const deliberate: readonly { readonly reason: string; readonly ids: readonly string[] }[] = [
  { reason: "a proxy's text can hold a password", ids: ["stack config: proxy a text"] },
  {
    reason: "the fault of a proxy without host stands at the key that is missing, as that of every required key does",
    ids: ["hosts: proxy without host", "connection: proxy without host in it"],
  },
  {
    reason:
      "the hint is a sentence of its own; what stands between the two quotation marks of the text is no quotation",
    ids: ["connection: appcmdPath on a server with quotes", "hosts: appcmdPath on a server with a quote"],
  },
];
