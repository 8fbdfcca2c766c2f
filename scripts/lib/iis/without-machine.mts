import { hostname, userInfo } from "node:os";

/** The names of this machine, of its domain and of the user. */
function namesHere(): string[] {
  const { COMPUTERNAME, USERDOMAIN, USERDNSDOMAIN } = process.env;
  return [hostname(), userInfo().username, COMPUTERNAME, USERDOMAIN, USERDNSDOMAIN].flatMap((name) => name ?? []);
}

/**
 * A text of appcmd without what identifies the machine: its names, security identifiers, identifiers of objects, process ids of
 * `list wp` and the folder of the configuration.
 *
 * @param names that are replaced as whole words, letter case ignored; shorter ones than three characters are kept
 */
export function withoutMachine(text: string, names: readonly string[] = namesHere()): string {
  const words = names
    .filter((name) => name.length > 2)
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const replaced = words.reduce(
    (rest, word) => rest.replace(new RegExp(`(?<![\\p{L}\\p{N}_-])${word}(?![\\p{L}\\p{N}_-])`, "giu"), "MACHINE"),
    text,
  );
  return replaced
    .replace(/S-1-[\d-]{6,}/g, "S-1-0-0")
    .replace(/\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?/gi, "{00000000-0000-0000-0000-000000000000}")
    .replace(/\bWP "\d+"/g, 'WP "0"')
    .replace(/^Filename: .*applicationHost\.config(?=\r?$)/gim, "Filename: \\\\?\\applicationHost.config");
}
