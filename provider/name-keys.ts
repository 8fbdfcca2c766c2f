/**
 * The form of a pool's name by which pools are looked up and compared: IIS ignores the letter case of pool names.
 * Source: `IIS_schema.xml`, where `caseSensitive` is set for `password` only.
 */
export function poolKey(name: string): string {
  return name.toLowerCase();
}

/**
 * The form of the name of a host, or of a group of hosts, by which they are looked up and compared. Letter case does not
 * count. Hosts and groups share their names, so one map can hold both.
 */
export function hostNameKey(name: string): string {
  return name.toLowerCase();
}

/** The form of a pool of a host by which they are looked up together. */
export function poolOnHostKey(host: string, pool: string): string {
  return JSON.stringify([hostNameKey(host), poolKey(pool)]);
}

/** The form of the name of an environment variable by which it is looked up: Windows ignores its letter case. */
export function variableKey(name: string): string {
  return name.toLowerCase();
}
