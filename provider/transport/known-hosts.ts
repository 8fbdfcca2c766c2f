import { createHmac } from "node:crypto";
import { matchesWildcards } from "../match-wildcards";
import { hostNameKey } from "../name-keys";

/** A line of a known_hosts file that is about a machine. */
export interface KnownKey {
  readonly marker?: "revoked" | "cert-authority";
  /** `ssh-ed25519`, `ssh-rsa` … */
  readonly type: string;
  /** The public key in base64. */
  readonly key: string;
}

/** A machine's name in known_hosts: the port stands beside it where it is not 22. */
export function knownHostsName(host: string, port: number): string {
  return port === 22 ? hostNameKey(host) : `[${hostNameKey(host)}]:${port}`;
}

/**
 * The keys that a known_hosts file has for a machine, in their order: names plain, hashed, with `*` and `?`, and with an
 * exclamation mark for what is left out. Lines that are none are passed over, as ssh does.
 * Source: https://man.openbsd.org/sshd.8#SSH_KNOWN_HOSTS_FILE_FORMAT
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
  const isLeftOut = patterns.some((pattern) => pattern.startsWith("!") && matchesWildcards(pattern.slice(1), name));
  return !isLeftOut && patterns.some((pattern) => matchesWildcards(pattern, name));
}

/** `|1|salt|hash`: an HMAC-SHA1 of the name. */
function matchesHash(hashed: string, name: string): boolean {
  const [, version, salt, hash] = hashed.split("|");
  if (version !== "1" || salt === undefined || hash === undefined) return false;
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
}
