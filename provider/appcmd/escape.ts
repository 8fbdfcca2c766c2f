/**
 * Escapes a value for appcmd's own parser, which URL-decodes what stands behind the colon.
 * Source: https://github.com/microsoft/IIS.ServiceMonitor/issues/71
 */
export function escapeValue(value: string): string {
  return value.replaceAll("%", "%25");
}

/** Escapes a value for the quotes of a collection indexer: `[name='…']`. An apostrophe is doubled. */
export function escapeIndexerValue(value: string): string {
  return escapeValue(value).replaceAll("'", "''");
}
