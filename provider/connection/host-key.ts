import { createHash, createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { IisError } from "../errors";
import { hostNameKey, matchesWildcards } from "../names";
import { megabyte, readRegularFile, UnreadableFile } from "../read-file";
import { expandHome } from "./local-path";
import type { SshFields } from "./ssh-schema";

/** A line of a known_hosts file that is about a machine. */
export interface KnownKey {
  readonly marker?: "revoked" | "cert-authority";
  /** `ssh-ed25519`, `ssh-rsa` … */
  readonly type: string;
  /** The public key in base64. */
  readonly key: string;
}

/** A machine's name in known_hosts, with the port if it is not 22. */
export function knownHostsName(host: string, port: number): string {
  return port === 22 ? hostNameKey(host) : `[${hostNameKey(host)}]:${port}`;
}

/**
 * The keys that a known_hosts file has for a machine, in file order. Names can be plain, hashed, have `*` and `?`, or
 * be excluded with an exclamation mark. Other lines are ignored, as ssh does. Source:
 * https://man.openbsd.org/sshd.8#SSH_KNOWN_HOSTS_FILE_FORMAT
 */
export function findKnownKeys(text: string, host: string, port: number): KnownKey[] {
  const name = knownHostsName(host, port);
  return text.split(/\r?\n/).flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const marker = /^@(revoked|cert-authority)$/.exec(words[0] ?? "")?.[1] as KnownKey["marker"];
    const [names, type, key] = marker === undefined ? words : words.slice(1);
    if (names === undefined || type === undefined || key === undefined || /^[#@]/.test(names)) return [];
    return matchesNames(names, name) ? [{ type, key, ...(marker !== undefined && { marker }) }] : [];
  });
}

function matchesNames(names: string, name: string): boolean {
  if (names.startsWith("|")) return matchesHash(names, name);
  const patterns = names.toLowerCase().split(",");
  const isExcluded = patterns.some((pattern) => pattern.startsWith("!") && matchesWildcards(pattern.slice(1), name));
  return !isExcluded && patterns.some((pattern) => matchesWildcards(pattern, name));
}

/** `|1|salt|hash`: an HMAC-SHA1 of the name. */
function matchesHash(hashed: string, name: string): boolean {
  const [, version, salt, hash] = hashed.split("|");
  if (version !== "1" || salt === undefined || hash === undefined) return false;
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
}

/** How a machine's key is verified: with a given key, with a known_hosts file, or not at all. */
export type HostKeyRule =
  | { readonly kind: "pinned"; readonly hostKey: string }
  | { readonly kind: "known"; readonly file: string; readonly keys: readonly KnownKey[] }
  | { readonly kind: "any" };

/** The machine that answered, as errors name it. */
export interface MachineAddress {
  readonly host: string;
  readonly port: number;
}

/** The fields that determine how a machine's key is verified. */
export type HostKeyFields = Pick<SshFields, "hostKey" | "knownHosts" | "insecureIgnoreHostKey">;

/** The maximum size of a known_hosts file: about 100,000 machines. */
const largestFile = 64 * megabyte;

/** The rule for a machine; reads the known_hosts file if it is required. @throws IisError `HOST_KEY_UNKNOWN` */
export function hostKeyRule(fields: HostKeyFields, { host, port }: MachineAddress): HostKeyRule {
  if (fields.insecureIgnoreHostKey === true) return { kind: "any" };
  if (fields.hostKey !== undefined) return { kind: "pinned", hostKey: fields.hostKey };
  const file = expandHome(fields.knownHosts ?? "~/.ssh/known_hosts");
  return { kind: "known", file, keys: findKnownKeys(readKnownHosts(file, host), host, port) };
}

/** The content of the file; empty if the file does not exist. */
function readKnownHosts(file: string, host: string): string {
  try {
    return readRegularFile(file, largestFile).toString("utf8");
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    if (error.code === "ENOENT") return "";
    const hint = "Set connection.knownHosts to a known_hosts file, or connection.hostKey to the machine's key";
    throw new IisError("HOST_KEY_UNKNOWN", { host, problem: `${file} ${error.message}`, hint });
  }
}

/** All key types to request, in order of preference. */
const algorithms = [
  ...["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"],
  ...["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"],
];

/** The key types to request from a machine, known ones first, because a machine has several keys. */
export function hostKeyAlgorithms(rule: HostKeyRule): string[] {
  const keys = rule.kind === "known" ? rule.keys.filter(({ marker }) => marker === undefined) : [];
  const types = rule.kind === "pinned" ? [rule.hostKey.split(" ", 1)[0]] : keys.map(({ type }) => type);
  const isKnown = (algorithm: string): boolean => types.includes(algorithm.replace(/^rsa-sha2-.*/, "ssh-rsa"));
  return [...algorithms.filter(isKnown), ...algorithms.filter((algorithm) => !isKnown(algorithm))];
}

/**
 * Verifies the key of the machine that answered.
 *
 * @param key its public key in the format of SSH
 * @returns undefined if the key is correct; else `HOST_KEY_MISMATCH` or `HOST_KEY_UNKNOWN` with the key and the next
 *   step
 */
export function verifyHostKey(rule: HostKeyRule, key: Buffer, { host, port }: MachineAddress): IisError | undefined {
  const type = key.toString("latin1", 4, 4 + key.readUInt32BE(0));
  const base64 = key.toString("base64");
  const seen = `${type} ${fingerprint(key)}`;
  const line = `${knownHostsName(host, port)} ${type} ${base64}`;
  if (rule.kind === "any") return undefined;
  if (rule.kind === "pinned") {
    if ([fingerprint(key), `${type} ${base64}`].includes(shortened(rule.hostKey))) return undefined;
    return mismatch(
      host,
      `its key is ${seen}, but connection.hostKey is a different key`,
      `write hostKey: "${type} ${base64}"`,
    );
  }
  const same = rule.keys.filter((known) => known.key === base64);
  if (same.some(({ marker }) => marker === "revoked")) {
    return mismatch(host, `its key ${seen} is marked @revoked in ${rule.file}`, "give the machine a new key");
  }
  if (same.some(({ marker }) => marker === undefined)) return undefined;
  const plain = rule.keys.filter(({ marker }) => marker === undefined);
  if (plain.some((known) => known.type === type)) {
    const remedy = `replace its line in ${rule.file} by this one: ${line}`;
    return mismatch(host, `its key is ${seen}, but ${rule.file} has a different key`, remedy);
  }
  const hasAuthority = rule.keys.some(({ marker }) => marker === "cert-authority");
  const why = hasAuthority
    ? `has only a @cert-authority line for it, and host certificates are not supported`
    : plain.length > 0
      ? `has only keys of other types for it (${kindsOf(plain)})`
      : existsSync(rule.file)
        ? "does not list it"
        : "does not exist";
  return new IisError("HOST_KEY_UNKNOWN", {
    host,
    problem: `the host key is not verified: it is ${seen}, and ${rule.file} ${why}`,
    hint:
      "Compare the fingerprint with the one that the machine itself shows (ssh-keygen -lf on its ssh_host_*_key.pub), then " +
      `add this line to ${rule.file}, or its last two words as connection.hostKey: ${line}`,
  });
}

/** A text that is not a key type comes from a wrong file, so it is not shown. */
function kindsOf(keys: readonly KnownKey[]): string {
  const kinds = keys.map(({ type }) => (/^(?:ssh|ecdsa|sk)-[\w@.-]{1,60}$/.test(type) ? type : "unknown type"));
  return [...new Set(kinds)].join(", ");
}

function mismatch(host: string, what: string, remedy: string): IisError {
  return new IisError("HOST_KEY_MISMATCH", {
    host,
    problem: `another machine may have answered: ${what}. Nothing was sent to it`,
    hint: `If the machine was reinstalled, compare the fingerprint with the one that the machine itself shows, then ${remedy}`,
  });
}

function fingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

/** The key without its comment, or the fingerprint without its padding. */
function shortened(hostKey: string): string {
  return hostKey.startsWith("SHA256:") ? hostKey.replace(/=$/, "") : hostKey.split(" ", 2).join(" ");
}
