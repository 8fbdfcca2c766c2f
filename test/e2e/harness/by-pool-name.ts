/**
 * A configuration with its appended pools by name: the engine registers the resources at once, so that which of
 * them comes first differs from run to run, and IIS gives the order no meaning.
 */
export function byPoolName(config: string): string {
  const pool = /(?:^ {12}<add name="[^"]*"[^>]*(?:\/>|>[^]*?^ {12}<\/add>)\r?\n)+/gm;
  const one = /^ {12}<add name="[^"]*"[^>]*(?:\/>|>[^]*?^ {12}<\/add>)\r?\n/gm;
  return config.replace(pool, (run) => (run.match(one) ?? []).sort().join(""));
}
