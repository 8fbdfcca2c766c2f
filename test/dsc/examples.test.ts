import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { resourceType } from "../../provider/dsc/instance-schema";
import { manifestText } from "../../provider/dsc/manifest";
import { repository } from "../../tools/workspace/places.mts";
import { makeServers, sample } from "../cli/servers";
import { DscDriver } from "./driver";

interface Document {
  readonly parameters?: Readonly<Record<string, { readonly type: string }>>;
  readonly resources: readonly { readonly type: string; readonly properties: object }[];
}

/** The documents of examples/dsc, and those of the page. */
const documents = [
  ...globSync("examples/dsc/web-server.*", { cwd: repository }).map((file) => [file, read(file)] as const),
  ...[...read("docs/administrators/dsc.md").matchAll(/^```yaml\n(\$schema[^]*?)^```$/gm)].map(
    ([, text = ""], index) => [`document ${index + 1} of the page`, text] as const,
  ),
];

function read(file: string): string {
  return readFileSync(join(repository, file), "utf8");
}

/** A parameter of type secureString, as dsc passes it. */
function withParameters(properties: object, { parameters = {} }: Document): Record<string, unknown> {
  const text = JSON.stringify(properties).replace(/"\[parameters\('(\w+)'\)\]"/g, (_, name: string) => {
    expect(parameters[name]?.type).toBe("secureString");
    return '{ "secureString": "CANARY" }';
  });
  return JSON.parse(text) as Record<string, unknown>;
}

it("there are documents", () => {
  expect(documents.length).toBeGreaterThanOrEqual(3);
});

it.each(documents)("%s is applied by its resource, once", async (_name, text) => {
  const document = parse(text) as Document;
  const [resource, ...others] = document.resources.filter(({ type }) => type === resourceType);
  expect(others).toEqual([]);
  const servers = makeServers({ lab: sample });
  const dsc = new DscDriver(manifestText("iispools"), servers.call);
  const instance = { ...withParameters(resource!.properties, document), connection: { configFile: "lab.config" } };
  await dsc.set(instance, { isWhatIf: true });
  expect(servers.at("lab").config()).toBe(sample);
  await dsc.set(instance);
  expect(await dsc.test(instance)).toMatchObject({ inDesiredState: true });
  expect(dsc.printed).not.toContain("CANARY");
  servers.dispose();
});
