import { cpSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { repository } from "./places.mts";

/** The language that a program is written in. */
export type Language = "js" | "ts";

/** Where the parts of a temporary project lie. */
export interface ProjectPlaces {
  /** Everything lies below this folder, which is removed in the end. */
  readonly root: string;
  /** The Pulumi project: Pulumi.yaml, the program, node_modules. */
  readonly dir: string;
  readonly configFile: string;
  readonly emulatorLog: string;
  readonly grpcLog: string;
  readonly home: string;
  readonly state: string;
  readonly temporary: string;
}

/** Options of the TypeScript that `runtime: nodejs` compiles programs with; TypeScript 6 calls some of them old. */
const compilerOptions = {
  target: "ES2022",
  module: "commonjs",
  moduleResolution: "node",
  ignoreDeprecations: "6.0",
  esModuleInterop: true,
  strict: true,
  skipLibCheck: true,
  types: ["node"],
};

/** Makes a Pulumi project outside the repository, with the repository's packages as its own. */
export function makeProject(program: string, language: Language, applicationHost: string): ProjectPlaces {
  const places = makePlaces("project", applicationHost);
  const write = (file: string, text: string): void => {
    writeFileSync(join(places.dir, file), text);
  };
  const typescript = language === "ts";
  write("Pulumi.yaml", `name: e2e\nruntime:\n  name: nodejs\n  options:\n    typescript: ${typescript}\n`);
  write("package.json", JSON.stringify({ name: "e2e", private: true, main: `index.${language}` }));
  write(`index.${language}`, program);
  if (typescript) write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["index.ts"] }));

  linkPackage(places.dir, "@pulumi/pulumi");
  linkOwnPackage(places.dir);
  if (typescript) for (const name of typescriptPackages) linkPackage(places.dir, name);
  return places;
}

/** Copies a project of this repository to the same place of another, which has the plugin and the SDKs where this has them. */
export function copyProject(folder: string, applicationHost: string): ProjectPlaces {
  const places = makePlaces(join("repository", folder), applicationHost);
  // What a person who tried it there has left behind stays there.
  const left = /[\\/](node_modules|venv|target|Pulumi\.[^\\/]+\.yaml)$/;
  cpSync(join(repository, folder), places.dir, { recursive: true, filter: (path) => !left.test(path) });
  for (const name of ["plugin", "sdk"]) {
    symlinkSync(join(repository, name), join(places.root, "repository", name), "junction");
  }
  return places;
}

/** Makes the folders of a project; its own is given by its path below the root. */
function makePlaces(project: string, applicationHost: string): ProjectPlaces {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-iis-e2e-")));
  const places: ProjectPlaces = {
    root,
    dir: join(root, project),
    configFile: join(root, "applicationHost.config"),
    emulatorLog: join(root, "appcmd.jsonl"),
    grpcLog: join(root, "grpc.jsonl"),
    home: join(root, "pulumi-home"),
    state: join(root, "state"),
    temporary: join(root, "tmp"),
  };
  for (const one of [places.dir, places.home, places.state, places.temporary]) mkdirSync(one, { recursive: true });
  writeFileSync(places.configFile, applicationHost);
  return places;
}

/** What `runtime: nodejs` compiles TypeScript with. */
export const typescriptPackages = ["typescript", "ts-node", "@types/node"];

/**
 * Gives a project this package, as if it were installed. It is no link to the whole checkout: for each run the language host reads all
 * folders of a project, which has those behind links too.
 */
function linkOwnPackage(dir: string): void {
  for (const name of ["package.json", "dist", "plugin"]) {
    linkPackage(dir, join("pulumi-iis", name), join(repository, name));
  }
}

/** Gives a project a package: one of this repository's own packages, or the folder that is named. */
export function linkPackage(dir: string, name: string, target = join(repository, "node_modules", name)): void {
  const link = join(dir, "node_modules", name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(target, link, "junction");
}
