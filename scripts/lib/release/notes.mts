// The notes of a release: what CHANGELOG.md says of its version.

/**
 * The text below the heading of a version, `## 1.2.3 - 2026-01-31`, to the next heading of that level. Links to files of the repository
 * become addresses, because the notes are shown elsewhere.
 *
 * @param changelog the text of CHANGELOG.md
 * @param version for example "1.2.3", or "Unreleased"
 * @param files where the files of the repository are, as an address without a slash at its end
 * @throws if there is no such heading, or nothing below it
 */
export function releaseNotes(changelog: string, version: string, files: string): string {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((one) => /^\S+/.exec(one)?.[0] === version);
  if (section === undefined) throw new Error(`CHANGELOG.md has no heading "## ${version}"`);
  const notes = section.slice(section.indexOf("\n")).trim();
  if (notes === "") throw new Error(`CHANGELOG.md: nothing is below "## ${version}"`);
  return `${notes.replace(/\]\((?!\w+:|#)/g, `](${files}/`)}\n`;
}
