// What the executables have of the package: its programs as they are built, by the paths of the package.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { digestOf } from "../bundle-digest.mts";
import type { Entry } from "./archives.mts";

/** The programs, by their names, and the files that start them. */
export const programs = {
  iispools: "dist/cli/iispools.cjs",
  "appcmd-emulator": "dist/emulator/emulator.cjs",
  "pulumi-resource-iis": "plugin/bundle/plugin.cjs",
} as const;

const folders = [...Object.values(programs).map((main) => dirname(main)), "dist/emulator/schema"];

/** The paths of the files that the programs read. */
export function assets(): string[] {
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));
  return ["package.json", ...files.filter((file) => /\.(?:cjs|xml)$/.test(file))].sort();
}

/** The manifest with which Microsoft DSC finds the program beside it. @param isScript whether that is `iispools.cmd` */
export function dscManifest(isScript: boolean): Entry {
  const name = "iispools.dsc.resource.json";
  return { name, file: join("dist/dsc", isScript ? "windows" : "", name) };
}

/** The same as files beside a node.exe, which the .cmd files start. */
export function folderEdition(): Entry[] {
  const launchers = ["dist/provider/cli/bin.js", "dist/emulator/main.js", "plugin/pulumi-resource-iis.cjs"];
  const commands = join(import.meta.dirname, "windows");
  return [
    ...[...assets(), ...launchers].map((file) => ({ name: file, file })),
    ...readdirSync(commands).map((name) => ({ name, file: join(commands, name) })),
    dscManifest(true),
  ];
}

/**
 * What goes with every executable.
 *
 * @param ofNode the path of the license of Node.js
 */
export function licenses(ofNode: string): Entry[] {
  return [
    { name: "LICENSE", file: "LICENSE" },
    { name: "licenses/packages.txt", file: "dist/licenses.txt" },
    { name: "licenses/node.txt", file: ofNode },
  ];
}

/** The main script: it is the launcher of all programs. */
export function mainScript(): string {
  const table = Object.entries(programs).map(
    ([name, main]) => [name, { main, digest: digestOf(dirname(main)) }] as const,
  );
  const parts = ["../run-kept.cjs", "main.cjs"].map((file) =>
    readFileSync(join(import.meta.dirname, file), "utf8").trim(),
  );
  return ['"use strict";', ...parts, `startProgram(${JSON.stringify(Object.fromEntries(table))});\n`].join("\n");
}
