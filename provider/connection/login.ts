import { userInfo } from "node:os";
import { type Environment, envReference, readVariable } from "../env-reference";
import { IisError } from "../errors";
import { fieldsOf } from "../input/field-table";
import { hostNameKey } from "../names";
import { Secret } from "../secret";
import { megabyte, readRegularFile, UnreadableFile } from "../read-file";
import { expandHome } from "./local-path";
import { proxySchema, type SshFields, sshSchema } from "./ssh-schema";
import { sshDefaults } from "./ssh-forms";
import type { HostKeyFields } from "./host-key";
import { sha256 } from "../sha256";

/** The target and the credentials of a login, with every default filled in. */
export interface SshLogin extends HostKeyFields {
  readonly kind: keyof typeof schemas;
  /** The environment variables from which values come, by field. */
  readonly variables: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: Secret;
  readonly privateKey?: Secret;
  /** The file from which the private key was read, as given. */
  readonly privateKeyFile?: string;
  readonly privateKeyPassword?: Secret;
  readonly agentSocketPath?: string;
  /** Undefined: no limit. */
  readonly dialTimeoutMs?: number;
  /** Infinity: no limit. */
  readonly dialAttempts: number;
}

const schemas = { host: sshSchema, proxy: proxySchema } as const;

/**
 * Fills in omitted fields: from environment variables, so that no state holds them, else from the defaults.
 *
 * @param fields checked, with a host
 * @throws IisError `AUTH_FAILED` if a secret refers to environment variables that are not set, all of which it names; or if
 *   the file of the private key cannot be read
 */
export function sshLogin(fields: SshFields, kind: keyof typeof schemas, env: Environment): SshLogin {
  const given = withKeyOfFile(completed(fields, kind, env));
  const { perDialTimeout = sshDefaults.perDialTimeout, dialErrorLimit = sshDefaults.dialErrorLimit, ...login } = given;
  const agent = login.agentSocketPath ?? (login.privateKey === undefined ? filled(env["SSH_AUTH_SOCK"]) : undefined);
  return {
    ...login,
    kind,
    host: login.host ?? "",
    port: login.port ?? sshDefaults.port,
    user: login.user ?? userInfo().username,
    ...(agent !== undefined && { agentSocketPath: agent }),
    ...(perDialTimeout > 0 && { dialTimeoutMs: perDialTimeout * 1000 }),
    dialAttempts: dialErrorLimit < 0 ? Infinity : Math.max(1, dialErrorLimit),
  };
}

type Completed = Partial<SshLogin> & Pick<SshLogin, "variables"> & Pick<SshFields, "perDialTimeout" | "dialErrorLimit">;

/** The maximum size of the file of a private key. */
const largestKey = megabyte;

/** With the private key of its file, which wins over that of the environment. */
function withKeyOfFile(given: Completed): Completed {
  const { host, privateKeyFile } = given;
  if (privateKeyFile === undefined) return given;
  try {
    const text = readRegularFile(expandHome(privateKeyFile), largestKey).toString("utf8");
    return { ...given, privateKey: new Secret(text) };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const problem = `${privateKeyFile} ${error.message}`;
    const hint = "Give the path of a private key on the machine that connects, which the user of this program can read";
    throw new IisError("AUTH_FAILED", { host, path: "privateKeyFile", problem, hint });
  }
}

/** The fields of a machine that have a value, from the connection or from the environment; secrets as `Secret`. */
function completed(fields: SshFields, kind: keyof typeof schemas, env: Environment): Completed {
  const values: Readonly<Record<string, unknown>> = fields;
  const unset: string[] = [];
  const variables: Record<string, string> = {};
  const entries = fieldsOf(schemas[kind]()).flatMap(({ key, secret, environment }) => {
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
  return { ...Object.fromEntries(entries), variables };
}

function filled(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

/** A digest that is equal for equal logins. It includes secrets, but no secret can be read from it. */
export function digestOf(logins: readonly object[]): string {
  const parts = logins.map((login) =>
    Object.entries(login)
      .map(([key, value]: [string, unknown]) => [key, value instanceof Secret ? value.reveal() : JSON.stringify(value)])
      .toSorted(([one = ""], [other = ""]) => (one < other ? -1 : 1)),
  );
  return sha256(JSON.stringify(parts)).toString("hex");
}

/** A digest that is equal for logins that send the same password for the same account. */
export function passwordKey({ host, port, user, password }: SshLogin): string {
  return digestOf([{ host: hostNameKey(host), port, user: user.toLowerCase(), password: password ?? "" }]);
}
