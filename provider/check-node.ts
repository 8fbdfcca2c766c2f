/** The oldest Node.js with all that this package uses: package.json's engines. */
const oldest = 22;

/**
 * Why this Node.js is too old; undefined where it is not. This file and those that call it first are read by a Node.js of any
 * age: they hold no younger syntax, and load nothing before they have asked.
 */
export function nodeProblem(version: string): string | undefined {
  if (parseInt(version, 10) >= oldest) return undefined;
  return `pulumi-iis needs Node.js ${oldest} or later, and this is Node.js ${version} (${process.execPath}). Install a newer one, or put it first in PATH.`;
}

/** Ends the program with one sentence where Node.js is too old. */
export function endOnOldNode(): void {
  const problem = nodeProblem(process.versions.node);
  if (problem === undefined) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
