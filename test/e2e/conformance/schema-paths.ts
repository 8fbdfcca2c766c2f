import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../../tools/workspace/places.mts";
import { isObject, type Json } from "./provider-log";

/** The part of a package schema that says which properties there are. */
export interface PropertySchema {
  readonly types?: Readonly<Record<string, { readonly properties?: Json }>>;
  readonly resources: Readonly<Record<string, { readonly inputProperties?: Json; readonly properties?: Json }>>;
}

/** That of this project's package. */
export function readPropertySchema(): PropertySchema {
  return JSON.parse(readFileSync(join(repository, "schema.json"), "utf8")) as PropertySchema;
}

/** The steps of a property path as Pulumi writes it: `a.b[1]["c.d"]`. Undefined where it is none. */
export function parsePropertyPath(path: string): (string | number)[] | undefined {
  const step = /(?:^|\.)([A-Za-z_$][\w$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  const steps: (string | number)[] = [];
  while (step.lastIndex < path.length) {
    const found = step.exec(path);
    if (found === null) return undefined;
    const [, name, index, quoted] = found;
    steps.push(name ?? (index === undefined ? (JSON.parse(quoted ?? '""') as string) : Number(index)));
  }
  return steps.length > 0 ? steps : undefined;
}

/** Whether the schema's type has inputs at that path. */
export function isInputPath(schema: PropertySchema, type: string, path: string): boolean {
  const steps = parsePropertyPath(path);
  if (steps === undefined) return false;
  let at: unknown = { properties: schema.resources[type]?.inputProperties };
  for (const step of steps) {
    at = typeof step === "number" ? itemsOf(at) : memberOf(at, step);
    if (at === undefined) return false;
    const reference = isObject(at) ? at["$ref"] : undefined;
    if (typeof reference === "string") at = schema.types?.[reference.replace("#/types/", "")] ?? {};
  }
  return true;
}

function itemsOf(type: unknown): unknown {
  if (!isObject(type)) return undefined;
  return type["$ref"] === "pulumi.json#/Any" ? type : type["items"];
}

function memberOf(type: unknown, name: string): unknown {
  if (!isObject(type)) return undefined;
  const { properties, additionalProperties } = type;
  return isObject(properties) ? properties[name] : additionalProperties;
}
