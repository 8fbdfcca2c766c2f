import { findAttribute } from "./app-pool-attributes";

/** The name of a setting: `Private Memory Limit (recycling.periodicRestart.privateMemory)`, or only its path. */
export function nameSetting({ label, path }: { readonly label?: string; readonly path: string }): string {
  return label === undefined ? path : `${label} (${path})`;
}

/** The value with the meaning of its zero: `off (no limit)`. */
export function explainZero(path: string, text: string): string {
  const { zero, zeroName } = findAttribute(path) ?? {};
  return zero !== undefined && text === zeroName && zeroName === "off" ? `${text} (${zero})` : text;
}
