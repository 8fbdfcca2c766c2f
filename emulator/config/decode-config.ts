/** The text of a file, or why this program does not read it. */
export type Decoded = { readonly text: string } | { readonly fault: string; readonly line: number };

const remedy = "Save it as UTF-8.";

/**
 * Decodes a configuration file, which has to be UTF-8, with or without a byte order mark, and XML 1.0: no other bytes can be
 * written back as they were.
 */
export function decodeConfig(bytes: Buffer): Decoded {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return { fault: `The file is ${wide}. ${remedy}`, line: 1 };
  const text = bytes.toString("utf8");
  if (!Buffer.from(text, "utf8").equals(bytes)) {
    const line = text.slice(0, Math.max(text.indexOf("\uFFFD"), 0)).split("\n").length;
    return { fault: `The file is not UTF-8; it may be Windows-1252 or another ANSI code page. ${remedy}`, line };
  }
  const declaration = /^\uFEFF?<\?xml\s([^>]*)\?>/.exec(text)?.[1] ?? "";
  const encoding = pseudoAttribute(declaration, "encoding") ?? "utf-8";
  if (!/^utf-?8$/i.test(encoding)) {
    return { fault: `The file declares the encoding ${encoding}. ${remedy} Declare encoding="UTF-8".`, line: 1 };
  }
  const version = pseudoAttribute(declaration, "version") ?? "1.0";
  if (version === "1.0") return { text };
  return { fault: `The file is XML ${version}, and IIS reads XML 1.0. Declare version="1.0".`, line: 1 };
}

/** UTF-16 and UTF-32 by their marks, or by the zeros round the `<` that a document begins with. */
function wideEncoding(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, 4).toString("hex");
  if (start === "0000feff" || start === "fffe0000" || start === "0000003c" || start === "3c000000") return "UTF-32";
  return /^(?:fffe|feff|3c00|003c)/.test(start) ? "UTF-16" : undefined;
}

function pseudoAttribute(declaration: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']*)["']`).exec(declaration)?.[1];
}
