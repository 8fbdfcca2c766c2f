import { escapeAttribute } from "../../provider/xml/escape";
import { defaultRules } from "../assume";
import { childScope, effectiveEntries, effectiveValue, explicitValue, type Scope } from "../config/scope";
import { childElements, type TreeElement } from "../document/tree";
import type { ElementSchema } from "../schema/load-schema";

/** One element of an output, before its layout. */
export interface OutputNode {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly OutputNode[];
  /** Whether it has two tags even without children, as collections do. */
  readonly twoTags?: boolean;
}

/** Writes an element with its children on separate lines, each indented by `step`; without `step` all on one line. */
export function formatNode(node: OutputNode, step: string | undefined, depth = 0): string {
  const attributes = node.attributes.map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join("");
  const start = indent(step, depth) + `<${node.name}${attributes}`;
  if (node.children.length === 0) return node.twoTags === true ? `${start}></${node.name}>` : `${start} />`;
  const lineEnd = step === undefined ? "" : "\r\n";
  const children = node.children.map((child) => lineEnd + formatNode(child, step, depth + 1)).join("");
  return `${start}>${children}${lineEnd}${indent(step, depth)}</${node.name}>`;
}

/** The envelope of `/xml` around any number of objects. */
export function formatEnvelope(objects: readonly OutputNode[]): string {
  const lines = objects.map((object) => `${formatNode(object, "    ", 1)}\r\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\r\n<appcmd>\r\n${lines.join("")}</appcmd>\r\n`;
}

function indent(step: string | undefined, depth: number): string {
  return step === undefined ? "" : step.repeat(depth);
}

/** An element as in the file, if this program has no schema of it. */
export function rawNode(element: TreeElement): OutputNode {
  return {
    name: element.name,
    attributes: element.attributes.map(({ name, value }) => [name, value]),
    children: childElements(element).map(rawNode),
  };
}

/** Every effective value of an element, as `/config:*` shows it: each attribute of the schema, in order. */
export function effectiveNode(scope: Scope, name = scope.schema.name): OutputNode {
  const { schema } = scope;
  const entry = schema.collection?.entry;
  return {
    name,
    attributes: schema.attributes.map((attribute) => [attribute.name, effectiveValue(scope, attribute)]),
    children: [
      ...(entry === undefined ? [] : effectiveEntries(scope).map(({ values }) => entryNode(entry, values()))),
      ...schema.elements.map((child) => effectiveNode(childScope(scope, child))),
    ],
    twoTags: entry !== undefined,
  };
}

/**
 * The explicit values of an element, as `/config` shows it. Elements without content are omitted or, if that is
 * assumed, shown empty.
 */
export function explicitNode(schema: ElementSchema, element: TreeElement, rules = defaultRules): OutputNode {
  const { collection } = schema;
  const children = childElements(element).flatMap((child) => {
    const fixed = schema.elements.find(({ name }) => name === child.name);
    if (fixed !== undefined) return withContent(explicitNode(fixed, child, rules));
    return collection === undefined ? [] : [explicitNode({ ...collection.entry, name: child.name }, child, rules)];
  });
  return {
    name: schema.name,
    attributes: schema.attributes.flatMap((attribute) => {
      const value = explicitValue(element, attribute);
      return value === undefined ? [] : [[attribute.name, value] as const];
    }),
    children: rules("empty-elements-in-config") === "shown" ? [...children, ...emptyNodes(schema, children)] : children,
  };
}

/** The fixed children that are not shown yet; the element from which a pool inherits is not a child of a pool. */
function emptyNodes(schema: ElementSchema, shown: readonly OutputNode[]): OutputNode[] {
  if (schema.collection?.defaultElement !== undefined) return [];
  return schema.elements
    .filter(({ name }) => !shown.some((node) => node.name === name))
    .map((child) => ({
      name: child.name,
      attributes: [],
      children: emptyNodes(child, []),
      twoTags: child.collection !== undefined,
    }));
}

function withContent(node: OutputNode): OutputNode[] {
  return node.attributes.length === 0 && node.children.length === 0 ? [] : [node];
}

function entryNode(schema: ElementSchema, values: ReadonlyMap<string, string>): OutputNode {
  const attributes = schema.attributes.flatMap(({ name }) => {
    const value = values.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { name: schema.name, attributes, children: [] };
}
