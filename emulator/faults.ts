import { attributePath, type Segment } from "./command-line/parse-path";
import type { World } from "./world";

type Counted = "busy" | "rpc" | "start4312";

/**
 * Faults that a test orders by APPCMD_EMULATOR_FAULT, a list with commas: `busy:N:FILE`, `rpc:N:FILE` and
 * `start4312:N:FILE` strike the first N times and keep count in FILE; `refuse:TEXT` and `drop:PATH` always.
 * Answers whether a counted fault strikes now, and counts it.
 */
export function consumeFault(world: World, kind: Counted): boolean {
  for (const fault of faults(world)) {
    const match = /^(\w+):(\d+):(.+)$/.exec(fault);
    if (match?.[1] !== kind || match[3] === undefined) continue;
    const struck = Number(world.files.read(match[3])?.toString() ?? "0");
    if (struck >= Number(match[2])) continue;
    world.files.replace(match[3], String(struck + 1));
    return true;
  }
  return false;
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
