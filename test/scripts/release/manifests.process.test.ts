import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { packageVersion } from "../../../provider/package-root";
import { parseXml, type XmlElement } from "../../../provider/xml/parse";
import { loadModule } from "../load-script";

const version = packageVersion();
const page = (JSON.parse(readFileSync("package.json", "utf8")) as { homepage: string }).homepage.replace("#readme", "");
const programOf = (cpu: string) => `${page}/releases/download/v${version}/iispools-${version}-win-${cpu}.exe`;
const digests = { x64: "0a".repeat(32), arm64: "f1".repeat(32) };

let folder: string;
let files: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-manifests-"));
  const lines = Object.entries(digests).map(([cpu, digest]) => `${digest}  iispools-${version}-win-${cpu}.exe\n`);
  writeFileSync(join(folder, "SHA256SUMS"), lines.join(""));
  const lib = "scripts/lib/release/manifests";
  const { product } = await loadModule<typeof import("../../../scripts/lib/release/manifests/product.mts")>(
    `${lib}/product.mts`,
  );
  const { manifests } = await loadModule<typeof import("../../../scripts/lib/release/manifests/manifests.mts")>(
    `${lib}/manifests.mts`,
  );
  files = manifests(product(folder));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const winget = (part: string): unknown => parse(files[`winget/pulumi-iis.iispools${part}.yaml`] ?? "");
const scoop = (): unknown => JSON.parse(files["scoop/iispools.json"] ?? "");

it("SHA256SUMS without a program is an error that names it", async () => {
  const sums = await loadModule<typeof import("../../../scripts/lib/release/checksums.mts")>(
    "scripts/lib/release/checksums.mts",
  );
  expect(() => sums.checksumOf(folder, "iispools.exe")).toThrow("SHA256SUMS has no line for iispools.exe");
});

describe("the manifests", () => {
  it("for winget are three of one package and version, for a portable program", () => {
    const parts = { version: "", installer: ".installer", defaultLocale: ".locale.en-US" };
    for (const [type, part] of Object.entries(parts)) {
      expect(winget(part)).toMatchObject({
        ...{ PackageIdentifier: "pulumi-iis.iispools", PackageVersion: version },
        ...{ ManifestType: type, ManifestVersion: "1.12.0" },
      });
    }
    expect(winget("")).toMatchObject({ DefaultLocale: "en-US" });
    expect(winget(".locale.en-US")).toMatchObject({ PackageLocale: "en-US", License: "Apache-2.0", PackageUrl: page });
    expect(winget(".installer")).toMatchObject({
      InstallerType: "portable",
      Commands: ["iispools"],
      Installers: [
        { Architecture: "x64", InstallerUrl: programOf("x64"), InstallerSha256: digests.x64.toUpperCase() },
        { Architecture: "arm64", InstallerUrl: programOf("arm64"), InstallerSha256: digests.arm64.toUpperCase() },
      ],
    });
  });

  it("for Scoop name the programs, and where those of newer versions are", () => {
    const newer = (cpu: string) => `${programOf(cpu).replaceAll(version, "$version")}#/iispools.exe`;
    expect(scoop()).toMatchObject({
      ...{ version, homepage: page, license: "Apache-2.0", bin: "iispools.exe" },
      architecture: {
        "64bit": { url: `${programOf("x64")}#/iispools.exe`, hash: digests.x64 },
        arm64: { url: `${programOf("arm64")}#/iispools.exe`, hash: digests.arm64 },
      },
      autoupdate: { architecture: { "64bit": { url: newer("x64") }, arm64: { url: newer("arm64") } } },
    });
  });

  it("for Chocolatey are a nuspec, and a script that checks what it downloads", () => {
    const nuspec = files["chocolatey/iispools.nuspec"]!;
    const [metadata] = parseXml(nuspec).children;
    const textOf = (one: XmlElement): string => nuspec.slice(one.startTagEnd, one.endTagStart);
    const members = Object.fromEntries(metadata!.children.map((one) => [one.name, textOf(one)]));
    expect(members).toMatchObject({ id: "iispools", version, projectUrl: page, authors: "pulumi-iis" });
    for (const required of ["title", "summary", "description", "tags", "licenseUrl"])
      expect(members[required]).toBeTruthy();
    const script = files["chocolatey/tools/chocolateyinstall.ps1"];
    expect(script).toContain(`Url64bit       = '${programOf("x64")}'`);
    expect(script).toContain(`Checksum64     = '${digests.x64}'`);
    expect(script).toContain("ChecksumType64 = 'sha256'");
  });
});

const schemas = join(__dirname, "../../../../shared/reference/package-managers");
const maybe = existsSync(schemas) ? it : it.skip;
const place = existsSync(schemas) ? "" : " (skipped: ../shared/reference/package-managers is not there)";

/** What a schema of the package manager finds wrong. */
function faults(schema: string, document: unknown): unknown {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.validate(JSON.parse(readFileSync(join(schemas, schema), "utf8")) as object, document);
  return ajv.errors ?? [];
}

maybe(`the manifests are as the schemas of winget 1.12 and Scoop have them${place}`, () => {
  expect(faults("manifest.version.1.12.0.json", winget(""))).toEqual([]);
  expect(faults("manifest.installer.1.12.0.json", winget(".installer"))).toEqual([]);
  expect(faults("manifest.defaultLocale.1.12.0.json", winget(".locale.en-US"))).toEqual([]);
  expect(faults("scoop.schema.json", scoop())).toEqual([]);
  expect(
    faults("manifest.installer.1.12.0.json", { ...(winget(".installer") as object), InstallerType: "exe1" }),
  ).not.toEqual([]);
});
