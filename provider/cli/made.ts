import { relative, resolve } from "node:path";
import { packageVersion } from "../package-root";
import type { Made } from "../report/schema/parts";
import type { Place } from "./io";

type Env = Place["env"];

/** The variables of a CI system about the commit of a job. `root`: the folder of the checkout. `url`: the address of a file at a line. */
interface CiSystem {
  readonly commit: string;
  readonly root: string;
  readonly url: (env: Env, commit: string) => string | undefined;
}

/**
 * The variables of CI systems.
 *
 * @see {@link https://docs.github.com/en/actions/reference/workflows-and-actions/variables}
 * @see {@link https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables}
 * @see {@link https://docs.gitlab.com/ci/variables/predefined_variables/}
 */
const ciSystems: readonly CiSystem[] = [
  {
    ...{ commit: "GITHUB_SHA", root: "GITHUB_WORKSPACE" },
    url: ({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name }, commit) =>
      server === undefined || name === undefined ? undefined : `${server}/${name}/blob/${commit}/{file}#L{line}`,
  },
  {
    ...{ commit: "BUILD_SOURCEVERSION", root: "BUILD_SOURCESDIRECTORY" },
    url: ({ BUILD_REPOSITORY_URI: repository, BUILD_REPOSITORY_PROVIDER: provider }, commit) =>
      repository === undefined || provider !== "TfsGit"
        ? undefined
        : `${withoutUser(repository)}?path=/{file}&version=GC${commit}&line={line}&lineEnd={line}&lineStartColumn=1&lineEndColumn=200`,
  },
  {
    ...{ commit: "CI_COMMIT_SHA", root: "CI_PROJECT_DIR" },
    url: ({ CI_PROJECT_URL: project }, commit) =>
      project === undefined ? undefined : `${project}/-/blob/${commit}/{file}#L{line}`,
  },
];

/**
 * When and of what a report is made: the time, the version, the files, and in a job of GitHub Actions, Azure Pipelines or GitLab
 * the commit and the address of its files.
 */
export function madeOf(files: readonly string[], { now, env, cwd }: Pick<Place, "now" | "env" | "cwd">): Made {
  const about = { at: now().toISOString(), version: packageVersion(), files };
  for (const { commit: name, root, url } of ciSystems) {
    const commit = env[name];
    if (commit === undefined || !/^[0-9a-f]{7,64}$/i.test(commit)) continue;
    const fileUrl = belowRoot(url(env, commit), env[root], cwd);
    return { ...about, commit, ...(fileUrl !== undefined && { fileUrl }) };
  }
  return about;
}

/** Paths of a report are relative to the folder in which the program runs, those of an address to the checkout. */
function belowRoot(url: string | undefined, root: string | undefined, cwd: string): string | undefined {
  const below = relative(root ?? cwd, resolve(cwd)).replaceAll("\\", "/");
  if (below.startsWith("..")) return undefined;
  return below === "" ? url : url?.replace("{file}", () => `${below}/{file}`);
}

/** Azure DevOps puts the name of the organisation before the host: `https://org@dev.azure.com/…`. */
function withoutUser(address: string): string {
  return address.replace(/^(https:\/\/)[^/@]*@/, "$1");
}
