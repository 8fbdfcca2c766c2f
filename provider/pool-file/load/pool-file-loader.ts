import { dirname, isAbsolute, join, resolve } from "node:path";
import type { FileFault, Position } from "../../errors";
import { megabyte, UnreadableFile } from "../../read-file";
import { formatPosition } from "../pool-file";
import { topLevelKeys } from "../schema/pool-file";
import { readYaml, type YamlNode } from "../yaml/document";
import { FileNode } from "../yaml/file-node";
import { decodeSource, SourceText } from "../yaml/source-text";
import { FileBoundary, type PoolFileSystem, realFileSystem, remembering } from "./file-system";
import { findIncludedFiles, findNamedFiles, type SearchContext } from "./find-files";
import type { PlacedName } from "./fleet-names";
import { type FileContent, type FileReading, readPoolFile } from "./read-pool-file";

/** The fault of a file that is another document of this product, by its `schema`: a saved plan or a report. */
export function otherDocumentFault(root: FileNode): FileFault | undefined {
  const schema = root.child("schema")?.value;
  if (typeof schema !== "string" || !/^iispools\.[a-z-]+\/\d+$/.test(schema)) return undefined;
  const isPlan = schema.startsWith("iispools.saved-plan/");
  return root.fault(
    isPlan
      ? "this is a saved plan, not a pool file; apply it with iispools apply"
      : `this is a report (${schema}), not a pool file`,
  );
}

/** The dependencies of loading. */
export interface LoadOptions extends FileReading {
  /** Default: the file system of this machine. */
  readonly fileSystem?: PoolFileSystem;
}

/** What a file declares, and the files that it includes, by their place in the list of all. */
interface LoadedFile {
  readonly content: FileContent;
  readonly includes: readonly number[];
}

/** Maximum size of all files together, in bytes. */
const largestFiles = 128 * megabyte;
/** Maximum depth of includes. */
const deepestInclude = 32;
/** Maximum number of files to which all includes together may lead. */
const mostIncluded = 20_000;

/** The parts of a file that others refer to by name. */
const namedParts = ["hosts", "groups", "pools"];

const nothing: FileContent = {
  ...{ hosts: undefined, includes: [], groups: [], overrides: [] },
  ...{ pools: [], poolDefaults: undefined, isForIncluded: false, defaults: undefined, ignore: [] },
};

/** Reads pool files and what they include, each once. */
export class PoolFileLoader {
  readonly files: LoadedFile[] = [];
  /** The files by name, in reading order. */
  readonly order: string[] = [];
  readonly #faults: FileFault[] = [];
  readonly #withoutValue = new Set<string>();
  readonly #indexes = new Map<string, number>();
  readonly #boundary: FileBoundary;
  readonly #context: SearchContext;
  /** Whether an unreadable part may declare hosts, groups or pools. */
  hasUnread = false;
  #bytes = 0;
  #included = 0;

  constructor(readonly options: LoadOptions) {
    const fileSystem = remembering(options.fileSystem ?? realFileSystem);
    this.#context = { fileSystem, absolute: (path) => resolve(options.cwd, path) };
    this.#boundary = new FileBoundary(fileSystem);
  }

  get firstPosition(): Position {
    return { file: this.order[0] ?? "", line: 1, column: 1 };
  }

  /** All faults so far. */
  get faults(): readonly FileFault[] {
    return this.#faults;
  }

  /** Whether a fault is only a consequence of a value that could not be read: it has the same place or path. */
  isFollowing(fault: FileFault): boolean {
    return placesOf(fault).some((place) => this.#withoutValue.has(place));
  }

  /** The allowed folders are known before the first file is read, because one file may include another next to it. */
  loadAll(paths: readonly string[]): void {
    for (const found of paths.map((path) => findNamedFiles(path, this.#context, this.#boundary))) {
      if ("problem" in found) this.#lose({ path: "", message: found.problem });
      else for (const file of found.files) this.#load(file, 0);
    }
  }

  /** The file's index in the list. */
  #load(file: string, depth: number): number {
    const key = this.#context.absolute(file);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const index = this.files.length;
    this.#indexes.set(key, index);
    this.order.push(file);
    this.files.push({ content: nothing, includes: [] });
    const source = this.#read(file);
    if (source === undefined) return index;
    if (source.text.startsWith('{"schema":"iispools.bundle/')) {
      this.#lose({ path: "", message: "is a bundle, not a pool file; agents read it", position: source.positionAt(0) });
      return index;
    }
    const { root, faults, withoutValue } = readYaml(source, topLevelKeys);
    for (const fault of faults) this.#faults.push(fault);
    this.hasUnread ||= root === undefined || namedParts.some((key) => isUnread(root, key));
    for (const place of withoutValue.flatMap(placesOf)) this.#withoutValue.add(place);
    if (root === undefined) return index;
    const node = new FileNode(source, root);
    const other = otherDocumentFault(node);
    if (other !== undefined) {
      this.#lose(other);
      return index;
    }
    const { value: content, faults: own } = readPoolFile(node, this.options);
    for (const fault of own) if (!this.isFollowing(fault)) this.#faults.push(fault);
    const includes = content.includes.flatMap((include) => this.#include(include, file, depth + 1));
    this.files[index] = { content, includes };
    return index;
  }

  #include({ name, node }: PlacedName, from: string, depth: number): readonly number[] {
    const problem = this.#includeProblem(depth);
    const named = isAbsolute(name) ? name : join(dirname(from), name);
    const found = problem === undefined ? findIncludedFiles(named, this.#context, this.#boundary) : { problem };
    if ("problem" in found) {
      this.#lose(node.fault(found.problem));
      return [];
    }
    this.#included += found.files.length;
    return found.files.map((file) => this.#load(file, depth));
  }

  #includeProblem(depth: number): string | undefined {
    this.#included += 1;
    if (depth > deepestInclude)
      return `leads through more than ${deepestInclude} files; include its files closer to the top`;
    if (this.#included <= mostIncluded) return undefined;
    return `the includes of all files lead to more than ${mostIncluded} files; include each file once`;
  }

  #read(file: string): SourceText | undefined {
    const position = { file, line: 1, column: 1 };
    try {
      const bytes = this.#context.fileSystem.readFile(this.#context.absolute(file));
      this.#bytes += bytes.length;
      const source =
        this.#bytes > largestFiles
          ? { path: "", message: `with it the pool files have more than ${largestFiles / megabyte} MB`, position }
          : decodeSource(file, bytes);
      if (source instanceof SourceText) return source;
      this.#lose(source);
    } catch (error) {
      // The message of any other error may quote the content of a file.
      if (!(error instanceof UnreadableFile)) throw error;
      this.#lose({ path: "", message: error.message, position });
    }
    return undefined;
  }

  /** A fault that makes a whole file unreadable. */
  #lose(fault: FileFault): void {
    this.hasUnread = true;
    this.#faults.push(fault);
  }
}

/** Whether a part of a file exists and is not a map. */
function isUnread({ entries }: YamlNode, key: string): boolean {
  const part = entries?.get(key);
  return entries === undefined || (part !== undefined && part.entries === undefined);
}

/** The places that identify the value of a fault: its position, and its path in the file. */
function placesOf({ path, position }: FileFault): readonly string[] {
  if (position === undefined) return [];
  return [formatPosition(position), ...(path === "" ? [] : [`${position.file} ${path}`])];
}
