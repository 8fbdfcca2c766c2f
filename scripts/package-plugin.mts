// Packs the provider plugin as `pulumi plugin install --file` takes it, and prints the file's path: npm run package:plugin
// [-- folder]. Needs the build. All that it needs is in it, but Node. It holds no PulumiPlugin.yaml: where there is one the
// engine installs by a language host and npm, from the network, and then starts the executable anyway.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readCall } from "../tools/read-call.mts";

const { name, version, license, type, bin } = JSON.parse(readFileSync("package.json", "utf8")) as Record<
  "name" | "version" | "license" | "type",
  string
> & { bin: Record<string, string> };
const [target = "."] = readCall("npm run package:plugin [-- folder]", {}, 1).positionals;
const tarball = resolve(target, `pulumi-resource-iis-v${version}.tgz`);
const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-plugin-"));
try {
  cpSync("plugin", folder, { recursive: true });
  cpSync("dist/emulator", join(folder, "dist/emulator"), { recursive: true });
  for (const file of ["LICENSE", "dist/licenses.txt"]) cpSync(file, join(folder, file));
  // Without what it depends on, as that is in the bundles.
  const manifest = { name, version, license, type, bin: { "appcmd-emulator": bin["appcmd-emulator"] } };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  execFileSync("tar", ["-czf", tarball, "-C", folder, "."], { stdio: "inherit" });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${tarball}\n`);
