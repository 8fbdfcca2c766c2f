/** The oldest Node.js version with everything that this package uses: `engines` of package.json. */
const oldest = 22;

/**
 * Why this Node.js is too old; undefined if it is not. Every Node.js version must be able to read this file and the
 * files that call it first: they use no newer syntax and load nothing before this check.
 */
export function nodeProblem(version: string): string | undefined {
  if (parseInt(version, 10) >= oldest) return undefined;
  return `pulumi-iis needs Node.js ${oldest} or later, and this is Node.js ${version} (${process.execPath}). Install a newer one, or put it first in PATH.`;
}

/** Ends the program with one sentence if Node.js is too old. */
export function endOnOldNode(): void {
  const problem = nodeProblem(process.versions.node);
  if (problem === undefined) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
