import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { sampleConfig } from "../../engine/offline-host";
import { findProgram } from "../../transport/openssh/needs";
import { makeWorkspace, type Workspace } from "../../../tools/workspace/workspace.mts";
import { folderOf, repository } from "../../../tools/workspace/places.mts";
import { linkPackage, typescriptPackages } from "../../../tools/workspace/project.mts";

/** A language in which `examples/plugin/` has a program. */
export interface Language {
  /** The folder of the example. */
  readonly name: string;
  /** The file that declares the pools. */
  readonly program: string;
  /** Programs of the machine without which it can neither be made nor run. */
  readonly needs: readonly string[];
  /** Makes what the example's README has its reader install. @returns environment of its runs */
  readonly install: (workspace: Workspace) => Promise<Readonly<Record<string, string>>>;
  /** The language host, where it is not the CLI's own. */
  readonly host?: string;
}

/** A pip install of the generated package into a folder, with nothing fetched: the virtual environment has what it needs. */
async function installPython({ dir }: Workspace): Promise<Readonly<Record<string, string>>> {
  const virtual = await folderOf("tools/python/find.mts");
  symlinkSync(virtual, join(dir, "venv"));
  const [source, target] = [join(dir, "../sdk-python"), join(dir, "../site-packages")];
  cpSync(await folderOf("scripts/sdk.mts", "python"), source, { recursive: true });
  const options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--target", target];
  const pip = ["-m", "pip", "install", ...options, source];
  execFileSync(join(virtual, "bin", "python"), pip, { stdio: ["ignore", "ignore", "inherit"] });
  return { PYTHONPATH: target };
}

/** Every language but C#, for which nothing at hand can run a program. */
export const languages: readonly Language[] = [
  {
    name: "yaml",
    program: "Pulumi.yaml",
    needs: ["go"],
    host: "pulumi-language-yaml",
    install: () => Promise.resolve({}),
  },
  {
    name: "typescript",
    program: "index.ts",
    needs: [],
    install: async ({ dir }) => {
      linkPackage(dir, "@pulumi-iis/iis", join(await folderOf("scripts/sdk.mts", "nodejs"), "bin"));
      for (const name of ["@pulumi/pulumi", ...typescriptPackages]) linkPackage(dir, name);
      return {};
    },
  },
  {
    name: "python",
    program: "__main__.py",
    needs: ["go", "python3"],
    host: "pulumi-language-python",
    install: installPython,
  },
  {
    name: "go",
    program: "main.go",
    needs: ["go"],
    host: "pulumi-language-go",
    install: async () => {
      await folderOf("scripts/sdk.mts", "go");
      return { GOFLAGS: "-trimpath" }; // what was compiled serves from any folder
    },
  },
  {
    name: "java",
    program: "src/main/java/pools/App.java",
    needs: ["go", "mvn", "javac"],
    host: "pulumi-language-java",
    install: async () => {
      await folderOf("scripts/sdk.mts", "java");
      return {};
    },
  },
];

/** A copy of a language's example, installed, whose stack is on a copy of the sample server. */
export interface LanguageProject extends Pick<Workspace, "dispose" | "configText"> {
  /** Makes the example's program the project's, with a text, which it has once, replaced by another. */
  edit(from: string, to: string): void;
  /** Runs `pulumi <args>`; all that it said. */
  pulumi(...args: readonly string[]): Promise<string>;
  /** The same for a run that must fail. */
  failing(...args: readonly string[]): Promise<string>;
}

/** Copies and installs a language's example. */
export async function startLanguage(language: Language): Promise<LanguageProject> {
  const { name, host, program } = language;
  const example = join("examples", "plugin", name);
  const workspace = await makeWorkspace({
    example,
    path: host === undefined ? [] : [await folderOf("tools/pulumi-cli/find.mts", host)],
    applicationHost: readFileSync(sampleConfig, "utf8"),
  });
  const env = await language.install(workspace);
  const run = async (args: readonly string[], expectFailure: boolean): Promise<string> => {
    const { stdout, stderr } = await workspace.run(args, { env, expectFailure });
    return stdout + stderr;
  };
  return {
    dispose: () => workspace.dispose(),
    configText: () => workspace.configText(),
    edit: (from, to) => {
      const text = readFileSync(join(repository, example, program), "utf8");
      const [before, after, ...more] = text.split(from);
      if (before === undefined || after === undefined || more.length > 0) {
        throw new Error(`${program} of ${name} does not have once: ${from}`);
      }
      workspace.write(program, before + to + after);
    },
    pulumi: (...args) => run(args, false),
    failing: (...args) => run(args, true),
  };
}

/** What a run of the CLI says as an error, each once. */
export function errorsOf(said: string): string[] {
  const lines = said.split("\n").flatMap((line) => /error: (.*\S)/.exec(line)?.[1] ?? []);
  return [...new Set(lines)];
}

/** A `describe` for what needs programs of the machine. Where one is missing, the name says so. */
export function describeWith(needs: readonly string[], name: string, body: () => void): void {
  const missing = needs.filter((program) => findProgram(program) === undefined);
  if (missing.length === 0) describe(name, body);
  else describe.skip(`${name} (needs ${missing.join(", ")} on PATH)`, body);
}
