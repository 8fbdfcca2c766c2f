import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { type ElementSchema, iisVersions, loadSchema } from "../../emulator/schema/load-schema";
import { attributeValue, parseXml, type XmlElement } from "../../provider/xml/parse";

const own = join(__dirname, "../../emulator/schema");
const real = join(__dirname, "../../../shared/reference/iis-schema");
const ifReal = existsSync(real) ? it : it.skip;

/** Every fact of a schema file, one line each, in its order. */
function facts(folder: string, version: string): string[] {
  const root = parseXml(readFileSync(join(folder, `applicationPools-${version}.xml`), "utf8"));
  const section = root.name === "sectionSchema" ? root : root.children[0];
  return section === undefined ? [] : factsOf(section, "");
}

function factsOf(element: XmlElement, path: string): string[] {
  const here = `${path}/${element.name} ${attributeValue(element, "name") ?? ""}`;
  const attributes = element.attributes.map(({ name, value }) => `${here} ${name}=${value}`).sort();
  return [here, ...attributes, ...element.children.flatMap((child) => factsOf(child, here))];
}

function attributeNames(schema: ElementSchema): string[] {
  return [...schema.attributes.map(({ name }) => name), ...schema.elements.flatMap(attributeNames)];
}

describe("the schema files of the emulator", () => {
  ifReal.each(iisVersions)("say of IIS %s what the real file says (skipped where that is not at hand)", (version) => {
    expect(facts(own, version)).toEqual(facts(real, version));
  });

  it.each([
    ["7.0", "startMode", false],
    ["7.5", "startMode", true],
    ["7.5", "numaNodeAssignment", false],
    ["8.0", "numaNodeAssignment", true],
    ["8.0", "idleTimeoutAction", false],
    ["8.5", "idleTimeoutAction", true],
  ])("of IIS %s: a pool has %s: %s", (version, name, has) => {
    const schema = loadSchema(readFileSync(join(own, `applicationPools-${version}.xml`), "utf8"));
    expect(attributeNames(schema.collection!.entry).includes(name)).toBe(has);
    expect(attributeNames(schema.elements[0]!).includes(name)).toBe(has);
  });

  it("know environment variables from IIS 10.0 on", () => {
    const has = iisVersions.map((version) =>
      loadSchema(readFileSync(join(own, `applicationPools-${version}.xml`), "utf8")).collection?.entry.elements.some(
        ({ name }) => name === "environmentVariables",
      ),
    );
    expect(has).toEqual([false, false, false, false, true]);
  });
});
