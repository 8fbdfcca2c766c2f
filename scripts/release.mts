// Makes everything that a release publishes, and publishes nothing: npm run release [-- --tag v1.2.3] [--out folder]. Needs the build.
// Writes to the folder (default: artifacts/release), which must not have other files:
//   what npm run package:exe makes for all platforms
//   pulumi-iis-<version>.tgz, pulumi-iis-policies-<version>.tgz  the npm packages: of the project, of the policy pack
//   pulumi-iis-<version>.cdx.json, iispools-<version>.cdx.json  software bills of materials of the npm package, of the executables
//   iispools-<version>-manifests.zip          the manifests for winget, Scoop and Chocolatey, which manifests/ has as files
//   SHA256SUMS                                of the files above
//   notes/notes.md                            what CHANGELOG.md says of the version
// With --tag all versions and the heading in CHANGELOG.md must be those of the tag, and no name may be one that is not registered
// (lib/release/unregistered-names.mts). Without it the notes are those of "Unreleased".
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { nodeVersion } from "../tools/node-binaries/node-binary.mts";
import { readCall } from "../tools/read-call.mts";
import { writeZip } from "./lib/executable/archives.mts";
import { takeSigningVariables } from "./lib/executable/sign.mts";
import { licensedPackages } from "./lib/licenses.mts";
import { writeChecksums } from "./lib/release/checksums.mts";
import { manifests } from "./lib/release/manifests/manifests.mts";
import { product } from "./lib/release/manifests/product.mts";
import { releaseNotes } from "./lib/release/notes.mts";
import { executableBom, lockedBom, packageBom } from "./lib/release/sbom.mts";
import { whyNotReleased } from "./lib/release/tag.mts";

const usage = "npm run release [-- --tag v1.2.3] [--out folder]";
const options = { tag: { type: "string" }, out: { type: "string", default: "artifacts/release" } } as const;
const { values } = readCall(usage, options);
const out = resolve(values.out);
const signing = takeSigningVariables(process.env);
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

try {
  if (values.tag !== undefined) {
    const reason = whyNotReleased(values.tag);
    if (reason !== undefined) throw new Error(reason);
  }
  mkdirSync(out, { recursive: true });
  if (readdirSync(out).length > 0) throw new Error(`${out} is not empty`);
  await release();
} catch (error) {
  process.stderr.write(`release: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

async function release(): Promise<void> {
  const packExecutables = ["scripts/package-exe.mts", "--out", out, "all"];
  execFileSync(process.execPath, packExecutables, { stdio: "inherit", env: { ...process.env, ...signing } });
  for (const folder of [".", "policies"]) packForNpm(folder);
  const bom = lockedBom();
  write(`pulumi-iis-${version}.cdx.json`, json(packageBom(bom)));
  write(`iispools-${version}.cdx.json`, json(executableBom(bom, licensedPackages("dist/licenses.txt"), nodeVersion())));
  const released = product(out);
  const heading = values.tag === undefined ? "Unreleased" : version;
  write("notes/notes.md", releaseNotes(readFileSync("CHANGELOG.md", "utf8"), heading, released.files));
  const entries = Object.entries(manifests(released)).map(([name, text]) => {
    return { name, file: write(`manifests/${name}`, text) };
  });
  await writeZip(join(out, `iispools-${version}-manifests.zip`), entries);
  writeChecksums(out);
}

/** Packs a folder of the project as npm takes it. */
function packForNpm(folder: string): void {
  const words = ["pack", `./${folder}`, "--silent", "--ignore-scripts", "--pack-destination", out];
  execFileSync("npm", words, { stdio: "inherit", shell: process.platform === "win32" });
}

/** Returns the path. */
function write(name: string, text: string): string {
  const file = join(out, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`${file}\n`);
  return file;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
