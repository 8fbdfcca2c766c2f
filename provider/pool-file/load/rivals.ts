import { isDeepStrictEqual } from "node:util";
import type { FileFault } from "../../errors";
import type { Declared } from "../pool/declared";
import { formatPosition } from "../pool-file";

/**
 * Faults for settings with different values in declarations of which none wins.
 *
 * @param rivals of the same rank
 * @param winners declarations that win over all of them; what one of these sets is no fault
 * @param why why none wins, and what to do
 */
export function rivalFaults(
  rivals: readonly Declared[],
  winners: readonly Declared[],
  why: string,
): readonly FileFault[] {
  const first = new Map<string, Declared>();
  return rivals.flatMap((declared) =>
    Object.keys(declared.positions).flatMap((at): readonly FileFault[] => {
      if (at === "" || winners.some((one) => at in one.positions)) return [];
      const earlier = first.get(at);
      if (earlier === undefined) first.set(at, declared);
      const other = earlier?.positions[at];
      if (earlier === undefined || other === undefined) return [];
      if (isDeepStrictEqual(valueAt(declared, at), valueAt(earlier, at))) return [];
      return [declared.node.fault(`${at} has a different value in ${formatPosition(other)}, and ${why}`)];
    }),
  );
}

function valueAt({ settings, stagger, ...own }: Declared, path: string): unknown {
  if (path === "state" || path === "multiInstance" || path === "probe") return own[path];
  return settings[path] ?? stagger;
}
