import { dirname, isAbsolute, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { FileFault, Position } from "../errors";
import { assignHosts } from "./assign-hosts";
import { FileFaults } from "./file-faults";
import { joinPath } from "./file-path";
import { type PoolFileSystem, realFileSystem } from "./file-system";
import { codeOf, findFiles } from "./find-files";
import { formatPosition } from "./format-fault";
import { joinGroups } from "./host-groups";
import { Overrides } from "./merge-overrides";
import type { HostDeclaration, IgnoreRule, PoolFiles } from "./pool-file";
import { renameFaults } from "./rename-faults";
import { type FileContent, type FileReading, readPoolFile } from "./read-pool-file";
import { spreadDefaults, spreadPools } from "./spread-declarations";
import { decodeSource, SourceText } from "./source-text";
import { readYaml } from "./yaml-document";

/** What loading needs from outside. */
export interface LoadOptions extends FileReading {
  /** This machine's by default. */
  readonly fileSystem?: PoolFileSystem;
}

/** Everything that pool files declare, and every fault of every file. */
export interface LoadedPoolFiles {
  /** What could be read; with faults it must not be applied. */
  readonly files: PoolFiles;
  /** File by file in the order they were read, each from top to bottom. */
  readonly faults: readonly FileFault[];
}

interface LoadedFile {
  readonly content: FileContent;
  readonly includes: number[];
}

/**
 * Loads pool files, folders of them and what they include. Every fault is found in one run, with its place.
 *
 * @param paths files, folders and patterns, relative to `cwd`
 */
export function loadPoolFiles(paths: readonly string[], options: LoadOptions): LoadedPoolFiles {
  const loader = new Loader(options);
  loader.loadAll(paths);
  const { files, faults } = loader;
  const contents = files.map(({ content }) => content);
  const hosts = joinHosts(contents, faults, loader.firstPosition);
  const names = hosts.map(({ name }) => name);
  const ownNames = ({ hosts: own }: FileContent): readonly string[] | undefined =>
    own?.map(({ name }) => names.find((known) => sameName(known, name)) ?? name);
  const hostsOfFiles = assignHosts(
    files.map(({ content, includes }) => ({ own: ownNames(content), includes })),
    names,
  );
  const forHosts = <T>(index: number, declared: T): T & { hosts: readonly string[] } => ({
    ...declared,
    hosts: hostsOfFiles[index] ?? [],
  });
  const groups = joinGroups(
    contents.flatMap((content) => content.groups),
    names,
  );
  const overrides = new Overrides(
    contents.flatMap((content) => content.overrides),
    { hosts: names, groups },
  );
  const pools = spreadPools(contents, hostsOfFiles, overrides, { hosts: names, groups });
  const defaults = spreadDefaults(contents, hostsOfFiles, overrides, names);
  const ignore = contents.flatMap((content, index) => content.ignore.map((rule) => forHosts(index, rule)));
  addTwins(
    pools.map((pool) => ({ ...pool, path: joinPath("pools", pool.name) })),
    faults,
  );
  faults.push(...renameFaults(pools));
  addTwins(
    defaults.map((declared) => ({ ...declared, name: "", path: "applicationPoolDefaults" })),
    faults,
  );
  addUnknownHosts(ignore, names, faults);
  const all = [...faults, ...loader.faultsOfFiles()];
  return { files: { hosts, groups, pools, defaults, ignore }, faults: inOrder(all, loader.order) };
}

/** Reads files and what they include, each once. */
class Loader {
  readonly files: LoadedFile[] = [];
  readonly faults: FileFault[] = [];
  /** The files as they are named, in the order they were read. */
  readonly order: string[] = [];
  readonly #faultsOfFiles: FileFaults[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #fileSystem: PoolFileSystem;

  constructor(readonly options: LoadOptions) {
    this.#fileSystem = options.fileSystem ?? realFileSystem;
  }

  get firstPosition(): Position {
    return { file: this.order[0] ?? "", line: 1, column: 1 };
  }

  /** Each once: where hosts differ, the same is found several times. */
  faultsOfFiles(): FileFault[] {
    const faults = this.#faultsOfFiles.flatMap(({ list }) => list);
    return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
  }

  loadAll(paths: readonly string[]): void {
    for (const path of paths) {
      const found = findFiles(path, this.#absolute, this.#fileSystem);
      if ("problem" in found) this.faults.push({ path: "", message: found.problem });
      else for (const file of found.files) this.#load(file);
    }
  }

  readonly #absolute = (path: string): string => resolve(this.options.cwd, path);

  /** The file's place in the list; `undefined` where it cannot be read. */
  #load(file: string): number | undefined {
    const key = this.#absolute(file);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const index = this.files.length;
    this.#indexes.set(key, index);
    this.order.push(file);
    const source = this.#read(file);
    const loaded: LoadedFile = { content: nothing, includes: [] };
    this.files.push(loaded);
    if (source === undefined) return index;
    const { root, faults } = readYaml(source);
    this.faults.push(...faults);
    if (root === undefined) return index;
    const fileFaults = new FileFaults(source);
    const content = readPoolFile(root, fileFaults, this.options);
    const includes = content.includes.flatMap(({ text, path, node }) => {
      const named = isAbsolute(text) ? text : join(dirname(file), text);
      const found = findFiles(named, this.#absolute, this.#fileSystem);
      if (!("problem" in found)) return found.files.map((other) => this.#load(other) ?? index);
      fileFaults.add(node, path, found.problem);
      return [];
    });
    this.files[index] = { content, includes };
    this.#faultsOfFiles.push(fileFaults);
    return index;
  }

  #read(file: string): SourceText | undefined {
    try {
      const source = decodeSource(file, this.#fileSystem.readFile(this.#absolute(file)));
      if (source instanceof SourceText) return source;
      this.faults.push(source);
    } catch (error) {
      this.faults.push({
        path: "",
        message: `cannot be read: ${codeOf(error)}`,
        position: { file, line: 1, column: 1 },
      });
    }
    return undefined;
  }
}

const nothing: FileContent = {
  ...{ hosts: undefined, includes: [], groups: [], overrides: [] },
  ...{ pools: [], defaults: undefined, ignore: [] },
};

/** All hosts that the files name, each once; this machine where they name none. */
function joinHosts(contents: readonly FileContent[], faults: FileFault[], first: Position): readonly HostDeclaration[] {
  const hosts = new Map<string, HostDeclaration>();
  for (const host of contents.flatMap(({ hosts: own }) => own ?? [])) {
    const earlier = hosts.get(host.name.toLowerCase());
    if (earlier === undefined) hosts.set(host.name.toLowerCase(), host);
    else if (!isDeepStrictEqual(earlier.connection, host.connection)) {
      const message = `has another connection than in ${formatPosition(earlier.position)}`;
      faults.push({ path: joinPath("hosts", host.name), message, position: host.position });
    }
  }
  return hosts.size > 0 ? [...hosts.values()] : [{ name: "local", connection: {}, position: first }];
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

interface Named {
  readonly name: string;
  readonly path: string;
  readonly hosts: readonly string[];
  readonly positions: Readonly<Record<string, Position>>;
}

/** What is declared twice for one host; IIS ignores the letter case of a pool's name. */
function addTwins(declarations: readonly Named[], faults: FileFault[]): void {
  const seen = new Map<string, Position>();
  for (const { name, path, hosts, positions } of declarations) {
    const [position] = [positions[""]];
    if (position === undefined) continue;
    const keys = hosts.map((host) => JSON.stringify([host, name.toLowerCase()]));
    const twin = keys.findIndex((key) => seen.has(key));
    const earlier = seen.get(keys[twin] ?? "");
    if (earlier !== undefined) {
      const message = `is declared twice for host ${String(hosts[twin])}; the first is ${formatPosition(earlier)}`;
      faults.push({ path, message, position });
    }
    for (const key of keys) if (!seen.has(key)) seen.set(key, position);
  }
}

function addUnknownHosts(rules: readonly IgnoreRule[], names: readonly string[], faults: FileFault[]): void {
  for (const { host, position } of rules) {
    if (host === undefined || host.includes("*") || names.some((name) => sameName(name, host))) continue;
    const message = `no file names the host ${host}; known are ${names.join(", ")}`;
    faults.push({ path: "drift.ignore", message, position });
  }
}

function inOrder(faults: readonly FileFault[], order: readonly string[]): readonly FileFault[] {
  const ranks = new Map(order.map((file, index) => [file, index]));
  const rank = ({ position }: FileFault): number => (position === undefined ? -1 : (ranks.get(position.file) ?? 0));
  return [...faults].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
      (a.position?.column ?? 0) - (b.position?.column ?? 0),
  );
}
