import { XmlError } from "../../provider/xml/parse";
import { AppcmdError, configurationError, win32 } from "../errors";
import { insertElement } from "../document/edit";
import { childElement, childElements, readTree, type TreeDocument, type TreeElement } from "../document/tree";
import { type ElementSchema, versionSchema } from "../schema/load-schema";
import { notRegular, tooLarge, type World } from "../world";
import { decodeConfig, identifyOther } from "./identify-file";
import { findSection, globalGroups } from "./find-section";
import { newerSchema, validateSection } from "./validate-section";

/** A configuration file for one call of appcmd: the file on disk, and the working copy that operations change. */
export interface Config {
  /** The file itself, with links followed. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly document: TreeDocument;
}

/** The section of the pools in a working copy. */
export interface PoolSection {
  readonly element: TreeElement;
  readonly schema: ElementSchema;
}

/**
 * Reads the configuration file; a file that is missing, not UTF-8, not well-formed or of another kind is a
 * configuration error.
 */
export function loadConfig(world: World, name: string | undefined): Config {
  if (name === undefined || name === "") {
    const hint = "Cannot read configuration file: set APPCMD_EMULATOR_CONFIG or /apphostconfig:FILE";
    throw configurationError("applicationHost.config", 0, hint, win32.fileNotFound);
  }
  const path = world.files.target(name);
  const bytes = read(world, path);
  const decoded = decodeConfig(bytes);
  if ("fault" in decoded) throw configurationError(path, decoded.line, decoded.fault, win32.invalidData);
  const document = parse(path, decoded.text);
  const other = identifyOther(document.root);
  if (other !== undefined) throw configurationError(path, document.root.line, other, win32.invalidData);
  return { path, bytes, document };
}

function parse(path: string, text: string): TreeDocument {
  try {
    return readTree(text);
  } catch (error) {
    throw error instanceof XmlError ? notWellFormed(path, error.line) : error;
  }
}

/** Finds the pools of a working copy, creates the section if it is missing, and checks it against the schema. */
export function poolSection(world: World, config: Config): PoolSection {
  const { root } = config.document;
  const known = versionSchema(world);
  checkDeclaration(root, config.path);
  const element = findSection(config, "applicationPools") ?? newSection(root);
  // A version that is set explicitly has only its own attributes.
  const isNamed = (world.env["APPCMD_EMULATOR_IIS"] ?? "") !== "";
  const unknown = validateSection(element, known);
  const { schema, paths } =
    isNamed || unknown === undefined ? { schema: known, paths: [] } : newerSchema(known, element);
  const fault = schema === known ? unknown : validateSection(element, schema);
  if (fault !== undefined) throw configurationError(config.path, fault.line, fault.description, win32.invalidData);
  if (paths.length > 0)
    world.warn?.(`${config.path}: not known to this emulator, and used unchanged: ${paths.join(", ")}`);
  return { element, schema };
}

function newSection(root: TreeElement): TreeElement {
  const group = globalGroups(root)[0] ?? insertElement(root, "system.applicationHost", {});
  return insertElement(group, "applicationPools", {});
}

/** A file that declares its sections must declare this one; a short file, as people write it by hand, declares none. */
function checkDeclaration(root: TreeElement, path: string): void {
  const declarations = childElement(root, "configSections");
  if (declarations === undefined) return;
  const named = (parent: TreeElement, name: string): TreeElement | undefined =>
    childElements(parent).find((child) => child.attributes.some((one) => one.name === "name" && one.value === name));
  const group = named(declarations, "system.applicationHost");
  if (group !== undefined && named(group, "applicationPools") !== undefined) return;
  const section = "The configuration section 'system.applicationHost/applicationPools'";
  const description = `${section} cannot be read because it is missing a section declaration`;
  throw configurationError(path, 0, description, win32.invalidData);
}

/** Files that are not read whatever their permissions. */
const unreadable: ReadonlyMap<string | undefined, string> = new Map([
  [
    notRegular,
    "Cannot read configuration file: it is not a regular file. Give the applicationHost.config of a server.",
  ],
  [tooLarge, "Cannot read configuration file: it is larger than 256 MB. Give the applicationHost.config of a server."],
]);

function read(world: World, path: string): Buffer {
  let bytes: Buffer | undefined;
  try {
    bytes = world.files.read(path);
  } catch (error) {
    if (error instanceof AppcmdError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const description = unreadable.get(code) ?? "Cannot read configuration file due to insufficient permissions";
    throw configurationError(path, 0, description, win32.accessDenied);
  }
  if (bytes === undefined) throw configurationError(path, 0, "Cannot read configuration file", win32.fileNotFound);
  return bytes;
}

function notWellFormed(path: string, line: number): AppcmdError {
  return configurationError(path, line, "Configuration file is not well-formed XML", win32.invalidData);
}
