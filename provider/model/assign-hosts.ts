/** A file as {@link assignHosts} sees it. */
interface FileHosts {
  /** The hosts that it names; `undefined`: none. */
  readonly own: readonly string[] | undefined;
  /** The files that it includes, by their place in the list. */
  readonly includes: readonly number[];
}

/**
 * The hosts that each file is for. A file that names hosts is for these; one that names none is for the hosts of the
 * files that include it, and where no file does, for all that any file names.
 */
export function assignHosts(files: readonly FileHosts[], all: readonly string[]): readonly (readonly string[])[] {
  const included = new Set(files.flatMap(({ includes }) => includes));
  const assigned: (readonly string[] | Set<string>)[] = files.map(() => new Set<string>());
  const give = (start: number, hosts: readonly string[]): void => {
    const seen = new Set<number>();
    const open = [start];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const file = files[index];
      if (file === undefined || seen.has(index) || (index !== start && file.own !== undefined)) continue;
      seen.add(index);
      const here = assigned[index];
      if (hosts === all) assigned[index] = all;
      else if (here instanceof Set) for (const host of hosts) here.add(host);
      open.push(...file.includes);
    }
  };
  for (const [index, { own }] of files.entries()) {
    if (own !== undefined) give(index, own);
    else if (!included.has(index)) give(index, all);
  }
  // What is left are files that include each other and that no other file includes.
  for (const [index, hosts] of assigned.entries()) if (hosts instanceof Set && hosts.size === 0) give(index, all);
  const ranks = new Map(all.map((host, rank) => [host, rank]));
  const rank = (host: string): number => ranks.get(host) ?? 0;
  return assigned.map((hosts) => (hosts instanceof Set ? [...hosts].sort((a, b) => rank(a) - rank(b)) : hosts));
}
