const begins = /^\s*\{/;
const schemaFirst = /^\s*\{\s*"schema"\s*:\s*"iispools\./;
const schemaAnywhere = /"schema"\s*:\s*"iispools\./;

/** What the first characters of a file show: it is a document of this program, it is not, or the whole text must be read. */
export function recognizeStart(start: string): "document" | "other" | "unknown" {
  if (schemaFirst.test(start)) return "document";
  return begins.test(start) || start.trim() === "" ? "unknown" : "other";
}

/** Whether a text is a JSON document of this program, such as a saved plan or a report: its key `schema` shows it, in any position. */
export function isOwnDocument(text: string): boolean {
  if (!begins.test(text)) return false;
  try {
    const { schema } = JSON.parse(text.replace(/^\ufeff/, "")) as { readonly schema?: unknown };
    return typeof schema === "string" && schema.startsWith("iispools.");
  } catch {
    // A damaged document must not be read as a pool file in flow style.
    return schemaAnywhere.test(text);
  }
}
