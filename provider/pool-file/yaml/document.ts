import { type Alias, isAlias, isScalar, isSeq, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import type { FileFault } from "../../errors";
import { describeWrong } from "../../input/wording";
import { joinPath } from "../../text";
import { PiecewiseYaml } from "./piecewise";
import type { SourceText } from "./source-text";
import { yamlMessage } from "./messages";

/** A value of a YAML file and its place. */
export interface YamlNode {
  /** Offset of its key, of its place in a list, or of the file's first key. */
  readonly at: number;
  /** The plain value: text, number, bool, list or object; never null. `undefined` at a place with a fault. */
  readonly value: unknown;
  /** The entries of a map, in the file's order. */
  readonly entries?: ReadonlyMap<string, YamlNode>;
  /** The items of a list. */
  readonly items?: readonly YamlNode[];
}

/** The result of reading a YAML file. Without `root`, nothing could be read. */
interface YamlDocument {
  readonly root?: YamlNode;
  readonly faults: readonly FileFault[];
  /** Faults at places without a value: other faults at these places are only consequences. */
  readonly withoutValue: readonly FileFault[];
}

type Content = Omit<YamlNode, "at"> & { readonly size: number };

/** The value at a place with a fault. */
const nothing: Content = { value: undefined, size: 0 };
/** Maximum nesting depth; pool files use six levels. */
const deepest = 32;
/** Maximum number of syntax errors that are reported for one file: later ones often follow from earlier ones. */
const mostFaults = 20;
/** Maximum number of values that all aliases together may repeat. */
const mostRepeated = 1_000_000;

/**
 * Reads the one document of a YAML 1.2 file (core schema, and `<<` merge keys). Besides syntax errors, it refuses: an
 * empty file, duplicate keys, keys without a value, custom tags, a second document, nesting deeper than 32 levels, and
 * aliases that repeat more than a million values.
 *
 * @param topKeys the keys at the top of such a file. A file with none of them is another kind of file: one fault states
 *   that, and shows nothing of it. Other top-level keys are not shown either
 */
export function readYaml(source: SourceText, topKeys?: readonly string[]): YamlDocument {
  const yaml = new PiecewiseYaml(source.text);
  const read = new Reader(source, yaml, topKeys).read();
  if (yaml.problems.length === 0) return read;
  const faults = yaml.problems.slice(0, mostFaults).map(({ code, message, offset }) => ({
    path: "",
    message: hintAtReference(source.text, offset) ?? yamlMessage(code, message),
    position: source.positionAt(offset),
  }));
  return { faults, withoutValue: [] };
}

/** `{ password: ${env:NAME} }` ends at the inner bracket; the parser's own error would not help. */
function hintAtReference(text: string, offset: number): string | undefined {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1).split("\n", 1)[0] ?? "";
  const at = line.indexOf("${env:");
  const isInFlow = at > 0 && /[[{,]/.test(line.slice(0, at)) && !/["']$/.test(line.slice(0, at));
  return isInFlow ? 'inside { } and [ ] write "${env:NAME}" in quotes' : undefined;
}

/** Turns the parser's nodes into values with places, and releases the nodes. */
class Reader {
  readonly #faults: FileFault[] = [];
  readonly #withoutValue: FileFault[] = [];
  /** The value of each anchor; `undefined` while the value is being read. */
  readonly #anchors = new Map<string, Content | undefined>();
  #repeated = 0;
  #hasTopKey = false;

  constructor(
    readonly source: SourceText,
    readonly yaml: PiecewiseYaml,
    readonly topKeys: readonly string[] | undefined,
  ) {}

  read(): YamlDocument {
    const { contents } = this.yaml;
    if (contents === null || isEmpty(contents)) return this.#whole("the file is empty", 0);
    const content = this.#content(contents, "", 0, contents.range[0]);
    if (this.topKeys !== undefined && !this.#hasTopKey) {
      const message = describeWrong(`a pool file: the keys ${this.topKeys.join(", ")}`, {}, () => "none of them");
      return this.#whole(message, contents.range[0]);
    }
    const found = { faults: this.#faults, withoutValue: this.#withoutValue };
    return content.value === undefined ? found : { root: located(contents.range[0], content), ...found };
  }

  /** One fault of the whole file. */
  #whole(message: string, at: number): YamlDocument {
    return { faults: [this.#fault("", message, at)], withoutValue: [] };
  }

  #content(node: ParsedNode | null, path: string, depth: number, at: number): Content {
    if (node === null || isEmpty(node)) {
      return this.#refuse(path, 'has no value; write one ("" for an empty text), or remove the key', at);
    }
    if (depth > deepest) return this.#refuse(path, `is nested deeper than ${deepest} levels`, at);
    if (isAlias(node)) return this.#alias(node, path, at);
    const { anchor } = node;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const content = isScalar(node) ? scalarContent(node) : this.#collection(node, path, depth);
    if (anchor !== undefined) this.#anchors.set(anchor, content);
    return content;
  }

  #collection(node: YAMLMap.Parsed | YAMLSeq.Parsed, path: string, depth: number): Content {
    return isSeq(node) ? this.#list(node, path, depth) : this.#map(node, path, depth);
  }

  #list(node: YAMLSeq.Parsed, path: string, depth: number): Content {
    const items: YamlNode[] = [];
    let size = 1;
    for (const [index, item] of node.items.entries()) {
      const at = item.range[0];
      const content = this.#content(item, `${path}[${index}]`, depth + 1, at);
      size += content.size;
      items.push(located(at, content));
    }
    return { value: items.map(({ value }) => value), items, size };
  }

  #map(node: YAMLMap.Parsed, path: string, depth: number): Content {
    const entries = new Map<string, YamlNode>();
    const merged: { content: Content; at: number }[] = [];
    let size = 1;
    for (const { key: keyNode, value } of this.yaml.pairsOf(node)) {
      const at = keyNode.range[0];
      const key = keyOf(keyNode);
      if (key === undefined) {
        this.#faults.push(this.#fault(path, "a key must be a text", at));
        continue;
      }
      const isMerge = key === "<<" && isScalar(keyNode) && keyNode.type === "PLAIN";
      const below = depth === 0 ? this.#topPath(key) : joinPath(path, key);
      const earlier = entries.get(key);
      if (earlier !== undefined) {
        const { line } = this.source.positionAt(earlier.at);
        this.#faults.push(this.#fault(below, `is already given in line ${line}`, at));
        continue;
      }
      const content = value === null ? this.#withoutColon(path, below, at) : this.#content(value, below, depth + 1, at);
      size += content.size;
      if (isMerge) merged.push({ content, at });
      else entries.set(key, located(at, content));
    }
    for (const { content, at } of merged) this.#merge(entries, content, path, at);
    const values = [...entries].map(([name, { value }]) => [name, value] as const);
    return { value: Object.fromEntries(values), entries, size };
  }

  /** `{ secret }`: the key may be a password in brackets, so it is not shown. */
  #withoutColon(path: string, below: string, at: number): Content {
    const fault = this.#fault(path, "a key without a colon; write key: value, or put a text in quotes", at);
    this.#faults.push(fault);
    this.#withoutValue.push({ ...fault, path: below });
    return nothing;
  }

  #topPath(key: string): string {
    const isShown = this.topKeys?.includes(key) ?? true;
    this.#hasTopKey ||= isShown;
    return isShown ? joinPath("", key) : "";
  }

  /** Keys of the map itself win over merged ones, earlier merged maps over later. */
  #merge(entries: Map<string, YamlNode>, content: Content, path: string, at: number): void {
    for (const map of content.items ?? [content]) {
      if (map.value === undefined) continue;
      if (map.entries === undefined) {
        this.#faults.push(this.#fault(path, "<< requires a map, an alias of one, or a list of them", at));
        continue;
      }
      for (const [key, node] of map.entries) if (!entries.has(key)) entries.set(key, node);
    }
  }

  #alias(node: Alias.Parsed, path: string, at: number): Content {
    const name = node.source;
    const content = this.#anchors.get(name);
    if (content === undefined) {
      const isInside = this.#anchors.has(name);
      // A name without an anchor is not shown: it may be a password that starts with *.
      const message = isInside
        ? `the alias *${name} is inside the value that it refers to`
        : "the alias has no anchor before it; put a text that starts with * in quotes";
      return this.#refuse(path, message, at);
    }
    this.#repeated += content.size;
    if (this.#repeated <= mostRepeated) return content;
    return this.#refuse(path, `the aliases of this file repeat more than ${mostRepeated} values`, at);
  }

  /**
   * Adds a fault. The place stays, without a value, so its name is known and later items of a list keep their indexes.
   */
  #refuse(path: string, message: string, at: number): Content {
    const fault = this.#fault(path, message, at);
    this.#faults.push(fault);
    this.#withoutValue.push(fault);
    return nothing;
  }

  #fault(path: string, message: string, at: number): FileFault {
    return { path, message, position: this.source.positionAt(at) };
  }
}

function located(at: number, content: Content): YamlNode {
  const { value, entries, items } = content;
  if (entries !== undefined) return { at, value, entries };
  return items === undefined ? { at, value } : { at, value, items };
}

function scalarContent({ value }: Scalar): Content {
  return { value, size: 1 };
}

function keyOf(node: ParsedNode): string | undefined {
  return isScalar(node) && typeof node.value === "string" ? node.value : undefined;
}

function isEmpty(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null;
}
