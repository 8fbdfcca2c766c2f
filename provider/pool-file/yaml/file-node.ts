import type * as z from "zod";
import type { FileFault, Position } from "../../errors";
import { pathOf } from "../../input/faults-of";
import { type ReadInputOptions, readValid } from "../../input/read-input";
import type { YamlNode } from "./document";
import type { SourceText } from "./source-text";

type Keys = readonly (string | number)[];

/** The value of a part of a file, as far as it is valid, and every fault with its place. */
interface PlacedReading<T> {
  readonly value?: T;
  readonly faults: readonly FileFault[];
  /** The paths of the faults below the part, as settings have them: `processModel.idleTimeout`. */
  readonly faulty: readonly string[];
}

/** The result of reading a part of a file, as far as it is valid, and every fault. */
export interface Read<T> {
  readonly value: T;
  readonly faults: readonly FileFault[];
}

/** A part of a pool file: its value and its place. */
export class FileNode {
  constructor(
    readonly source: SourceText,
    readonly node: YamlNode,
    readonly keys: Keys = [],
  ) {}

  /** The plain value. */
  get value(): unknown {
    return this.node.value;
  }

  get position(): Position {
    return this.source.positionAt(this.node.at);
  }

  /** The same place without a value, so that memory of read values can be released. */
  get place(): FileNode {
    return new FileNode(this.source, { at: this.node.at, value: undefined }, this.keys);
  }

  /** The part at a key of a map; undefined if there is none. */
  child(key: string): FileNode | undefined {
    const node = this.node.entries?.get(key);
    return node && new FileNode(this.source, node, [...this.keys, key]);
  }

  /** The part at keys below; undefined if there is none. */
  at(keys: readonly string[]): FileNode | undefined {
    return keys.reduce<FileNode | undefined>((part, key) => part?.child(key), this);
  }

  /** The parts of a map by their keys, or of a list; empty for other values. */
  get children(): readonly (readonly [string, FileNode])[] {
    const { entries, items = [] } = this.node;
    const children = entries === undefined ? items.entries() : entries.entries();
    return [...children].map(([key, node]) => [String(key), new FileNode(this.source, node, [...this.keys, key])]);
  }

  /** A fault at keys below; a missing key has the place of its map. */
  fault(message: string, below: Keys = []): FileFault {
    let { node } = this;
    for (const key of below) {
      const next = typeof key === "number" ? node.items?.[key] : node.entries?.get(key);
      if (next === undefined) break;
      node = next;
    }
    return { path: pathOf([...this.keys, ...below]), message, position: this.source.positionAt(node.at) };
  }

  /** Reads it with a schema. @param value used instead of the file's own value, for example with resolved secrets */
  read<S extends z.ZodType>(
    schema: S,
    value: unknown = this.value,
    options?: ReadInputOptions,
  ): PlacedReading<z.output<S>> {
    const read = readValid(schema, value, { ...options, isJson: true });
    return {
      ...(read.value !== undefined && { value: read.value }),
      faults: read.faults.map(({ message, keys }) => this.fault(message, keys)),
      faulty: read.faults.map(({ keys }) => keys.join(".")),
    };
  }
}

/**
 * The entries of a map whose keys the user chooses, for the caller to read one by one: one of 10,000 pools may have a
 * fault, and one may be called `__proto__`. The faults are those of the map itself and of its keys.
 */
export function readEntries(
  node: FileNode,
  schema: z.ZodRecord<z.ZodType<string, string>>,
): Read<readonly (readonly [string, FileNode])[]> {
  if (node.node.entries === undefined) return { value: [], faults: node.read(schema).faults };
  const entries = node.children;
  const faults = entries.flatMap(([name, child]) => {
    const issue = schema.keyType.safeParse(name).error?.issues[0];
    return issue === undefined ? [] : [child.fault(issue.message)];
  });
  return { value: entries, faults };
}
