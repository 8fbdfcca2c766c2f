import { checkCarriable } from "../quoting/check-carriable";

/**
 * Escapes a value for appcmd's own parser, which URL-decodes what stands behind the colon: `%XX` and `%uXXXX`. With
 * every percent sign sent as `%25` nothing of a value is left to decode. A double quote needs nothing here: once
 * Windows has taken the command line apart (`quoteArgument`), it is a character like any other.
 * Source: https://github.com/microsoft/IIS.ServiceMonitor/issues/71
 *
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function escapeValue(value: string): string {
  checkCarriable(value);
  return value.replaceAll("%", "%25");
}

/** What appcmd makes of a value: the inverse of `escapeValue`. A percent sign that begins no escape stays. */
export function unescapeValue(text: string): string {
  return text.replace(/%(?:u([0-9a-f]{4})|([0-9a-f]{2}))/gi, (_, unit?: string, byte?: string) =>
    String.fromCharCode(Number.parseInt(unit ?? byte ?? "", 16)),
  );
}

/**
 * Escapes a value for the quotes of a collection indexer: `[name='…']`. An apostrophe is doubled.
 * Source: ServiceMonitor's `Replace(L"'", L"''")`, https://github.com/microsoft/IIS.ServiceMonitor/issues/65
 *
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function escapeIndexerValue(value: string): string {
  return escapeValue(value).replaceAll("'", "''");
}

/** What appcmd makes of the text between the quotes of an indexer: the inverse of `escapeIndexerValue`. */
export function unescapeIndexerValue(text: string): string {
  return unescapeValue(text.replaceAll("''", "'"));
}
