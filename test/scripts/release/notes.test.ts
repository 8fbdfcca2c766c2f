import { readFileSync } from "node:fs";
import { releaseNotes } from "../../../scripts/lib/release/notes.mts";

const files = "https://example.com/blob/v1.2.0";
const changelog = `# Changelog

## Unreleased

## 1.2.0 - 2026-01-31

### Added

- A thing ([its page](docs/administrators/upgrading.md#before), [the web](https://example.com), [below](#fixed)).

### Fixed

- See [another](SECURITY.md).

## 1.1.0 - 2025-12-01

- Older.
`;

describe("the notes of a release", () => {
  it("are what the changelog says of the version, with links that work elsewhere", () => {
    expect(releaseNotes(changelog, "1.2.0", files)).toBe(`### Added

- A thing ([its page](${files}/docs/administrators/upgrading.md#before), [the web](https://example.com), [below](#fixed)).

### Fixed

- See [another](${files}/SECURITY.md).
`);
    expect(releaseNotes(changelog, "1.1.0", files)).toBe("- Older.\n");
  });

  it.each(["1.2", "1.3.0", "v1.2.0"])("are refused for %s, which has no heading", (version) => {
    expect(() => releaseNotes(changelog, version, files)).toThrow(`CHANGELOG.md has no heading "## ${version}"`);
  });

  it("are refused if the changelog says nothing", () => {
    expect(() => releaseNotes(changelog, "Unreleased", files)).toThrow(
      'CHANGELOG.md: nothing is below "## Unreleased"',
    );
  });

  it("can be made of the project's own changelog", () => {
    const notes = releaseNotes(readFileSync("CHANGELOG.md", "utf8"), "Unreleased", files);
    expect(notes).toContain("### Added");
    expect(notes).not.toMatch(/\]\((?!https:|#)/);
  });
});
