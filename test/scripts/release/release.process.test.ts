import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

  it("publishes under a real address only", async () => {
    const { whyNotReleased } = await load();
    expect(whyNotReleased("v1.2.3", "1.2.3", "https://github.com/-OWNER-/pulumi-iis")).toMatch(/is a placeholder/);
    expect(whyNotReleased("v1.2.3", "1.2.3", "https://github.com/example/pulumi-iis")).toBeUndefined();
    expect(whyNotReleased("1.2.3", "1.2.3", "https://github.com/example/pulumi-iis")).toMatch(
      /the tag is 1\.2\.3, but/,
    );
  });
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
