import { IisError } from "../../errors";
import { poolKey } from "../../names";
import { Secret } from "../../secret";
import { keyPath } from "../../settings/key-path";
import { attributeValue, XmlError, type XmlNode } from "../../xml/parse";
import { readChildren } from "../../xml/read-children";

/**
 * Printed texts that this package does not know, by their path, such as `processModel.someNewAttribute`. The second
 * element of a name among its siblings is `name[1]`; an empty element has an empty text. Each is a secret, because an
 * unknown value may be one.
 */
export type UnknownTexts = Readonly<Record<string, Secret>>;

/** Collects unknown texts while an answer is read. */
export class Unknowns {
  readonly #texts: [string, Secret][] = [];

  /** Adds one text. */
  add(path: string, text: string): void {
    this.#texts.push([path, new Secret(text)]);
  }

  /** Adds an element with everything in it. */
  addElement(element: XmlNode, path: string): void {
    for (const { name, value } of element.attributes) this.add(keyPath(path, name), value);
    this.addElements(element.children, path);
    if (element.attributes.length + element.children.length === 0) this.add(path, "");
  }

  /** Adds all elements in the element at that path. */
  addElements(elements: readonly XmlNode[], path: string): void {
    const steps = new SiblingSteps();
    for (const element of elements) this.addElement(element, keyPath(path, steps.next(element)));
  }

  /** The collected texts; undefined if there are none. */
  get(): UnknownTexts | undefined {
    return this.#texts.length === 0 ? undefined : Object.fromEntries(this.#texts);
  }
}

/** Names the children of one element, in order, so that no two have the same path. */
export class SiblingSteps {
  // Created on demand: there is one for each element of a pool, and nearly no pool has anything unknown.
  #counts: Map<string, number> | undefined;

  /** The step to the next child. */
  next({ name }: XmlNode): string {
    this.#counts ??= new Map();
    const count = this.#counts.get(name) ?? 0;
    this.#counts.set(name, count + 1);
    return count === 0 ? name : `${name}[${count}]`;
  }
}

/**
 * The error for an answer that cannot be read, to be thrown.
 *
 * @param what the command, as users know it: `list apppool`
 * @param why the fault, after `appcmd's answer to "…"`. It never includes a piece of the answer or the parser's error,
 *   because both may contain a password
 */
export function unreadable(what: string, why: string): IisError {
  return new IisError("UNREADABLE_OUTPUT", { problem: `appcmd's answer to "${what}" ${why}` });
}

/** The value of an attribute that every such element has. @throws IisError `UNREADABLE_OUTPUT` */
export function required(element: XmlNode, name: string, what: string): string {
  const value = attributeValue(element, name);
  if (value === undefined) throw unreadable(what, `contains a <${element.name}> without ${name}`);
  return value;
}

/**
 * The element, which must have that name: another one may be an error message in XML, or a damaged pool.
 * @throws IisError `UNREADABLE_OUTPUT`
 */
export function named(element: XmlNode, name: string, what: string): XmlNode {
  if (element.name !== name) throw unreadable(what, `contains an element that is not <${name}>`);
  return element;
}

/** The only element, which must have that name. @throws IisError `UNREADABLE_OUTPUT` */
export function onlyNamed(elements: readonly XmlNode[], name: string, what: string): XmlNode {
  const [element, ...others] = elements;
  if (element === undefined || others.length > 0) {
    throw unreadable(
      what,
      `contains ${element === undefined ? "no" : "more than one"} <${name}> where one is required`,
    );
  }
  return named(element, name, what);
}

/**
 * Items by the key of their pool. A name must be unique and not empty: two items with one key mean two answers, or a
 * damaged one.
 * @throws IisError `UNREADABLE_OUTPUT`
 */
export function indexPools<T>(named: readonly (readonly [name: string, thing: T])[], what: string): Map<string, T> {
  const byKey = new Map(named.map(([name, thing]) => [poolKey(name), thing]));
  if (byKey.size < named.length) throw unreadable(what, "contains a pool twice");
  if (byKey.has("")) throw unreadable(what, "contains a pool without a name");
  return byKey;
}

