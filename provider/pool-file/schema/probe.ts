import * as z from "zod";
import { mustBe, optional, wholeNumber } from "../../input/members";
import { object } from "../../input/object";
import { lazily } from "../../lazily";
import { duration } from "./duration";

/** The health check request of a pool. */
export interface Probe {
  /** `http:` or `https:`; `{host}` and `{pool}` in it are replaced by the names. */
  readonly url: string;
  /** The expected status. */
  readonly status: number;
  /** The maximum time for a response. */
  readonly timeoutMs: number;
}

/** The probe's URL for a host and a pool; the names are URL-encoded. */
export function probeUrl({ url }: Pick<Probe, "url">, names: { readonly host: string; readonly pool: string }): string {
  return url.replace(/\{(host|pool)\}/g, (_, name: "host" | "pool") => encodeURIComponent(names[name]));
}

const example = "probe: { url: http://{host}/health }";
const what = `a URL with http:// or https://, for example ${example}`;
const defaultStatus = 200;
/** An application starts slowly after a recycle. */
const defaultTimeout = 30;
const longestTimeout = 3600;

/** The URL of a probe, without user and password: it is shown, and it may be in a file. */
const url = lazily(() =>
  z
    .string({ error: mustBe(what) })
    .regex(/^[Hh][Tt][Tt][Pp][Ss]?:\/\/[/\\]*[^/\\?#]/, { error: mustBe(what), abort: true })
    .regex(/^[^/]*\/\/[^/?#\\@]*(?:[/?#\\][^]*)?$/, { error: "must not contain a user or a password", abort: true })
    .regex(/^(?:[^{]|\{(?:host|pool)\})*$/, { error: ({ input }) => unknownPlaceholder(String(input)), abort: true })
    .refine((text) => URL.canParse(probeUrl({ url: text }, { host: "host", pool: "pool" })), { error: mustBe(what) }),
);

/** The members of a probe. */
export const probeObject = lazily(() =>
  object(
    {
      /** The URL of the request; `{host}` and `{pool}` are replaced by the names. */
      url: url().meta({ description: "The URL of the request; `{host}` and `{pool}` are replaced by the names." }),
      /** The expected HTTP status. */
      status: optional(wholeNumber(100, 599)).meta({
        description: "The expected HTTP status.",
        defaultsTo: String(defaultStatus),
      }),
      /** The maximum time for a response, one second to one hour. */
      timeout: optional(duration({ least: 1, most: longestTimeout })).meta({
        description: "The maximum time for a response, one second to one hour.",
        defaultsTo: `${defaultTimeout}s`,
      }),
    },
    { what: `a request, for example ${example}` },
  ),
);

/** `{ url, status, timeout }`: the health check request of a pool. */
export const probeMember = lazily(() =>
  probeObject()
    .transform(({ url: address, status = defaultStatus, timeout = defaultTimeout }): Probe => ({
      ...{ url: address, status, timeoutMs: timeout * 1000 },
    }))
    .meta({
      id: "probe",
      description: "The health check request of the pool, after each wave of `iispools apply --waves`.",
      examples: [{ url: "http://{host}/health", status: 200, timeout: "5s" }],
    }),
);

/** For a placeholder that is not closed only the name is shown: the rest of the URL may contain a secret. */
function unknownPlaceholder(text: string): string {
  const found = /\{(?!(?:host|pool)\})(?:[^{}]*\}|\w*)/.exec(text)?.[0] ?? "{";
  return `contains ${found}; the only placeholders are {host} and {pool}`;
}
