import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderOf, repository } from "../../../tools/workspace/places.mts";
import { describeWith } from "./language";

describeWith(["go", "python3"], "the SDK of C#", () => {
  let folder: string;
  let files: readonly string[];
  let python: string;

  beforeAll(async () => {
    python = join(await folderOf("tools/python/find.mts"), "bin", "python");
    folder = await folderOf("scripts/sdk.mts", "dotnet");
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
    files = names.filter((name) => name.endsWith(".cs")).map((name) => join(folder, name));
  });

  /** The places of files that a parser of C# does not understand. No compiler of today's C# is at hand. */
  const faultsOf = (paths: readonly string[]): string =>
    execFileSync(python, [join(__dirname, "csharp_syntax.py"), ...paths], { encoding: "utf8" });

  it("is C#, all of it", () => {
    expect(files.length).toBeGreaterThan(30);
    expect(faultsOf(files)).toBe("");
  });

  it("would be told where it is not", () => {
    const scratch = mkdtempSync(join(tmpdir(), "pulumi-iis-csharp-"));
    try {
      const broken = join(scratch, "AppPool.cs");
      const text = readFileSync(join(folder, "AppPool.cs"), "utf8");
      writeFileSync(broken, text.replace("{ get; private set; }", "{ get; private set; "));
      expect(faultsOf([broken])).toMatch(/AppPool\.cs:\d+: /);
    } finally {
      rmSync(scratch, { recursive: true });
    }
  });

  it("has every name of the example, which is C#", () => {
    const program = join(repository, "examples/plugin/csharp/Program.cs");
    expect(faultsOf([program])).toBe("");
    const sdk = files.map((file) => readFileSync(file, "utf8")).join("\n");
    // Names that only Pulumi's own SDK has.
    const ofPulumi = ["Deployment", "RunAsync"];
    const code = readFileSync(program, "utf8").replace(/\/\/.*|"[^"]*"/g, "");
    const names = [...new Set(code.match(/\b[A-Z]\w+/g))].filter((name) => !ofPulumi.includes(name));
    expect(names).toContain("PeriodicRestartSettingsArgs");
    const declared = (name: string): boolean =>
      new RegExp(`(?:class|struct|>\\??|LogEventOnRecycle|StartMode) ${name}\\b|namespace [\\w.]*\\b${name}\\b`).test(
        sdk,
      );
    expect(names.filter((name) => !declared(name))).toEqual([]);
  });

  it("has the resources, the functions and the provider in the namespace Pulumi.Iis, typed", () => {
    const source = (name: string): string => readFileSync(join(folder, `${name}.cs`), "utf8");
    for (const name of ["AppPool", "AppPoolDefaults", "RecycleAppPool", "Provider", "GetAppPool", "GetAppPools"]) {
      expect(source(name)).toMatch(/^namespace Pulumi\.Iis$/m);
    }
    expect(source("AppPool")).toContain("public Input<Inputs.RecyclingSettingsArgs>? Recycling { get; set; }");
    expect(source("Inputs/PeriodicRestartSettingsArgs")).toContain("public InputList<string> Schedule");
  });
});
