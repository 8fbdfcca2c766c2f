import { attributePath, type Segment } from "./command-line/parse-path";
import type { World } from "./world";

/** Faults that strike the first N times, ordered as `KIND:N:FILE`. What each does: docs/contributors/emulator.md. */
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

/** Faults that last, ordered by their name. */
export const lastingFaults = ["was-down", "denied"] as const;

/** Faults that last and have an argument, ordered as `KIND:TEXT`. */
export const faultsWithArgument = ["slow", "fresh", "refuse", "drop"] as const;

/**
 * Whether a counted fault applies now. Counts it. Tests order faults by APPCMD_EMULATOR_FAULT, a list with
 * commas. `KIND:N:FILE` keeps its count in FILE.
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

/** Whether a lasting fault is ordered: the service is down, or the caller is no administrator. */
export function hasFault(world: World, kind: (typeof lastingFaults)[number]): boolean {
  return faults(world).includes(kind);
}

/** The argument of `KIND:TEXT`, undefined where the fault is not ordered. */
export function faultArgument(world: World, kind: (typeof faultsWithArgument)[number]): string | undefined {
  return faults(world)
    .find((fault) => fault.startsWith(`${kind}:`))
    ?.slice(kind.length + 1);
}

/** Whether an argument is to be refused as a bad value. */
export function isRefused(world: World, argument: string): boolean {
  return faults(world).some((fault) => fault.startsWith("refuse:") && argument.includes(fault.slice("refuse:".length)));
}

/** Whether a write to this path is to be lost without a word. */
export function isDropped(world: World, segments: readonly Segment[]): boolean {
  const path = attributePath(segments).toLowerCase();
  return faults(world).some(
    (fault) => fault.startsWith("drop:") && path.endsWith(fault.slice("drop:".length).toLowerCase()),
  );
}

function faults(world: World): string[] {
  return (world.env["APPCMD_EMULATOR_FAULT"] ?? "").split(",").filter((fault) => fault !== "");
}
