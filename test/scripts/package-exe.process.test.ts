import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { packageVersion } from "../../provider/package-root";
import { folderEdition } from "../../scripts/lib/executable/contents.mts";
import { repository } from "../../tools/workspace/places.mts";
import { sampleConfig } from "../engine/offline-host";
import { madeFolder } from "../made-folder";

const script = join(repository, "scripts/package-exe.mts");
const version = packageVersion();
let folder: string;
let out: string;

const pack = (to: string, ...platforms: readonly string[]) =>
  spawnSync(process.execPath, [script, "--out", to, ...platforms], { cwd: repository, encoding: "utf8" });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-package-exe-"));
  out = join(folder, "artifacts");
  const { status, stderr } = pack(out, "linux-x64");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Unpacks an archive into a folder that has nothing else. */
function unpack(archive: string): string {
  const place = join(folder, archive.replace(/\W/g, "-"));
  mkdirSync(place);
  execFileSync("tar", ["-xzf", join(out, archive), "-C", place]);
  return place;
}

describe("the artifacts of npm run package:exe", () => {
  const iispoolsArchive = `iispools-${version}-linux-x64.tar.gz`;
  const pluginArchive = `pulumi-resource-iis-v${version}-linux-amd64.tar.gz`;

  it("are the program and the plugin, with sums that sha256sum takes", () => {
    expect(readdirSync(out).sort()).toEqual(["SHA256SUMS", iispoolsArchive, pluginArchive]);
    const checked = execFileSync("sha256sum", ["--check", "SHA256SUMS"], { cwd: out, encoding: "utf8" });
    expect(checked).toBe(`${iispoolsArchive}: OK\n${pluginArchive}: OK\n`);
  });

  it("have the same bytes in a second build", () => {
    expect(readFileSync(join(madeFolder("linux-x64"), "SHA256SUMS"), "utf8")).toBe(
      readFileSync(join(out, "SHA256SUMS"), "utf8"),
    );
  });

  it("refuse an unknown platform in one line", () => {
    const { status, stdout, stderr } = pack(out, "win-x32");
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "Unknown platform 'win-x32'. Usage: npm run package:exe -- [--out folder] [win-x64|win-arm64|linux-x64|linux-arm64|darwin-arm64|all …]\n",
    });
  });

  describe("unpacked, with nothing on PATH", () => {
    let place: string;

    const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
      const options = { cwd: place, encoding: "utf8" as const, env: { PATH: "", HOME: join(folder, "home"), ...env } };
      const { status, stdout, stderr } = spawnSync(join(place, program), args, options);
      return { status, stdout, stderr };
    };

    beforeAll(() => {
      place = unpack(iispoolsArchive);
    });

    it("bring the licenses of what is in them", () => {
      expect(readdirSync(place).sort()).toEqual(["LICENSE", "iispools", "iispools.dsc.resource.json", "licenses"]);
      expect(readFileSync(join(place, "licenses/node.txt"), "utf8")).toContain(
        "Node.js is licensed for use as follows",
      );
      expect(readFileSync(join(place, "licenses/packages.txt"), "utf8")).toContain("saxes");
    });

    it("print the version, and where the page of a command is", () => {
      expect(run("iispools", ["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
      expect(run("iispools", ["plan", "--help"]).stdout).toContain(
        `/blob/v${version}/docs/administrators/cli.md, section "iispools plan"`,
      );
    });

    it("are the program by whose name a symbolic link calls them", () => {
      const names = ["pulumi-resource-iis", "appcmd-emulator", "pools"];
      for (const name of names) symlinkSync("iispools", join(place, name));
      const [plugin, emulator, other] = names.map((name) => run(name, ["--help"]).stdout);
      expect(plugin).toContain("Usage: pulumi-resource-iis");
      expect(plugin).toContain(`/blob/v${version}/docs/pulumi/plugin.md\n`);
      expect(emulator).toContain("IIS command line administration tool");
      expect(other).toContain("Usage: iispools");
      expect(run("pulumi-resource-iis", ["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
    });

    it("end for an option in NODE_OPTIONS that their Node lacks, as the page about troubleshooting says", () => {
      const { status, stderr } = run("iispools", ["--version"], { NODE_OPTIONS: "--of-a-newer-node" });
      const message = "iispools: --of-a-newer-node is not allowed in NODE_OPTIONS";
      expect([status, stderr]).toEqual([9, `${join(place, message)}\n`]);
      const page = readFileSync(join(repository, "docs/administrators/troubleshooting.md"), "utf8");
      expect(page).toContain(message.replace("--of-a-newer-node", "--…"));
    });

    it("plan and apply on a file, with the emulator that is in them", () => {
      cpSync(sampleConfig, join(place, "applicationHost.config"));
      const pools =
        "version: 1\nhosts: { web: { configFile: applicationHost.config } }\npools: { Shop: { queueLength: 2000 } }\n";
      writeFileSync(join(place, "pools.yaml"), pools);
      expect(run("iispools", ["plan"]).stdout).toContain("Shop");
      const applied = run("iispools", ["apply", "--yes"]);
      expect(applied.status).toBe(0);
      expect(readFileSync(join(place, "applicationHost.config"), "utf8")).toContain(
        '<add name="Shop" queueLength="2000" />',
      );
      // The command that restores the backup is one that this machine has.
      const [, program = "", backup = ""] = /(\S+) appcmd-emulator restore backup (\S+)/.exec(applied.stdout) ?? [];
      expect([program, backup]).toEqual([join(place, "iispools"), expect.stringContaining("iispools-")]);
      const { status, stdout } = run("iispools", ["appcmd-emulator", "list", "apppool", "Shop"], {
        APPCMD_EMULATOR_CONFIG: "applicationHost.config",
      });
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: 'APPPOOL "Shop" (MgdVersion:v4.0,MgdMode:Integrated,state:Started)\r\n',
      });
    });
  });
});

it("the folder edition, which has no pages, names the address of one", () => {
  const place = join(folder, "folder-edition");
  for (const { name, file } of folderEdition()) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    cpSync(resolve(repository, file), join(place, name));
  }
  const { stdout } = spawnSync(process.execPath, [join(place, "dist/provider/cli/bin.js"), "plan", "--help"], {
    encoding: "utf8",
  });
  expect(stdout).toContain(`/blob/v${version}/docs/administrators/cli.md, section "iispools plan"`);
});
