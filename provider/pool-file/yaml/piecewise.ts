import {
  Composer,
  type CST,
  type Document,
  type DocumentOptions,
  isMap,
  type Pair,
  type ParsedNode,
  type ParseOptions,
  Parser,
  type SchemaOptions,
  type YAMLMap,
} from "yaml";

/** A problem that the parser reports. */
interface YamlProblem {
  /** The parser's code, for example `MISSING_CHAR`. */
  readonly code: string;
  /** The parser's own sentence; it may quote the text. */
  readonly message: string;
  readonly offset: number;
}

const options: ParseOptions & DocumentOptions & SchemaOptions = {
  // Keys are texts, so a pool may be called 2024 or true. The caller detects duplicates, in linear time.
  stringKeys: true,
  uniqueKeys: false,
  prettyErrors: false,
  resolveKnownTags: false,
};

/**
 * The first document of a YAML text, with long maps composed entry by entry: the parser's nodes of 10,000 pools use a
 * hundred megabytes, those of one pool almost nothing.
 */
export class PiecewiseYaml {
  readonly contents: ParsedNode | null;
  readonly #problems: YamlProblem[] = [];
  readonly #version: "1.1" | "1.2" | "next" | undefined;
  /** The maps whose entries were removed, by their offset. */
  readonly #taken = new Map<number, CST.BlockMap>();

  constructor(text: string) {
    const composer = new Composer<ParsedNode>(options);
    const documents: Document.Parsed[] = [];
    for (const token of new Parser().parse(text)) {
      if (token.type === "document") this.#takeApart(token.value);
      for (const one of composer.next(token)) documents.push(one);
      // Two are enough: the first is read, and a second is a fault.
      if (documents.length > 1) break;
    }
    for (const one of composer.end(true, text.length)) documents.push(one);
    const [document, second] = documents;
    if (document !== undefined) this.#keepProblems(document);
    if (second !== undefined) this.#problems.push({ code: "MULTIPLE_DOCS", message: "", offset: second.range[0] });
    this.contents = document?.contents ?? null;
    this.#version = document?.directives.yaml.version;
  }

  /** All problems so far, in the text's order. Complete after all entries of all maps were requested. */
  get problems(): readonly YamlProblem[] {
    return [...this.#problems].sort((a, b) => a.offset - b.offset);
  }

  /** The entries of a map of this document; can be requested once. */
  *pairsOf(map: YAMLMap.Parsed): Generator<Pair<ParsedNode, ParsedNode | null>> {
    const taken = this.#taken.get(map.range[0]);
    if (taken === undefined) {
      yield* map.items;
      return;
    }
    // Each entry's tokens are released when it is read: they use more memory than the resulting values.
    const left = taken.items.splice(0).reverse();
    for (let item = left.pop(); item !== undefined; item = left.pop()) yield* this.#compose(taken, item);
  }

  /** Removes the entries from the top map and from the maps in it. */
  #takeApart(top: CST.Token | undefined): void {
    if (top?.type !== "block-map") return;
    const items = this.#take(top);
    for (const { value } of items) if (value?.type === "block-map") this.#take(value);
  }

  #take(map: CST.BlockMap): CST.BlockMap["items"] {
    const items = map.items.splice(0);
    this.#taken.set(map.offset, { ...map, items });
    return items;
  }

  *#compose(map: CST.BlockMap, item: CST.BlockMap["items"][number]): Generator<Pair<ParsedNode, ParsedNode | null>> {
    const offset = item.start[0]?.offset ?? item.key?.offset ?? map.offset;
    const piece: CST.Document = { type: "document", offset, start: [], value: { ...map, offset, items: [item] } };
    const version = this.#version === undefined ? {} : { version: this.#version };
    for (const document of new Composer<ParsedNode>({ ...options, ...version }).compose([piece])) {
      this.#keepProblems(document);
      if (isMap(document.contents)) yield* document.contents.items;
    }
  }

  #keepProblems({ errors, warnings }: Document.Parsed): void {
    for (const { code, message, pos } of [...errors, ...warnings]) {
      this.#problems.push({ code, message, offset: pos[0] });
    }
  }
}
