/** A known name: in lower case, and as it is returned. */
interface Candidate {
  readonly name: string;
  readonly path: string;
}

/** The known name that is most similar to an unknown one; `undefined` if none is similar. */
export function nearestName(key: string, names: readonly string[]): string | undefined {
  return nearest(key.toLowerCase(), candidates(names));
}

/** The known names. */
export function candidates(names: readonly string[]): readonly Candidate[] {
  return names.map((name) => ({ name: name.toLowerCase(), path: name }));
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

/**
 * The candidate nearest to a key in lower case. The distance is at least that of the lengths and letters, so most names are skipped, and long
 * keys are never compared.
 */
export function nearest(key: string, all: readonly Candidate[]): string | undefined {
  const limit = Math.max(1, Math.floor(key.length / 4));
  let best: { readonly path: string; readonly distance: number } | undefined;
  for (const { name, path } of all) {
    if (Math.abs(name.length - key.length) > limit || lettersApart(key, name) > limit) continue;
    const distance = editDistance(key, name);
    if (distance <= limit && distance < (best?.distance ?? Infinity)) best = { path, distance };
  }
  return best?.path;
}

/** How many letters one text has more than the other, whatever their order. */
function lettersApart(from: string, to: string): number {
  let rest = to;
  let missing = 0;
  for (const letter of from) {
    const found = rest.indexOf(letter);
    if (found === -1) missing += 1;
    else rest = rest.slice(0, found) + rest.slice(found + 1);
  }
  return Math.max(missing, rest.length);
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? Infinity;
}
