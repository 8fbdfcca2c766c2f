import { createHash } from "node:crypto";
import { userInfo } from "node:os";
import { envReference } from "../env-reference";
import { IisError } from "../errors";
import { hostNameKey } from "../name-keys";
import { ownValue } from "../record";
import { Secret } from "../secret";
import type { HostKeyFields } from "./host-key";
import type { secretFields, SshFields } from "./ssh-fields";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where to log in and how, with everything that was left out. */
export interface SshLogin extends HostKeyFields {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: Secret;
  readonly privateKey?: Secret;
  readonly privateKeyPassword?: Secret;
  readonly agentSocketPath?: string;
  /** Undefined: no limit. */
  readonly dialTimeoutMs?: number;
  /** Infinity: no limit. */
  readonly dialAttempts: number;
}

/** Environment variables that stand for a machine's fields begin so, and those of a machine on the way there. */
export const environmentPrefix = { host: "PULUMI_IIS_SSH_", proxy: "PULUMI_IIS_SSH_PROXY_" } as const;

/**
 * Fills in what a connection leaves out: from the environment, so that no state holds it, else the default.
 *
 * @param fields checked, with a host.
 * @throws IisError `AUTH_FAILED` where a secret is a reference to an environment variable that is not set.
 */
export function sshLogin(fields: SshFields, kind: keyof typeof environmentPrefix, env: Environment): SshLogin {
  const { host = "", port = 22, perDialTimeout = 15, dialErrorLimit = 10 } = fields;
  const { hostKey, knownHosts, insecureIgnoreHostKey } = fields;
  const fromEnvironment = (name: string): string | undefined => filled(env[`${environmentPrefix[kind]}${name}`]);
  const given = (key: (typeof secretFields)[number]): string | undefined => resolveSecret(fields, key, env);
  const privateKey = given("privateKey") ?? fromEnvironment("PRIVATE_KEY");
  const secrets = {
    password: given("password") ?? fromEnvironment("PASSWORD"),
    privateKey,
    privateKeyPassword: given("privateKeyPassword") ?? fromEnvironment("PRIVATE_KEY_PASSWORD"),
  };
  const agent = fields.agentSocketPath ?? (privateKey === undefined ? filled(env["SSH_AUTH_SOCK"]) : undefined);
  return {
    host,
    port,
    user: fields.user ?? fromEnvironment("USER") ?? userInfo().username,
    ...Object.fromEntries(
      Object.entries(secrets).flatMap(([key, text]) => (text === undefined ? [] : [[key, new Secret(text)]])),
    ),
    ...(agent !== undefined && { agentSocketPath: agent }),
    ...(hostKey !== undefined && { hostKey }),
    ...(knownHosts !== undefined && { knownHosts }),
    ...(insecureIgnoreHostKey !== undefined && { insecureIgnoreHostKey }),
    ...(perDialTimeout > 0 && { dialTimeoutMs: perDialTimeout * 1000 }),
    dialAttempts: dialErrorLimit < 0 ? Infinity : Math.max(1, dialErrorLimit),
  };
}

/** A secret of the connection, or what the environment variable holds that stands for it: `${env:NAME}`. */
function resolveSecret(fields: SshFields, key: (typeof secretFields)[number], env: Environment): string | undefined {
  const text = fields[key];
  const name = text === undefined ? undefined : envReference(text);
  if (name === undefined) return text;
  const value = filled(ownValue(env, name));
  if (value !== undefined) return value;
  const what = `${key} is \${env:${name}}, and the environment variable ${name} is not set`;
  throw new IisError("AUTH_FAILED", `${fields.host ?? ""}: ${what}`);
}

function filled(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

/** The same for logins that are the same. Secrets count, and none can be read from it. */
export function digestOf(logins: readonly object[]): string {
  const parts = logins.map((login) =>
    Object.entries(login).map(([key, value]: [string, unknown]) => [
      key,
      value instanceof Secret ? value.reveal() : String(value),
    ]),
  );
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** The same for logins that send the same password for the same account. */
export function passwordKey({ host, port, user, password }: SshLogin): string {
  return digestOf([{ host: hostNameKey(host), port, user: user.toLowerCase(), password: password ?? "" }]);
}
