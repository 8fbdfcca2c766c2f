/** The health check request of a pool. */
export interface Probe {
  /** `http:` or `https:`; `{host}` and `{pool}` in it stand for names. */
  readonly url: string;
  /** The expected status. */
  readonly status: number;
  /** The longest time for a response. */
  readonly timeoutMs: number;
}

/** The probe's URL for a host and a pool; the names are escaped as parts of a URL. */
export function probeUrl({ url }: Pick<Probe, "url">, names: { readonly host: string; readonly pool: string }): string {
  return url.replace(/\{(host|pool)\}/g, (_, name: "host" | "pool") => encodeURIComponent(names[name]));
}
