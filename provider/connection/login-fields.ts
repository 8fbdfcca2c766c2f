import { type Environment, envReference, readVariable } from "../env-reference";
import { IisError } from "../errors";
import { type FieldOfSchema, fieldsOf } from "../input/field-table";
import { megabyte, readRegularFile, UnreadableFile } from "../read-file";
import { Secret } from "../secret";
import { expandHome } from "./local-path";
import type { SshFields } from "./ssh-schema";
import { sshDefaults } from "./ssh-forms";

/** The environment variables from which values of a login come, by field. */
export interface Variables {
  readonly variables: Readonly<Record<string, string>>;
}

/** The fields of a login with a value; each secret is a {@link Secret}. */
export type CompletedFields<T> = Variables & {
  readonly [K in keyof T]?: K extends "password" | "privateKey" | "privateKeyPassword" | "clientKey" ? Secret : T[K];
};

/**
 * The fields that have a value: that of the connection, else that of their environment variable.
 *
 * @param fields checked, with a host
 * @throws IisError `AUTH_FAILED` with every environment variable that a secret refers to and that is not set
 */
export function completeFields<T extends Pick<SshFields, "host">>(
  schema: Parameters<typeof fieldsOf>[0],
  fields: T,
  env: Environment,
): CompletedFields<T> {
  const values: Readonly<Record<string, unknown>> = fields;
  const unset: string[] = [];
  const variables: Record<string, string> = {};
  const entries = fieldsOf(schema).flatMap(({ key, secret, environment }: FieldOfSchema) => {
    const given = values[key];
    const name = secret === true && typeof given === "string" ? envReference(given) : undefined;
    const found = name === undefined ? { value: given } : readVariable(env, name);
    if ("problem" in found) unset.push(`${key}: ${found.problem}`);
    const own = "value" in found ? found.value : undefined;
    const value = own ?? (environment === undefined ? undefined : filled(env[environment]));
    if (value === undefined) return [];
    const variable = own === undefined ? environment : name;
    if (variable !== undefined) variables[key] = variable;
    return [[key, secret === true && typeof value === "string" ? new Secret(value) : value] as const];
  });
  if (unset.length > 0) throw new IisError("AUTH_FAILED", { host: fields.host, problem: unset.join("; ") });
  return { ...Object.fromEntries(entries), variables } as CompletedFields<T>;
}

/** The text; undefined if it is empty or absent. */
export function filled(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

/** A file that a login reads. */
export interface LoginFile {
  readonly host: string | undefined;
  /** The field with its path. */
  readonly field: string;
  /** What the file must be, for the hint: `a private key`. */
  readonly what: string;
  /** The environment variable that holds the path, which is not shown then: it may be the secret itself. */
  readonly variable?: string | undefined;
}

/**
 * The text of a key or a certificate.
 *
 * @param path `~/` is the home folder
 * @throws IisError `AUTH_FAILED` if the file cannot be read
 */
export function readLoginFile(path: string, { host, field, what, variable }: LoginFile): string {
  try {
    return readRegularFile(expandHome(path), megabyte).toString("utf8");
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const shown = variable === undefined ? path : `the file that ${variable} names`;
    const hint = `Give ${variable === undefined ? "" : "the text or "}the path of ${what} on the machine that connects, which the user of this program can read`;
    throw new IisError("AUTH_FAILED", { host, path: field, problem: `${shown} ${error.message}`, hint });
  }
}

/** How long an attempt to log in may take, and how many may fail. */
export interface DialLimits {
  /** Undefined: no limit. */
  readonly dialTimeoutMs?: number;
  /** Infinity: no limit. */
  readonly dialAttempts: number;
}

/** The limits of the attempts to log in, by the fields of these names. */
export function dialLimits(
  perDialTimeout: number = sshDefaults.perDialTimeout,
  dialErrorLimit: number = sshDefaults.dialErrorLimit,
): DialLimits {
  return {
    ...(perDialTimeout > 0 && { dialTimeoutMs: perDialTimeout * 1000 }),
    dialAttempts: dialErrorLimit < 0 ? Infinity : Math.max(1, dialErrorLimit),
  };
}
