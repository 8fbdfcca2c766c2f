import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { sampleConfig } from "../engine/offline-host";
import { installPackage } from "./harness/installed-package";
import { cliFolder, nodeFolder, repository } from "../../tools/workspace/places.mts";

const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-package-"));
const project = join(folder, "project");

afterAll(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** The first TypeScript program of the README. */
function readmeProgram(): string {
  const program = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(repository, "README.md"), "utf8"))?.[1];
  if (program === undefined) throw new Error("README.md holds no program");
  return program;
}

describe("the packed package, alone in a fresh folder", () => {
  it("runs the README's program with the real engine", async () => {
    const path = [await cliFolder(), nodeFolder(), process.env["PATH"]].join(delimiter);
    const inherited = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(npm_|PULUMI_|NODE_OPTIONS)/.test(name)),
    );
    const env = {
      ...inherited,
      PATH: path,
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "package",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      NO_COLOR: "1",
    };
    const run = (file: string, args: string[], cwd: string): string =>
      execFileSync(file, args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], shell: false });
    mkdirSync(project);
    mkdirSync(join(folder, "state"));

    installPackage(project, "@pulumi/pulumi@3.259.0", "typescript@6", "ts-node", "@types/node");

    writeFileSync(join(project, "Pulumi.yaml"), "name: fresh\nruntime: nodejs\n");
    const compilerOptions = {
      target: "ES2022",
      module: "commonjs",
      moduleResolution: "node",
      ignoreDeprecations: "6.0",
      strict: true,
      types: ["node"],
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["index.ts"] }));
    writeFileSync(join(project, "index.ts"), readmeProgram());
    copyFileSync(sampleConfig, join(project, "applicationHost.config"));

    run("pulumi", ["stack", "init", "test", "--non-interactive"], project);
    run("pulumi", ["config", "set", "iis:configFile", "./applicationHost.config"], project);
    expect(run("pulumi", ["up", "--yes", "--non-interactive"], project)).toContain("2 created");
    const config = readFileSync(join(project, "applicationHost.config"), "utf8");
    expect(config).toContain('<add name="shop" managedRuntimeVersion="" startMode="AlwaysRunning">');
    expect(config).toContain('<add value="15:00:00" />');
    run("pulumi", ["preview", "--refresh", "--expect-no-changes", "--non-interactive"], project);
    run("pulumi", ["destroy", "--yes", "--non-interactive"], project);
    expect(readFileSync(join(project, "applicationHost.config"))).toEqual(readFileSync(sampleConfig));

    // docs/pulumi/plugin.md: an SDK is made of the package alone, of the schema or of the executable.
    const sdk = ["--language", "nodejs", "--out", "gsdk"];
    run("pulumi", ["package", "gen-sdk", "node_modules/pulumi-iis/schema.json", ...sdk], project);
    expect(readFileSync(join(project, "gsdk/nodejs/appPool.ts"), "utf8")).toContain("class AppPool extends");
    const executable = "./node_modules/pulumi-iis/plugin/pulumi-resource-iis";
    expect(JSON.parse(run("pulumi", ["package", "get-schema", executable], project))).toMatchObject({ name: "iis" });

    const shipped = readdirSync(join(project, "node_modules/pulumi-iis"));
    expect(shipped.sort()).toEqual([
      ...["CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md"],
      // Of some folders only the files to which pages lead.
      ...["action.yml", "azure-pipelines", "bench", "dist", "docs", "examples", "package.json", "plugin", "policies"],
      ...["schema.json", "tools"],
    ]);
    expect(
      run(join(project, "node_modules/.bin/iispools"), ["import", "--config-file", "applicationHost.config"], project),
    ).toContain("DefaultAppPool");
    expect(
      run(
        join(project, "node_modules/.bin/appcmd-emulator"),
        ["list", "apppool", "/apphostconfig:applicationHost.config"],
        project,
      ),
    ).toContain('APPPOOL "DefaultAppPool"');
    expect(
      run(
        process.execPath,
        ["-p", "Object.keys(require('pulumi-iis/engine')).includes('applyRequests')"],
        project,
      ).trim(),
    ).toBe("true");
    expect(
      dirname(run(process.execPath, ["-p", "require.resolve('pulumi-iis/package.json')"], project).trim()),
    ).toContain("pulumi-iis");
  });
});
