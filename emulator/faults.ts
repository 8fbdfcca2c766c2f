import { attributePath, type Segment } from "./command-line/parse-path";
import type { World } from "./world";

/** Faults for the first N times, injected as `KIND:N:FILE`. Their effects: docs/contributors/emulator.md. */
export const countedFaults = [
  "busy",
  "changed",
  "before-commit",
  "after-commit",
  "xml-error",
  "kill-before",
  "kill-after",
  "rpc",
  "rejected",
  "start4312",
  "control1061",
  "truncate",
  "garbage",
  "silent",
  "flood",
] as const;

/** Permanent faults, injected by name. */
export const lastingFaults = ["was-down", "denied", "share-lost"] as const;

/** Permanent faults with an argument, injected as `KIND:TEXT`. */
export const faultsWithArgument = ["slow", "fresh", "refuse", "drop"] as const;

/**
 * Whether a counted fault occurs now; counts it. Tests inject faults with APPCMD_EMULATOR_FAULT, a list separated by
 * commas. `KIND:N:FILE` stores its count in FILE.
 */
export function consumeFault(world: World, kind: (typeof countedFaults)[number]): boolean {
  for (const fault of faults(world)) {
    const match = /^([\w-]+):(\d+):(.+)$/.exec(fault);
    if (match?.[1] !== kind || match[3] === undefined) continue;
    const count = Number(world.files.read(match[3])?.toString() ?? "0");
    if (count >= Number(match[2])) continue;
    world.files.replace(match[3], String(count + 1));
    return true;
  }
  return false;
}

/** Whether a permanent fault is injected: the service is down, the caller is not an administrator, or the share is lost. */
export function hasFault(world: World, kind: (typeof lastingFaults)[number]): boolean {
  return faults(world).includes(kind);
}

/** The argument of `KIND:TEXT`; undefined if the fault is not injected. */
export function faultArgument(world: World, kind: (typeof faultsWithArgument)[number]): string | undefined {
  return faults(world)
    .find((fault) => fault.startsWith(`${kind}:`))
    ?.slice(kind.length + 1);
}

/** Whether an argument must be refused as a bad value. */
export function isRefused(world: World, argument: string): boolean {
  return faults(world).some((fault) => fault.startsWith("refuse:") && argument.includes(fault.slice("refuse:".length)));
}

/** Whether a write to this path must be lost without an error. */
export function isDropped(world: World, segments: readonly Segment[]): boolean {
  const lastEntry = segments.findLastIndex(({ kind }) => kind === "indexer");
  const paths = [segments, segments.slice(0, Math.max(lastEntry, 0))].map((some) => attributePath(some).toLowerCase());
  return faults(world).some(
    (fault) =>
      fault.startsWith("drop:") && paths.some((path) => path.endsWith(fault.slice("drop:".length).toLowerCase())),
  );
}

function faults(world: World): string[] {
  return (world.env["APPCMD_EMULATOR_FAULT"] ?? "").split(",").filter((fault) => fault !== "");
}
