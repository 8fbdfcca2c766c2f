import { existsSync } from "node:fs";
import { join } from "node:path";
import { type LoadOptions, loadPoolFiles } from "../pool-file/load/load-pool-files";
import type { PoolFiles } from "../pool-file/pool-file";
import { Failure } from "./outcome";
import type { Io } from "./io";

/** What is read where no file is named: the first that is there. */
export const usualPlaces = ["pools.yaml", "pools.yml", "pools"];

/**
 * Everything that the pool files declare.
 *
 * @param paths files, folders or globs; none: {@link usualPlaces}
 * @throws Failure with every fault of every file
 */
export function loadFiles(paths: readonly string[], io: Io, secrets: LoadOptions["secrets"]): PoolFiles {
  const { files, faults } = readFiles(paths, io, secrets);
  if (faults.length > 0) throw new Failure(faults);
  return files;
}

/** The same, with the faults beside what could be read. @throws Failure where there is no file at all */
export function readFiles(
  paths: readonly string[],
  { place: { cwd, env } }: Io,
  secrets: LoadOptions["secrets"],
): ReturnType<typeof loadPoolFiles> {
  return loadPoolFiles(paths.length > 0 ? paths : [usualPlace(cwd)], { cwd, env, secrets });
}

/** The first of {@link usualPlaces} that is there. */
export function findUsualPlace(cwd: string): string | undefined {
  return usualPlaces.find((path) => existsSync(join(cwd, path)));
}

function usualPlace(cwd: string): string {
  const found = findUsualPlace(cwd);
  if (found !== undefined) return found;
  throw new Failure([{ path: "", message: poolFileRequired(cwd) }]);
}

/** That a pool file must be named. */
export function poolFileRequired(cwd: string): string {
  return `a pool file is required, and there is none of ${usualPlaces.join(", ")} in ${cwd}`;
}
