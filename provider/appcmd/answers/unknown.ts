import { keyPath } from "../../settings/key-path";
import { Secret } from "../../secret";
import type { XmlNode } from "../../xml/parse";

/**
 * What was printed and this package does not know: texts by their path, such as `processModel.someNewAttribute`. The
 * second element of a name among its siblings is `name[1]`; an element that holds nothing has an empty text. Secret,
 * because of what is not known nobody knows whether it may be shown.
 */
export type UnknownTexts = Readonly<Record<string, Secret>>;

/** Gathers what is not known while an answer is read. */
export class Unknowns {
  readonly #texts: [string, Secret][] = [];

  /** Keeps one text. */
  add(path: string, text: string): void {
    this.#texts.push([path, new Secret(text)]);
  }

  /** Keeps an element with all that it holds. */
  addElement(element: XmlNode, path: string): void {
    for (const { name, value } of element.attributes) this.add(keyPath(path, name), value);
    this.addElements(element.children, path);
    if (element.attributes.length + element.children.length === 0) this.add(path, "");
  }

  /** Keeps all elements that stand in the element of that path. */
  addElements(elements: readonly XmlNode[], path: string): void {
    const steps = new SiblingSteps();
    for (const element of elements) this.addElement(element, keyPath(path, steps.next(element)));
  }

  /** What was gathered; undefined where all is known. */
  get(): UnknownTexts | undefined {
    return this.#texts.length === 0 ? undefined : Object.fromEntries(this.#texts);
  }
}

/** Names the children of one element, in their order, so that no two have one path. */
export class SiblingSteps {
  // Made when it is needed: nearly no pool has anything unknown, and there is one of these for each of its elements.
  #counts: Map<string, number> | undefined;

  /** The step to the next child. */
  next({ name }: XmlNode): string {
    this.#counts ??= new Map();
    const count = this.#counts.get(name) ?? 0;
    this.#counts.set(name, count + 1);
    return count === 0 ? name : `${name}[${count}]`;
  }
}
