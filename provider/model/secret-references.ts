import { findAttribute } from "../schema/app-pool-attributes";
import { envReference } from "../env-reference";
import type { Fault } from "../errors";
import { below } from "../join-path";
import { ownValue } from "../record";
import type { YamlNode } from "./yaml-document";

/** Where the secrets of a file come from. */
export interface SecretSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a variable that is not set is a fault. */
  readonly secrets: "required" | "may be missing";
}

/** A block of settings with its `${env:NAME}` replaced. */
export interface ResolvedSecrets {
  readonly value: unknown;
  /** The variable that each secret comes from, by the path of the setting. */
  readonly names: Readonly<Record<string, string>>;
  /** Secrets that are not known, as they may be missing and are. */
  readonly unknown: readonly string[];
  readonly faults: readonly Fault[];
}

const anyReference = "${env:";

/**
 * Replaces `${env:NAME}`, which only a secret setting can have, as its whole value. No fault repeats what a variable
 * holds.
 */
export function resolveSecrets(node: YamlNode, source: SecretSource): ResolvedSecrets {
  const faults: Fault[] = [];
  const names: Record<string, string> = {};
  const unknown: string[] = [];
  const resolve = (text: string, path: string): string | undefined => {
    const name = envReference(text);
    const problem = problemOf(path, name, source);
    if (problem !== undefined) faults.push({ path, message: problem });
    else if (name !== undefined) names[path] = name;
    const found = problem !== undefined || name === undefined ? undefined : ownValue(source.env, name);
    if (found !== undefined && found !== "") return found;
    unknown.push(path);
    return undefined;
  };
  return { value: replaced(node, "", resolve), names, unknown, faults };
}

/** A node's value with every text that holds a reference replaced; `undefined` takes it out. */
function replaced(
  { value, entries, items }: YamlNode,
  path: string,
  resolve: (text: string, path: string) => string | undefined,
): unknown {
  if (typeof value === "string") return value.includes(anyReference) ? resolve(value, path) : value;
  if (items !== undefined) return items.map((item, index) => replaced(item, `${path}[${index}]`, resolve));
  if (entries === undefined) return value;
  return Object.fromEntries([...entries].map(([key, child]) => [key, replaced(child, below(path, key), resolve)]));
}

/** Every text below a node that holds a reference, with its path. */
export function referencesIn(node: YamlNode, path = ""): readonly { readonly path: string; readonly node: YamlNode }[] {
  const { value, entries, items } = node;
  if (typeof value === "string") return value.includes(anyReference) ? [{ path, node }] : [];
  if (items !== undefined) return items.flatMap((item, index) => referencesIn(item, `${path}[${index}]`));
  return [...(entries ?? [])].flatMap(([key, child]) => referencesIn(child, below(path, key)));
}

/** What a reference in the place of something else is told. */
export const onlyForSecrets = "${env:NAME} is for secrets only (passwords and private keys), as their whole value";

function problemOf(path: string, name: string | undefined, { env, secrets }: SecretSource): string | undefined {
  if (findAttribute(path)?.secret !== true) return onlyForSecrets;
  if (name === undefined)
    return "write ${env:NAME} alone, NAME of letters, digits and underscores; nothing before or behind";
  if (secrets === "may be missing") return undefined;
  const text = ownValue(env, name);
  if (text === undefined) return `the environment variable ${name} is not set`;
  return text === "" ? `the environment variable ${name} is empty` : undefined;
}
