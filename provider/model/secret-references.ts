import { findAttribute } from "../schema/app-pool-attributes";
import { envReference } from "../env-reference";
import type { Fault } from "../errors";
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
export function resolveSecrets(node: YamlNode, { env, secrets }: SecretSource): ResolvedSecrets {
  const faults: Fault[] = [];
  const names: Record<string, string> = {};
  const unknown: string[] = [];
  let { value } = node;
  for (const { path, keys, text } of referencesIn(node)) {
    const name = envReference(text);
    const problem = problemOf(path, name, env, secrets);
    if (problem !== undefined) faults.push({ path, message: problem });
    const found = name === undefined ? undefined : ownValue(env, name);
    const isKnown = problem === undefined && found !== undefined && found !== "";
    if (name !== undefined && problem === undefined) names[path] = name;
    if (!isKnown) unknown.push(path);
    value = replaced(value, keys, isKnown ? found : undefined);
  }
  return { value, names, unknown, faults };
}

/** Every text below a node that holds a reference, with its path. */
export function referencesIn(
  node: YamlNode,
  path = "",
  keys: readonly string[] = [],
): readonly { readonly path: string; readonly keys: readonly string[]; readonly text: string }[] {
  const { value, entries, items } = node;
  if (typeof value === "string") return value.includes(anyReference) ? [{ path, keys, text: value }] : [];
  const children =
    entries === undefined ? (items ?? []).map((item, index) => [String(index), item] as const) : [...entries];
  return children.flatMap(([key, child]) => {
    const step = items === undefined ? (path === "" ? key : `.${key}`) : `[${key}]`;
    return referencesIn(child, `${path}${step}`, [...keys, key]);
  });
}

/** What a reference in the place of something else is told. */
export const onlyForSecrets = "${env:NAME} is for secrets only (passwords and private keys), as their whole value";

function problemOf(
  path: string,
  name: string | undefined,
  env: SecretSource["env"],
  secrets: SecretSource["secrets"],
): string | undefined {
  if (findAttribute(path)?.secret !== true) return onlyForSecrets;
  if (name === undefined)
    return "write ${env:NAME} alone, NAME of letters, digits and underscores; nothing before or behind";
  if (secrets === "may be missing") return undefined;
  const text = ownValue(env, name);
  if (text === undefined) return `the environment variable ${name} is not set`;
  return text === "" ? `the environment variable ${name} is empty` : undefined;
}

/** A copy with another value at a place; `undefined` takes it out. */
function replaced(value: unknown, [key, ...rest]: readonly string[], by: string | undefined): unknown {
  if (key === undefined || typeof value !== "object" || value === null) return by;
  const old: unknown = Reflect.get(value, key);
  const now = replaced(old, rest, by);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === key ? now : item));
  return { ...value, [key]: now };
}
