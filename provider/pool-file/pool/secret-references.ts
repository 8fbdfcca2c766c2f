import { type Environment, envReference, readVariable } from "../../env-reference";
import type { FileFault } from "../../errors";
import { findAttribute } from "../../settings/app-pool-attributes";
import type { YamlNode } from "../yaml/document";
import type { FileNode } from "../yaml/file-node";

/** The default environment variable for a pool's secret: `Shop` and `processModel.password` give `SHOP_PASSWORD`. */
export function secretName(name: string, path: string): string {
  const words = `${name}_${path.slice(path.lastIndexOf(".") + 1)}`;
  const upper = words
    .normalize("NFKD")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_");
  return /^[A-Z]/.test(upper) ? upper : `POOL${upper.startsWith("_") ? "" : "_"}${upper}`;
}

/** The source of a file's secrets. */
export interface SecretSource {
  readonly env: Environment;
  /** Whether a variable that is not set is a fault. */
  readonly secrets: "required" | "may be missing";
}

type Keys = readonly (string | number)[];

const anyReference = "${env:";

/**
 * The value of a block of settings with `${env:NAME}` replaced, which is allowed only for a secret setting, as its
 * whole value. No fault shows the value of a variable.
 *
 * @returns `names`: the variable of each secret, by the path of the setting; `unknown`: the paths that are not known,
 *   because of a fault or a missing variable that is allowed
 */
export function resolveSecrets(
  node: FileNode,
  source: SecretSource,
): {
  readonly value: unknown;
  readonly names: Readonly<Record<string, string>>;
  readonly unknown: readonly string[];
  readonly faults: readonly FileFault[];
} {
  const faults: FileFault[] = [];
  const names: Record<string, string> = {};
  const unknown: string[] = [];
  if (!node.source.hasReferences) return { value: node.value, names, unknown, faults };
  const resolve = (text: string, keys: Keys): string | undefined => {
    const path = keys.join(".");
    const name = envReference(text);
    const found = findSecret(path, name, source);
    if (found.problem !== undefined) faults.push(node.fault(found.problem, keys));
    else if (name !== undefined) names[path] = name;
    if (found.value === undefined) unknown.push(path);
    return found.value;
  };
  return { value: replaced(node.node, [], resolve), names, unknown, faults };
}

/** A node's value with every text that contains a reference replaced; `undefined` removes the text. */
function replaced(
  { value, entries, items }: YamlNode,
  keys: Keys,
  resolve: (text: string, keys: Keys) => string | undefined,
): unknown {
  if (typeof value === "string") return value.includes(anyReference) ? resolve(value, keys) : value;
  if (items !== undefined) return items.map((item, index) => replaced(item, [...keys, index], resolve));
  if (entries === undefined) return value;
  return Object.fromEntries([...entries].map(([key, child]) => [key, replaced(child, [...keys, key], resolve)]));
}

/** Faults for every text of a part that contains a reference. @param isSecret whether one is allowed at these keys */
export function misplacedReferences(
  part: FileNode,
  isSecret: (keys: Keys) => boolean = () => false,
): readonly FileFault[] {
  if (!part.source.hasReferences) return [];
  return referencesIn(part.node)
    .filter((keys) => !isSecret(keys))
    .map((keys) => part.fault(onlyForSecrets, keys));
}

function referencesIn({ value, entries, items }: YamlNode, keys: Keys = []): readonly Keys[] {
  if (typeof value === "string") return value.includes(anyReference) ? [keys] : [];
  const children: Iterable<readonly [string | number, YamlNode]> = entries ?? items?.entries() ?? [];
  return [...children].flatMap(([key, child]) => referencesIn(child, [...keys, key]));
}

const onlyForSecrets = "${env:NAME} is for secrets only (passwords and private keys), as their whole value";

/** The value of a setting's variable, or the fault; neither if it is missing and may be. */
function findSecret(
  path: string,
  name: string | undefined,
  { env, secrets }: SecretSource,
): { readonly value?: string; readonly problem?: string } {
  if (findAttribute(path)?.secret !== true) return { problem: onlyForSecrets };
  if (name === undefined)
    return {
      problem: "write only ${env:NAME}, with NAME of letters, digits and underscores; no text before or after it",
    };
  const found = readVariable(env, name);
  return "problem" in found && secrets === "may be missing" ? {} : found;
}
