/**
 * Decodes the escapes that appcmd itself understands in values: `%uXXXX` and `%XX`, each one UTF-16 code unit. Any other
 * percent sign stays.
 */
export function decodeValue(text: string): string {
  return text.replace(/%u([0-9a-f]{4})|%([0-9a-f]{2})/gi, (_, wide: string | undefined, narrow: string | undefined) =>
    String.fromCharCode(parseInt(wide ?? narrow ?? "", 16)),
  );
}
