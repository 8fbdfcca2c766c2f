import { configurationError, win32 } from "../errors";
import { childElements, type TreeDocument, type TreeElement, treeAttribute } from "../document/tree";

const group = "system.applicationHost";

/** A parsed file. */
interface ReadFile {
  readonly path: string;
  readonly document: TreeDocument;
}

/** The `<system.applicationHost>` elements of the whole server, in file order: IIS combines their sections. */
export function globalGroups(root: TreeElement): TreeElement[] {
  return [root, ...childElements(root).filter(isGlobalLocation)].flatMap((parent) =>
    childElements(parent).filter(({ name }) => name === group),
  );
}

/**
 * The one section of that name; undefined if there is none.
 *
 * @throws AppcmdError as IIS refuses the file: the section occurs twice, is below the path of a site, or is in another
 *   file or encrypted
 */
export function findSection(config: ReadFile, name: "applicationPools" | "sites"): TreeElement | undefined {
  const { path, document } = config;
  const refuse = (line: number, description: string, code: number = win32.invalidData): Error =>
    configurationError(path, line, description, code);
  const elsewhere = childElements(document.root)
    .filter((child) => child.name === "location" && !isGlobalLocation(child))
    .flatMap((location) =>
      sectionsIn(
        childElements(location).filter((child) => child.name === group),
        name,
      ),
    );
  const [strange] = elsewhere;
  if (strange !== undefined) throw refuse(strange.line, atWrongPath);
  const [section, second] = sectionsIn(globalGroups(document.root), name);
  if (second !== undefined) throw refuse(second.line, definedTwice(`${group}/${name}`), win32.alreadyExists);
  const apart = section && apartFrom(section);
  if (apart !== undefined) throw refuse(section?.line ?? 0, apart);
  return section;
}

function sectionsIn(groups: readonly TreeElement[], name: string): TreeElement[] {
  return groups.flatMap((one) => childElements(one).filter((child) => child.name === name));
}

/** `<location path="">`, and one without a path, applies to the level of the file itself. */
function isGlobalLocation(element: TreeElement): boolean {
  return element.name === "location" && ["", "."].includes(treeAttribute(element, "path") ?? "");
}

/** Other places of a section's content, which this program does not read. */
function apartFrom(section: TreeElement): string | undefined {
  const source = treeAttribute(section, "configSource");
  if (source !== undefined) return `The section is in another file (configSource="${source}"). Put it into this one.`;
  const provider = treeAttribute(section, "configProtectionProvider");
  if (provider === undefined) return undefined;
  return `The section is encrypted as a whole (configProtectionProvider="${provider}"). Decrypt it on its server.`;
}

const atWrongPath =
  "This configuration section cannot be used at this path. This happens when the section is locked at a parent level.";

function definedTwice(section: string): string {
  return `Config section '${section}' already defined. Sections must only appear once per config file.  See the help topic <location> for exceptions.`;
}
