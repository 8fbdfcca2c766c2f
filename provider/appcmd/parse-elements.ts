import { poolKey } from "../name-keys";
import { attributeValue, type XmlNode } from "../xml/xml-node";
import { unreadable } from "./parse-error";

/** The value of an attribute that every such element has. @throws IisError `UNREADABLE_OUTPUT` */
export function required(element: XmlNode, name: string, what: string): string {
  const value = attributeValue(element, name);
  if (value === undefined) throw unreadable(what, `holds a <${element.name}> without ${name}`);
  return value;
}

/**
 * The element, which must have that name: another one may be an error in XML's clothes, or a damaged pool.
 * @throws IisError `UNREADABLE_OUTPUT`
 */
export function named(element: XmlNode, name: string, what: string): XmlNode {
  if (element.name !== name) throw unreadable(what, `holds something besides <${name}>`);
  return element;
}

/** The only element, which must have that name. @throws IisError `UNREADABLE_OUTPUT` */
export function onlyNamed(elements: readonly XmlNode[], name: string, what: string): XmlNode {
  const [element, ...others] = elements;
  if (element === undefined || others.length > 0) {
    throw unreadable(what, `holds ${element === undefined ? "no" : "more than one"} <${name}> in its place`);
  }
  return named(element, name, what);
}

/**
 * Things by their pool's key. A name may be there once and is not empty: two of one key are two answers, or one that
 * was damaged.
 * @throws IisError `UNREADABLE_OUTPUT`
 */
export function indexPools<T>(named: readonly (readonly [name: string, thing: T])[], what: string): Map<string, T> {
  const byKey = new Map(named.map(([name, thing]) => [poolKey(name), thing]));
  if (byKey.size < named.length) throw unreadable(what, "holds a pool twice");
  if (byKey.has("")) throw unreadable(what, "holds a pool without a name");
  return byKey;
}
