import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageVersion } from "../../../provider/package-root";
import { repository } from "../../../tools/workspace/places.mts";
import { loadModule } from "../load-script";

const version = packageVersion();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-release-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const release = (...words: readonly string[]) => {
  const all = ["scripts/release.mts", "--out", folder, ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { cwd: repository, encoding: "utf8" });
  return { status, stdout, stderr };
};

const refused = (stderr: string) => ({ status: 1, stdout: "", stderr: `release: ${stderr}\n` });

const load = () => loadModule<typeof import("../../../scripts/lib/release/tag.mts")>("scripts/lib/release/tag.mts");

describe("npm run release", () => {
  it("refuses a tag of another version, and writes nothing", () => {
    expect(release("--tag", "v99.0.0")).toEqual(
      refused(`the tag is v99.0.0, but the version in package.json is ${version}`),
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it("refuses a folder with other files, whose digests would be published", () => {
    writeFileSync(join(folder, "other.txt"), "");
    expect(release()).toEqual(refused(`${folder} is not empty`));
  });

  it("refuses names that are not registered, and names every place", () => {
    const { status, stderr } = release("--tag", `v${version}`);
    // Until the project has registered them all.
    if (!readFileSync(join(repository, "schema.json"), "utf8").includes("-OWNER-")) return;
    expect(status).toBe(1);
    expect(stderr).toMatch(/^release: this version has names that are not registered\. Replace them, then npm run/);
    for (const file of ["action.yml", "package.json", "policies/package.json", "schema.json"])
      expect(stderr).toMatch(new RegExp(`^  ${file}:\\d+(,\\d+)*$`, "m"));
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("a commit", () => {
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const git = (...words: readonly string[]) => execFileSync("git", words, { cwd: folder });
  const writePolicies = (itsVersion: string, range: string): void => {
    write("policies/package.json", JSON.stringify({ version: itsVersion, peerDependencies: { "pulumi-iis": range } }));
  };
  const whyNot = async (tag: string) => (await load()).whyNotReleased(tag, folder);

  beforeEach(() => {
    write("package.json", '{ "version": "1.2.3" }\n');
    writePolicies("1.2.3", "^1.2.3");
    git("init", "--quiet");
    git("add", ".");
  });

  it("is released under the tag of its version only", async () => {
    expect(await whyNot("v1.2.3")).toBeUndefined();
    expect(await whyNot("1.2.3")).toBe("the tag is 1.2.3, but the version in package.json is 1.2.3");
  });

  it("is released if the policy pack has the same version, and requires it", async () => {
    writePolicies("1.2.2", "^1.2.3");
    expect(await whyNot("v1.2.3")).toBe("the tag is v1.2.3, but the version in policies/package.json is 1.2.2");
    writePolicies("1.2.3", "^1.2.2");
    expect(await whyNot("v1.2.3")).toBe("policies/package.json requires pulumi-iis ^1.2.2. Set it to ^1.2.3");
  });

  it.each([
    ["a placeholder of the owner", "uses: -OWNER-/pulumi-iis@v1\n", "owner of the repository"],
    ["a Go module of example.com", "module example.com/pulumi-iis/sdk\n", "Go module"],
    ["Pulumi's Java group in the schema", '"basePackage": "com.pulumi",\n', "Java group"],
    ["Pulumi's Java group in a program", "import com.pulumi.iis.AppPool;\n", "Java group"],
    ["Pulumi's .NET namespace in the schema", '"rootNamespace": "Pulumi",\n', ".NET namespace"],
    ["Pulumi's .NET namespace in a program", "using Pulumi.Iis;\n", ".NET namespace"],
  ])("is not released with %s", async (_what, text, needed) => {
    write("page.md", `first line\n${text}${text}`);
    git("add", ".");
    const reason = (await whyNot("v1.2.3"))!.split("\n");
    expect(reason.slice(1)).toEqual([expect.stringContaining(needed), "  page.md:2,3"]);
  });

  it("is released with Pulumi's own packages, servers of examples, and tests of such names", async () => {
    write("page.md", "com.pulumi:pulumi web-01.example.com com.pulumi.Context\n");
    write("test/names.ts", "-OWNER-\n");
    git("add", ".");
    expect(await whyNot("v1.2.3")).toBeUndefined();
  });
});

it("the policy pack has the license of the project, and is packed with it", () => {
  const textOf = (file: string) => readFileSync(join(repository, file), "utf8");
  expect(textOf("policies/LICENSE")).toBe(textOf("LICENSE"));
  const words = ["pack", "./policies", "--dry-run", "--json"];
  const printed = execFileSync("npm", words, {
    cwd: repository,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  const [{ filename, files }] = JSON.parse(printed) as [{ filename: string; files: { path: string }[] }];
  expect(filename).toBe(`pulumi-iis-policies-${version}.tgz`);
  expect(files.map(({ path }) => path).sort()).toEqual(
    ["LICENSE", "PulumiPolicy.yaml", "README.md", "index.js", "package.json", "stig.json"].sort(),
  );
});

describe("npm run release:sdks", () => {
  const pack = (...words: readonly string[]) =>
    spawnSync(process.execPath, ["scripts/release-sdks.mts", "--out", folder, ...words], {
      cwd: repository,
      encoding: "utf8",
    });

  it("refuses a language that has no SDK", () => {
    const { status, stderr } = pack("cobol");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "release:sdks: There is no SDK of cobol: nodejs, python, go, java, dotnet.\n",
    });
  });
});
