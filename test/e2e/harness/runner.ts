import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageVersion } from "../../../provider/package-root";
import { repository } from "../../../tools/workspace/places.mts";
import type { Example } from "../examples";

/** A machine of GitHub or Azure DevOps that has the pool files of examples/ci. Its PATH has the system's programs only. */
export interface Runner extends Example {
  /** The address of its releases, which has that of this version. */
  readonly releases: string;
}

/** @param release the folder with a release's file for this machine, and its digests */
export function makeRunner(release: string): Runner {
  const root = mkdtempSync(join(tmpdir(), "pulumi-iis-runner-"));
  const [folder, bin, releases, temporary] = ["place", "bin", "releases", "temp"].map((name) => join(root, name)) as [
    ...[string, string, string, string],
  ];
  for (const one of [folder, bin, releases, temporary]) mkdirSync(one);
  for (const name of ["pools", "servers"])
    cpSync(join(repository, "examples/ci", name), join(folder, name), { recursive: true });
  symlinkSync(release, join(releases, `v${packageVersion()}`));
  const pathFile = join(root, "path.txt");
  const ofServices = {
    ...{ RUNNER_OS: "Linux", RUNNER_ARCH: "X64", RUNNER_TEMP: temporary, GITHUB_PATH: pathFile },
    ...{ AGENT_OS: "Linux", AGENT_OSARCHITECTURE: "X64", AGENT_TEMPDIRECTORY: temporary },
  };
  const added: string[] = [];
  return {
    folder,
    releases: pathToFileURL(releases).href,
    run: (script, env = {}) => {
      const ofGithub = existsSync(pathFile) ? readFileSync(pathFile, "utf8").trim().split("\n") : [];
      const path = [...added, ...ofGithub, bin, "/usr/bin", "/bin"].join(":");
      const options = {
        cwd: folder,
        env: { PATH: path, HOME: root, ...ofServices, ...env },
        encoding: "utf8",
      } as const;
      const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-c", script], options);
      added.push(...[...stdout.matchAll(/^##vso\[task\.prependpath\](.*)$/gm)].map(([, one = ""]) => one));
      return { code: status ?? -1, stdout, stderr };
    },
    dispose: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
