// The table against IIS's own schema files, in both directions: what the files declare and nothing else.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { appPoolAttributes } from "../../provider/settings/app-pool-attributes";
import type { Attribute } from "../../provider/settings/codecs/codec";
import type { Range } from "../../provider/settings/attribute-facts";
import { parseText } from "../../provider/settings/codecs/codecs";
import { isAtLeast, type IisVersion, iisVersions, sinceVersion } from "../../provider/settings/iis-version";
import { parseXml, type XmlElement } from "../../provider/xml/parse";

const folder = join(__dirname, "../../../shared/reference/iis-schema");
const maybe = existsSync(folder) ? it : it.skip;
const place = existsSync(folder) ? "" : ` (skipped: ../shared/reference/iis-schema is not there)`;

/** What the comparison covers of one attribute, from either side. */
interface Facts {
  path: string;
  kind: string;
  type: string;
  default: unknown;
  values: (readonly [string | undefined, number])[];
  range: Required<Range> | undefined;
  expanded: boolean;
  required: boolean;
}

const rows = iisVersions.flatMap((version) => (["pool", "defaults"] as const).map((element) => ({ version, element })));

describe.each(rows)("IIS $version, $element", ({ version, element }) => {
  maybe(`the table and IIS's schema file declare the same attributes in the same order${place}`, () => {
    expect(factsOfTable(version, element)).toEqual(factsOfFile(version, element));
  });
});

function factsOfTable(version: IisVersion, element: "pool" | "defaults"): Facts[] {
  return appPoolAttributes
    .filter(({ since, sinceInDefaults }) =>
      isAtLeast(version, element === "defaults" ? (sinceInDefaults ?? since) : since),
    )
    .map((attribute) => tableFacts(attribute, version, element));
}

function tableFacts(attribute: Attribute, version: IisVersion, element: "pool" | "defaults"): Facts {
  const ranges = (element === "defaults" ? attribute.rangesInDefaults : undefined) ?? attribute.ranges ?? [];
  const range = sinceVersion(ranges, version);
  const values = (attribute.values ?? []).filter(({ since }) => since === undefined || isAtLeast(version, since));
  return {
    path: attribute.path,
    kind: attribute.codec.shape,
    type: attribute.codec.iisType.split(" ").at(-1)!,
    default: parseText(attribute, sinceVersion(attribute.defaults, version) ?? "missing"),
    values: values.map(({ name, number }) => [name, number]),
    range: range === undefined ? undefined : { step: 1, ...range },
    expanded: attribute.expanded === true,
    required: attribute.required === true && element === "pool",
  };
}

function factsOfFile(version: IisVersion, element: "pool" | "defaults"): Facts[] {
  const schema = parseXml(readFileSync(`${folder}/applicationPools-${version}.xml`, "utf8"));
  const name = element === "pool" ? "collection" : "element";
  return factsBelow(
    schema.children.find((child) => child.name === name)!,
    "",
  );
}

function factsBelow(parent: XmlElement, prefix: string): Facts[] {
  return parent.children.flatMap((child) => {
    const path = `${prefix}${read(child, "name") ?? ""}`;
    if (child.name === "attribute") return [fileFacts(child, path, "scalar")];
    const collection = child.children.find(({ name }) => name === "collection");
    if (collection === undefined) return factsBelow(child, `${path}.`);
    const items = collection.children;
    return [fileFacts(items.at(-1)!, path, items.length === 1 ? "list" : "map")];
  });
}

function fileFacts(element: XmlElement, path: string, kind: string): Facts {
  const attribute = appPoolAttributes.find((candidate) => candidate.path === path);
  // Of an encrypted attribute appcmd prints the clear text; the schema's default is the encryption of nothing.
  const text = (read(element, "defaultValue") ?? "").replace(/^\[enc:\w+::enc\]$/, "");
  const validation = read(element, "validationType") ?? "";
  const [min, max, step] = (read(element, "validationParameter") ?? "").split(",").map(Number);
  return {
    path,
    kind,
    type: read(element, "type") ?? "",
    default: attribute === undefined ? text : parseText(attribute, text),
    values: element.children.map((child) => [read(child, "name"), Number(read(child, "value"))]),
    range: validation.endsWith("Range") ? { min: min!, max: max!, step: step ?? 1 } : undefined,
    expanded: read(element, "expanded") === "true",
    required: kind === "scalar" && read(element, "required") === "true",
  };
}

function read(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.name === name)?.value;
}
