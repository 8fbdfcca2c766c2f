import { envReference } from "../env-reference";
import type { Fault } from "../errors";
import { describeInput } from "../schema/describe-input";
import { sshFieldNames } from "./connection-fields";
import { isHostKey } from "./host-key";
import type { SshFields } from "./ssh-fields";

/** What is wrong with a value, and what to write instead; undefined where it is right. Secrets are not repeated. */
type Problem = (value: unknown) => string | undefined;

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && !value.includes("\0");
}

/** Of what is no number nothing is repeated: it may be a secret in the wrong place. */
export function shownInput(value: unknown): string {
  return describeInput({ secret: typeof value !== "number" }, value);
}

const path: Problem = (value) => (isText(value) ? undefined : "must be a path");

const secret: Problem = (value) =>
  isText(value) ? undefined : "must be a text that is not blank; leave it out where there is none";

function integer(least: number, most: number): Problem {
  return (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `must be a whole number from ${least} to ${most}; got ${shownInput(value)}`;
}

function host(value: unknown): string | undefined {
  if (!isText(value)) return "must be the name or address of the server";
  // An address of IPv6 has several colons, a name with a port one.
  if (!/[\s@/\\[\]]/.test(value) && value.split(":").length !== 2) return undefined;
  return `must be a name or an address alone, such as web-01.example.com; user and port are fields of their own`;
}

function privateKey(value: unknown): string | undefined {
  const problem = secret(value);
  if (
    problem !== undefined ||
    envReference(value as string) !== undefined ||
    /PRIVATE KEY|PuTTY-User-Key-File/.test(value as string)
  )
    return problem;
  return 'must be the text of a private key, not the path of its file: fs.readFileSync(path, "utf8") reads it';
}

function hostKey(value: unknown): string | undefined {
  if (isText(value) && isHostKey(value)) return undefined;
  return 'must be a public key ("ssh-ed25519 AAAA…") or its fingerprint ("SHA256:…"), as ssh-keyscan or ssh-keygen -lf print it';
}

const problems: Readonly<Record<keyof SshFields, Problem>> = {
  host,
  port: integer(1, 65535),
  user: (value) => (isText(value) ? undefined : "must be the name of a user, such as Administrator or CORP\\deploy"),
  password: secret,
  privateKey,
  privateKeyPassword: secret,
  agentSocketPath: path,
  hostKey,
  knownHosts: path,
  insecureIgnoreHostKey: (value) => (typeof value === "boolean" ? undefined : "must be true or false"),
  perDialTimeout: (value) =>
    typeof value === "number" && value >= 0 && value <= 86_400
      ? undefined
      : `must be a number of seconds, 0 for no limit; got ${shownInput(value)}`,
  dialErrorLimit: integer(-1, 1_000_000),
};

/**
 * Every fault of the fields that lead to a machine over SSH, each with its path. Other keys are the caller's.
 *
 * @param given the fields that are not undefined.
 */
export function checkSshFields(given: ReadonlyMap<string, unknown>, group: string): Fault[] {
  const faults = sshFieldNames.flatMap((key): Fault[] => {
    const problem = given.has(key) ? problems[key](given.get(key)) : undefined;
    return problem === undefined ? [] : [{ path: `${group}.${key}`, message: problem }];
  });
  const rules = ["hostKey", "knownHosts"].filter((key) => given.has(key));
  if (given.get("insecureIgnoreHostKey") === true && rules.length > 0) {
    const message = `lets any machine in, and ${rules.join(" and ")} beside it says which one; give one of the two`;
    faults.push({ path: `${group}.insecureIgnoreHostKey`, message });
  }
  return faults;
}
