import { appPoolAttributes } from "../schema/app-pool-attributes";
import type { Attribute } from "../schema/attribute";

/** An attribute and its place in {@link appPoolAttributes}. */
export interface KnownAttribute {
  readonly attribute: Attribute;
  readonly index: number;
}

/** What this package knows of an element inside a pool: what it may hold, by name. */
export interface Shape {
  readonly attributes: ReadonlyMap<string, KnownAttribute>;
  readonly children: ReadonlyMap<string, Shape>;
  /** The list or map that the element is. */
  readonly collection: KnownAttribute | undefined;
}

interface Growing {
  readonly attributes: Map<string, KnownAttribute>;
  readonly children: Map<string, Growing>;
  collection: KnownAttribute | undefined;
}

function grow(): Growing {
  return { attributes: new Map(), children: new Map(), collection: undefined };
}

function childOf(shape: Growing, name: string): Growing {
  const child = shape.children.get(name) ?? grow();
  shape.children.set(name, child);
  return child;
}

function shapeOf(attributes: readonly Attribute[]): Shape {
  const root = grow();
  for (const [index, attribute] of attributes.entries()) {
    const steps = attribute.path.split(".");
    const last = attribute.codec.shape === "scalar" ? steps.pop() : undefined;
    const element = steps.reduce(childOf, root);
    if (last === undefined) element.collection = { attribute, index };
    else element.attributes.set(last, { attribute, index });
  }
  return root;
}

/** The schema's table as a tree, so that each attribute of an answer is looked up once. */
export const poolShape: Shape = shapeOf(appPoolAttributes);
