/**
 * A file's text: UTF-8, or UTF-16 as PowerShell 5 writes it, with or without a byte order mark; undefined for any other
 * encoding.
 */
export function decodeFile(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Detected by the byte order mark, or by the zero bytes if the file begins with an ASCII character. */
function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (second === 0 && first !== 0)) return "utf-16le";
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? "utf-16be" : "utf-8";
}