/** The document in an answer. */
export interface AnswerDocument {
  /** `envelope`: the children of `<appcmd>`, as of `/xml`. `raw`: bare configuration elements, as without it. */
  readonly form: "envelope" | "raw";
  /** One element that contains those of the answer. */
  readonly text: string;
}

/** Text that must not be around the document: it may be a piece of it that was cut off or damaged. */
const markup = /<(?![\s<])|\/>|=\s*["']/;

/**
 * Finds the one document in an answer: `<appcmd>…</appcmd>`, or bare elements of the given name. Text around it is
 * allowed (warnings in the host's language, a byte order mark, a lone `<`), markup is not. If unsure it throws, because
 * a skipped pool would look like a missing pool.
 *
 * @param what the command, for the error
 * @param rawName the name of the elements that the command prints without `/xml`
 * @throws IisError `UNREADABLE_OUTPUT`: empty, cut off, damaged, or more than one answer
 */
export function findDocument(output: string, what: string, rawName: string): AnswerDocument {
  const envelopeStart = startOf(output, "appcmd");
  const form = envelopeStart < 0 ? "raw" : "envelope";
  const start = form === "raw" ? startOf(output, rawName) : envelopeStart;
  const end = start < 0 ? -1 : form === "raw" ? endOfRaw(output, rawName) : endOfEnvelope(output, start);
  if (end < start || start < 0) throw unreadable(what, "contains no <appcmd>…</appcmd>: it is empty or cut off");
  if (markup.test(beforeDeclaration(output.slice(0, start))) || markup.test(output.slice(end))) {
    throw unreadable(what, "has more markup around its document: it is damaged or more than one answer");
  }
  const text = output.slice(start, end);
  return { form, text: form === "raw" ? `<appcmd>${text}</appcmd>` : text };
}

/** The first start tag of that name; -1 if there is none. */
function startOf(output: string, name: string): number {
  return output.search(new RegExp(`<${name.replaceAll(".", "\\.")}(?=[\\s/>])`));
}

function endOfEnvelope(output: string, start: number): number {
  const empty = /<appcmd\s*\/>/y;
  empty.lastIndex = start;
  if (empty.test(output)) return empty.lastIndex;
  const end = output.indexOf("</appcmd>", start);
  return end < 0 ? -1 : end + "</appcmd>".length;
}

/** The end of the last element of that name, closed by either kind of tag. */
function endOfRaw(output: string, name: string): number {
  const endTag = `</${name}>`;
  const ends = [endTag, "/>"].map((tag) => {
    const at = output.lastIndexOf(tag);
    return at < 0 ? -1 : at + tag.length;
  });
  return Math.max(...ends);
}

/** The text before the XML declaration, if there is a declaration right before the document. */
function beforeDeclaration(text: string): string {
  const at = text.lastIndexOf("<?xml");
  return at >= 0 && /^<\?xml\s[^<>?]*\?>\s*$/.test(text.slice(at)) ? text.slice(0, at) : text;
}

/**
 * Reads the elements of an answer one at a time, so that a long answer is never in memory as a whole; returns the
 * results of `read`. appcmd prints all values as attributes, so there are only blanks between elements. Other text is
 * the rest of a tag that lost its first character.
 *
 * @throws IisError `UNREADABLE_OUTPUT`: damaged, with a document type, or nested too deeply for the parser
 */
export function readElements<T>({ text }: AnswerDocument, what: string, read: (element: XmlNode) => T): T[] {
  const things: T[] = [];
  try {
    readChildren(text, (element) => things.push(read(element)));
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    // Without the parser's error as cause: it may quote the output, and the output may contain a password.
    throw unreadable(
      what,
      "is not well-formed XML without text between its elements, or has a document type, or is nested too deeply",
    );
  }
  return things;
}
