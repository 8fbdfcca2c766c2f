const begins = /^\s*\{/;
const schemaFirst = /^\s*\{\s*"schema"\s*:\s*"iispools\./;
const schemaAnywhere = /"schema"\s*:\s*"iispools\./;

/** What the first characters of a file say: it is a document of this program, it is none, or the whole text has to be seen. */
export function recognizeStart(start: string): "document" | "other" | "unknown" {
  if (schemaFirst.test(start)) return "document";
  return begins.test(start) || start.trim() === "" ? "unknown" : "other";
}

/** Whether a text is a JSON document of this program, as saved plans and reports are: its `schema` says so, wherever it stands. */
export function isOwnDocument(text: string): boolean {
  if (!begins.test(text)) return false;
  try {
    const { schema } = JSON.parse(text.replace(/^\ufeff/, "")) as { readonly schema?: unknown };
    return typeof schema === "string" && schema.startsWith("iispools.");
  } catch {
    // A damaged one is not a pool file in flow style.
    return schemaAnywhere.test(text);
  }
}
