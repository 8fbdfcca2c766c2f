import { megabyte } from "../read-file";

/** The largest bundle that is read, in bytes. */
export const largestBundle = 64 * megabyte;

/** Where an agent has its pool files from. */
export type AgentSource =
  /** A bundle at an address. */
  | { readonly kind: "address"; readonly name: string; readonly url: URL }
  /** A bundle in a file. */
  | { readonly kind: "bundle"; readonly name: string; readonly file: string; readonly isRemote: boolean }
  /** Pool files and folders. */
  | { readonly kind: "files"; readonly name: string; readonly paths: readonly string[]; readonly isRemote: boolean };

/**
 * The source that the words of a call name: an address, a bundle (`*.bundle`), or pool files and folders.
 *
 * @returns the source, or what is wrong with it
 */
export function sourceOf(words: readonly string[]): AgentSource | { readonly problem: string } {
  const [first = ""] = words;
  const isSpecial = words.some((word) => isAddress(word) || isBundle(word));
  if (isSpecial && words.length > 1) return { problem: "an address or a bundle must be the only source" };
  if (isAddress(first)) return addressOf(first);
  if (isBundle(first)) return { kind: "bundle", name: first, file: first, isRemote: isShare(first) };
  return { kind: "files", name: words.join(" "), paths: words, isRemote: words.some(isShare) };
}

function addressOf(text: string): AgentSource | { readonly problem: string } {
  const url = URL.parse(text);
  if (url === null) return { problem: "is not a valid address" };
  if (url.protocol !== "https:") return { problem: "must begin with https://" };
  // It is among the arguments of a task, which others can read.
  if (url.username !== "" || url.password !== "") return { problem: "must have no user or password in the address" };
  return { kind: "address", name: `${url.origin}${url.pathname}`, url };
}

function isAddress(word: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(word);
}

function isBundle(word: string): boolean {
  return /\.bundle$/i.test(word);
}

/** A path that leads to another machine: `\\server\share`, also as `\\?\UNC\server\share`. */
function isShare(path: string): boolean {
  return /^[\\/]{2}(?:[^\\/?.]|[?.][\\/]UNC[\\/])/i.test(path);
}
