import { userInfo } from "node:os";
import type { Environment } from "../env-reference";
import { hostNameKey } from "../names";
import { Secret } from "../secret";
import {
  type CompletedFields,
  completeFields,
  type DialLimits,
  dialLimits,
  filled,
  readLoginFile,
  type Variables,
} from "./login-fields";
import { proxySchema, type SshFields, sshSchema } from "./ssh-schema";
import { sshDefaults } from "./ssh-forms";
import type { HostKeyFields } from "./host-key";
import { sha256 } from "../sha256";

/** The target and the credentials of a login, with every default filled in. */
export interface SshLogin extends HostKeyFields, DialLimits, Variables {
  readonly kind: keyof typeof schemas;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: Secret;
  readonly privateKey?: Secret;
  /** The file from which the private key was read, as given. */
  readonly privateKeyFile?: string;
  readonly privateKeyPassword?: Secret;
  readonly agentSocketPath?: string;
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
  const { perDialTimeout, dialErrorLimit, ...given } = fields;
  const login = withKeyOfFile(completeFields(schemas[kind](), given, env));
  const agent = login.agentSocketPath ?? (login.privateKey === undefined ? filled(env["SSH_AUTH_SOCK"]) : undefined);
  return {
    ...login,
    kind,
    host: login.host ?? "",
    port: login.port ?? sshDefaults.port,
    user: login.user ?? userInfo().username,
    ...(agent !== undefined && { agentSocketPath: agent }),
    ...dialLimits(perDialTimeout, dialErrorLimit),
  };
}

type Given = Omit<CompletedFields<SshFields>, "perDialTimeout" | "dialErrorLimit">;

/** With the private key of its file, which wins over that of the environment. */
function withKeyOfFile(given: Given): Given {
  const { host, privateKeyFile } = given;
  if (privateKeyFile === undefined) return given;
  const text = readLoginFile(privateKeyFile, { host, field: "privateKeyFile", what: "a private key" });
  return { ...given, privateKey: new Secret(text) };
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

/** A login with a password, or without one. */
export interface PasswordLogin {
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: Secret;
}

/** A digest that is equal for logins that send the same password for the same account. */
export function passwordKey({ host, port, user, password }: PasswordLogin): string {
  return digestOf([{ host: hostNameKey(host), port, user: user?.toLowerCase() ?? "", password: password ?? "" }]);
}
