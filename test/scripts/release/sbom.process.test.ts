import { readFileSync } from "node:fs";
import type { Bom } from "../../../scripts/lib/release/sbom.mts";
import { loadModule } from "../load-script";

type Lock = Readonly<
  Record<string, { readonly version: string; readonly dependencies?: Readonly<Record<string, string>> }>
>;

const lock = (JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Lock }).packages;
const versionOf = (name: string): string => `${name}@${lock[`node_modules/${name}`]?.version ?? ""}`;
const refsOf = (bom: Bom): string[] => bom.components.map((one) => one["bom-ref"]);

const load = () => loadModule<typeof import("../../../scripts/lib/release/sbom.mts")>("scripts/lib/release/sbom.mts");

let bom: Bom;

beforeAll(async () => {
  bom = (await load()).lockedBom();
});

describe("a bill of materials", () => {
  it("of the npm package has every dependency of the package and those of these, and none of its development", async () => {
    const refs = refsOf((await load()).packageBom(bom));
    const direct = Object.keys(lock[""]?.dependencies ?? {});
    expect(direct).toContain("zod");
    expect(refs).toEqual(expect.arrayContaining(direct.map(versionOf)));
    expect(refs).toEqual(expect.arrayContaining(["xmlchars", "safer-buffer", "tweetnacl"].map(versionOf)));
    expect(refs.filter((ref) => /^(?:jest|commander|typescript|@pulumi|pulumi-iis)/.test(ref))).toEqual([]);
  });

  it("of the executables has what is in the bundles, also packages of the development, and Node.js", async () => {
    const { executableBom } = await load();
    const packages = ["commander", "@pulumi/pulumi"].map(versionOf);
    const own = executableBom(bom, packages, "22.1.0");
    expect(refsOf(own)).toEqual(expect.arrayContaining([...packages, "node@22.1.0"]));
    expect(own.components).toHaveLength(3);
    expect(own.metadata.component).toMatchObject({ type: "application", name: "iispools" });
    expect(own.dependencies.find(({ ref }) => ref === own.metadata.component["bom-ref"])?.dependsOn).toEqual([
      ...packages,
      "node@22.1.0",
    ]);
    expect(() => executableBom(bom, ["nothing@1.0.0"], "22.1.0")).toThrow("package-lock.json lacks nothing@1.0.0");
  });

  it("refers to its own components only, and says nothing of when and where it was made", async () => {
    const { packageBom, executableBom, lockedBom } = await load();
    for (const own of [packageBom(bom), executableBom(bom, [versionOf("commander")], "22.1.0")]) {
      const known = [...refsOf(own), own.metadata.component["bom-ref"]];
      for (const { ref, dependsOn } of own.dependencies)
        expect(known).toEqual(expect.arrayContaining([ref, ...dependsOn]));
    }
    expect(JSON.stringify(lockedBom())).toBe(JSON.stringify(bom));
    expect(bom.metadata.component.name).toBe("pulumi-iis");
  });
});

it("dist/licenses.txt names the packages of the bundles", async () => {
  const path = "scripts/lib/licenses.mts";
  const { licensedPackages } = await loadModule<typeof import("../../../scripts/lib/licenses.mts")>(path);
  const packages = licensedPackages("dist/licenses.txt");
  expect(packages).toEqual(expect.arrayContaining(["commander", "ssh2", "@pulumi/pulumi", "saxes"].map(versionOf)));
  expect(packages.filter((one) => !/^(?:@[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+$/.test(one))).toEqual([]);
  expect(readFileSync("dist/licenses.txt", "utf8")).toContain(`${versionOf("ssh2").replace("@", " ")}, MIT\n`);
});
