// Packs the programs for machines without Node.js: npm run package:exe [-- win-x64|win-arm64|linux-x64|linux-arm64|darwin-arm64|all …].
// Default: this machine's platform. Needs the build, and the npm registry once for each platform. Prints the paths that it wrote:
//   iispools-<version>-win-<cpu>.exe          one file with all programs
//   iispools-<version>-win-<cpu>.zip          the same with Node's own signed node.exe, for scanners that distrust the other
//   iispools-<version>-<platform>.tar.gz      one file with all programs, and the licenses
//   pulumi-resource-iis-v<version>-<platform>.tar.gz  the provider plugin, as the Pulumi engine installs it
//   SHA256SUMS                                of all files in the folder
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readCall } from "../tools/read-call.mts";
import { nodeBinary, nodeLicense } from "../tools/node-binaries/node-binary.mts";
import { writeTarball, writeZip, type Entry } from "./lib/executable/archives.mts";
import { dscManifest, folderEdition, licenses } from "./lib/executable/contents.mts";
import { writeBlob, writeExecutable } from "./lib/executable/single-executable.mts";
import { takeCertificate } from "./lib/executable/sign.mts";
import { writeChecksums } from "./lib/release/checksums.mts";
import { targets, type TargetName } from "./lib/executable/targets.mts";

const usage = `npm run package:exe -- [--out folder] [${Object.keys(targets).join("|")}|all …]`;
const { values, positionals } = readCall(usage, { out: { type: "string", default: "artifacts" } }, 5);
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const out = resolve(values.out);
const certificate = takeCertificate(process.env);
mkdirSync(out, { recursive: true });

const write = async (name: string, make: (file: string) => Promise<void>): Promise<void> => {
  const file = join(out, name);
  await make(file);
  process.stdout.write(`${file}\n`);
};

const scratch = mkdtempSync(join(tmpdir(), "pulumi-iis-programs-"));
try {
  const names = wanted();
  const blob = await writeBlob(scratch);
  for (const name of names) await packTarget(name, blob);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
writeChecksums(out);

function wanted(): TargetName[] {
  if (positionals.includes("all")) return Object.keys(targets) as TargetName[];
  const own = Object.entries(targets).find(([, { node }]) => node === `${process.platform}-${process.arch}`)?.[0];
  const names = positionals.length > 0 ? positionals : [own ?? "all"];
  const unknown = names.filter((name) => !(name in targets));
  if (unknown.length === 0) return names as TargetName[];
  process.stderr.write(`Unknown platform '${unknown[0] ?? ""}'. Usage: ${usage}\n`);
  process.exit(2);
}

async function packTarget(name: TargetName, blob: string): Promise<void> {
  const { node, pulumi } = targets[name];
  const ending = node.startsWith("win32") ? ".exe" : "";
  const executable = join(scratch, `iispools-${name}${ending}`);
  await writeExecutable(node, blob, executable, certificate);
  const texts = licenses(await nodeLicense());
  const archived = (file: string): Entry[] => [{ name: file + ending, file: executable, isProgram: true }, ...texts];
  if (ending === "") {
    await write(`iispools-${version}-${name}.tar.gz`, (file) =>
      writeTarball(file, [...archived("iispools"), dscManifest(false)]),
    );
  } else {
    await write(`iispools-${version}-${name}.exe`, (file) => copyFile(executable, file));
    const own = { name: "node.exe", file: await nodeBinary(node), isProgram: true };
    const parts = [...folderEdition(), own, ...texts];
    await write(`iispools-${version}-${name}.zip`, (file) => writeZip(file, parts));
  }
  const plugin = `pulumi-resource-iis-v${version}-${pulumi}.tar.gz`;
  await write(plugin, (file) => writeTarball(file, archived("pulumi-resource-iis")));
}
