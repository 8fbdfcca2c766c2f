import { poolNameProblem } from "../model/pool-name";
import { attributeValue } from "../xml/parse";
import type { XmlNode } from "../xml/xml-node";

const service = "/lm/w3svc";
const container = `${service}/apppools`;

/** A property as it stands in MetaBase.xml. */
export interface WrittenProperty {
  readonly name: string;
  readonly text: string;
  /** Of a `<Custom>` element, which may have another name. */
  readonly id?: number;
  /** False where the file itself says that keys below do not inherit it; undefined where the schema says whether they do. */
  readonly isInherited?: boolean;
}

/** What of a metabase is about application pools. */
interface MetabaseKeys {
  /** What stands at the web service, of which pools inherit what is global. */
  readonly service: readonly WrittenProperty[];
  /** What stands at `/LM/W3SVC/AppPools`. */
  readonly container: readonly WrittenProperty[];
  readonly pools: readonly { readonly name: string; readonly properties: readonly WrittenProperty[] }[];
}

/** A key is known by its place, whatever its element is called. */
export function metabaseKeys(root: XmlNode): MetabaseKeys {
  const keys = elementsOf(root);
  const at = (location: string): WrittenProperty[] =>
    keys.filter((key) => locationOf(key).toLowerCase() === location).flatMap(propertiesOf);
  return {
    service: at(service),
    container: at(container),
    pools: keys.flatMap((key) => {
      const name = poolNameOf(key);
      return name === undefined ? [] : [{ name, properties: propertiesOf(key) }];
    }),
  };
}

/**
 * What is wrong with the name for IIS 7, as a note; undefined for one that it takes.
 *
 * @param earlier the same name where the file had it before: keys of the metabase ignore letter case, as IIS 7 does.
 */
export function poolNote(name: string, earlier: string | undefined): string | undefined {
  const problem = poolNameProblem(name) ?? (earlier && `the file has it already, as ${JSON.stringify(earlier)}`);
  return problem === undefined ? undefined : `pool ${JSON.stringify(name)} is left out: ${problem}`;
}

function elementsOf(root: XmlNode): XmlNode[] {
  return [root, ...root.children.flatMap(elementsOf)];
}

function locationOf(key: XmlNode): string {
  return (attributeValue(key, "Location") ?? "").replace(/\/$/, "");
}

function poolNameOf(key: XmlNode): string | undefined {
  const location = locationOf(key);
  if (!location.toLowerCase().startsWith(`${container}/`)) return undefined;
  const name = location.slice(container.length + 1);
  return name.includes("/") ? undefined : name;
}

function propertiesOf({ attributes, children }: XmlNode): WrittenProperty[] {
  const own = attributes.map(({ name, value }) => ({ name, text: value }));
  const customs = children
    .filter((child) => child.name.toLowerCase() === "custom")
    .map((child): WrittenProperty => {
      const [id, flags] = [attributeValue(child, "ID"), attributeValue(child, "Attributes")];
      return {
        name: attributeValue(child, "Name") ?? `property ${id ?? "without a name"}`,
        text: attributeValue(child, "Value") ?? "",
        ...(id !== undefined && { id: Number(id) }),
        ...(flags !== undefined && { isInherited: /\bINHERIT\b/i.test(flags) }),
      };
    });
  return [...own, ...customs];
}
