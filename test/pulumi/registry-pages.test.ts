import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { projectPage } from "../../provider/pulumi/package-schema/publication";

/** What the pages of the Pulumi Registry name of the package. */
interface Schema {
  readonly name: string;
  readonly version: string;
  readonly pluginDownloadURL: string;
  readonly config: { readonly variables: Readonly<Record<string, unknown>> };
  readonly resources: Readonly<Record<string, unknown>>;
  readonly functions: Readonly<Record<string, unknown>>;
  readonly language: {
    readonly nodejs: { readonly packageName: string };
    readonly python: { readonly packageName: string };
    readonly go: { readonly importBasePath: string };
    readonly csharp: { readonly rootNamespace: string; readonly namespaces: Readonly<Record<string, string>> };
    readonly java: { readonly basePackage: string };
  };
}

const read = (file: string): string => readFileSync(join(__dirname, "../..", file), "utf8");
const schema = JSON.parse(read("schema.json")) as Schema;
const { nodejs, python, go, csharp, java } = schema.language;
const overview = read("docs/_index.md");
const installation = read("docs/installation-configuration.md");

describe.each([overview, installation])("a page of the Pulumi Registry", (page) => {
  it("has the front matter that the registry requires", () => {
    const matter = parse(/^---\n([^]*?)\n---\n/.exec(page)?.[1] ?? "") as Record<string, string>;
    expect(Object.keys(matter)).toEqual(["title", "meta_desc", "layout"]);
    expect(matter["layout"]).toBe("package");
    // Search engines cut a longer one.
    expect(matter["meta_desc"]!.length).toBeLessThanOrEqual(160);
  });

  it("has no link to a file of this repository, no HTML, and no command that runs what it downloads", () => {
    expect(page.match(/\]\((?!https:\/\/)[^)]*\)/g)).toBeNull();
    expect(page.match(/<(?:img|a|script)\b/gi)).toBeNull();
    expect(page.match(/\| *(?:sh|bash|iex)\b|sudo /g)).toBeNull();
  });
});

test("the overview has a program for every language of the schema and YAML, and names every resource and function", () => {
  const names: Record<string, string> = { nodejs: "typescript" };
  const languages = Object.keys(schema.language).map((name) => names[name] ?? name);
  const [, offered = ""] = /chooser language "([\w,]+)"/.exec(overview) ?? [];
  expect(offered.split(",").sort()).toEqual([...languages, "yaml"].sort());
  const blocks = [...overview.matchAll(/choosable language (\w+) %\}\}\n\n```(\w+)\n([^]*?)```\n\n\{\{% \/choosable/g)];
  expect(blocks.map(([, language]) => language)).toEqual(offered.split(","));
  for (const [, language, fence, program] of blocks) {
    expect(fence).toBe(language);
    expect(program).toContain("Nightly Reports");
    expect(program).not.toContain("../");
  }
  const members = Object.keys({ ...schema.resources, ...schema.functions }).map((token) => token.split(":")[2]);
  expect(members.length).toBeGreaterThan(4);
  expect(members.filter((name) => !overview.includes(`\`${name}\``))).toEqual([]);
});

test("the installation names each SDK as the schema does, and where the plugin is", () => {
  const title = (name: string): string => csharp.namespaces[name] ?? "";
  const sdks = [nodejs.packageName, python.packageName, go.importBasePath];
  const more = [`${csharp.rootNamespace}.${title(schema.name)}`, `${java.basePackage}/${schema.name}`];
  for (const name of [...sdks, ...more]) expect(installation).toContain(`[\`${name}\`](https://`);
  expect(installation).toContain(
    `pulumi plugin install resource ${schema.name} ${schema.version} --server ${schema.pluginDownloadURL}\n`,
  );
  const links = [...installation.matchAll(/\]\((https:\/\/github\.com\/[^)]*)\)/g)].map(([, link]) => link);
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => link?.startsWith(`${projectPage}/blob/main/docs/`) !== true)).toEqual([]);
});

test("the configuration names keys and environment variables that the provider reads", () => {
  const keys = [...installation.matchAll(/\biis:(\w+)/g)].map(([, key = ""]) => key);
  expect(keys).toContain("host");
  expect(keys.filter((key) => !(key in schema.config.variables))).toEqual([]);
  const variables = [...installation.matchAll(/\bPULUMI_IIS_\w+/g)].map(([name]) => name);
  expect(variables.length).toBeGreaterThan(2);
  const documented = ["remote-servers", "rights"].map((page) => read(`docs/administrators/${page}.md`)).join();
  expect(variables.filter((name) => !documented.includes(name))).toEqual([]);
});
