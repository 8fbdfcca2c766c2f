import { settingAttributes } from "../schema/app-pool-attributes";
import { groupPaths, keysOf } from "../schema/settings-paths";

/**
 * What the user may have meant by an unknown key of a group (`""`: the top): another key of the group, or the full path
 * of a setting elsewhere. Letter case counts least, then what lies nearest. `undefined` when nothing is like it.
 */
export function suggest(group: string, key: string, otherKeys: readonly string[] = []): string | undefined {
  const near = [...keysOf(group), ...(group === "" ? otherKeys : [])];
  const all = [...groupPaths, ...settingAttributes.map(({ path }) => path)];
  const same = (name: string): boolean => name.toLowerCase() === key.toLowerCase();
  return near.find(same) ?? all.find(same) ?? nearest(key, near, (name) => name) ?? nearest(key, all, lastOf);
}

/** The name that the user may have meant by an unknown one; `undefined` when none is like it. */
export function nearestName(key: string, names: readonly string[]): string | undefined {
  return nearest(key, names, (name) => name);
}

/** How many single letters must be typed, dropped, changed or swapped with their neighbour to turn one text into the other. */
export function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const changed = at(above, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
          ? at(before, column - 2) + 1
          : Infinity;
      current.push(Math.min(at(above, column) + 1, at(current, column - 1) + 1, changed, swapped));
    }
    before = above;
    above = current;
  }
  return at(above, to.length);
}

function nearest(key: string, paths: readonly string[], name: (path: string) => string): string | undefined {
  const limit = Math.max(1, Math.floor(key.length / 4));
  const [best] = paths
    .map((path) => ({ path, distance: editDistance(key.toLowerCase(), name(path).toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return best?.path;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? Infinity;
}
