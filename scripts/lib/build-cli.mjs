// Place 5: the CLI built from its published Go modules, as pinned in tools/pulumi-cli/; the command plugin likewise.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildProgress, elapsed } from "./build-progress.mjs";
import { askGo, goLine, requiredVersion, whyGoCannotServe } from "./go-toolchain.mjs";
import { findOnPath } from "./path-variable.mjs";
import { programNames } from "./pulumi-programs.mjs";
import { runChild } from "./run-child.mjs";

const sayEveryMs = 10_000;
const cliModule = "github.com/pulumi/pulumi/pkg/v3";

/**
 * The two programs, where their go.mod lies, and the version that each calls itself: an empty one is refused by
 * Pulumi's Automation API.
 *
 * @param {string} version of the CLI
 * @param {NodeJS.Platform} platform
 */
export function goPrograms(version, platform) {
  const names = programNames(platform);
  return [
    { module: "pulumi", file: names.cli, package: `${cliModule}/cmd/pulumi`, says: `v${version}` },
    {
      module: "pulumi-language-nodejs",
      file: names.languageHost,
      package: "github.com/pulumi/pulumi/sdk/nodejs/cmd/pulumi-language-nodejs/v3",
      // Its module has no tags; the go.mod pins the commit of this release.
      says: "v3.163.0",
    },
  ];
}

/**
 * The arguments of `go` that build one program the way Pulumi's own releases are built.
 *
 * @param {{ package: string, says: string, versionVariable?: string }} program
 * @param {string} output
 */
export function goBuildArgs(program, output) {
  const { says, versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version" } = program;
  const version = `-X ${versionVariable}=${says}`;
  const tags = ["-tags", "osusergo,grpcnotrace", "-ldflags", `-w -s ${version}`];
  return ["build", "-v", "-mod=readonly", "-buildvcs=false", "-trimpath", ...tags, "-o", output, program.package];
}

/**
 * Builds the CLI's two programs into a folder.
 *
 * @param {object} context
 * @param {string} context.root this project's folder
 * @param {NodeJS.ProcessEnv} context.env
 * @param {NodeJS.Platform} context.platform
 * @param {string} context.version
 * @param {string} context.temporary an existing folder for what is only needed meanwhile
 * @param {string} context.target must not exist
 * @param {(line: string) => void} context.say
 * @param {AbortSignal} [context.signal]
 */
export async function buildCli(context) {
  const { root, env, platform, version, say, signal } = context;
  const goMod = readFileSync(join(root, "tools", "pulumi-cli", "pulumi", "go.mod"), "utf8");
  const pinned = requiredVersion(goMod, cliModule);
  if (pinned !== `v${version}`) {
    throw new Error(`tools/pulumi-cli/pulumi/go.mod pins ${cliModule} ${pinned}, package.json wants v${version}`);
  }
  const go = await usableGo(goMod, { env, platform, signal });
  say(`building Pulumi ${version} from its Go modules with ${go}: once, about 7 minutes on two cores with cold caches`);
  await buildPrograms(go, goPrograms(version, platform), context);
}

/**
 * Builds programs of tools/pulumi-cli/ into a folder, saying at least every few seconds how far it is.
 *
 * @param {string} go path of the program
 * @param {{ module: string, file: string, package: string, says: string, versionVariable?: string }[]} programs
 * @param {object} context as for `buildCli`
 */
export async function buildPrograms(go, programs, { root, env, temporary, target, say, signal }) {
  const modules = join(root, "tools", "pulumi-cli");
  const work = join(temporary, "go-build");
  mkdirSync(target);
  mkdirSync(work);
  for (const [at, program] of programs.entries()) {
    const label = `[${at + 1}/${programs.length}] ${program.module}`;
    const started = Date.now();
    const progress = buildProgress(label, started);
    const timer = setInterval(() => say(progress.line(Date.now())), sayEveryMs);
    try {
      say(`${label}: go build`);
      const code = await runChild(go, goBuildArgs(program, join(target, program.file)), {
        cwd: join(modules, program.module),
        env: goEnvironment(env, work),
        signal,
        onLine: progress.take,
      });
      if (code !== 0)
        throw new Error(`go build of ${program.module} failed:\n${progress.complaint() || `exit ${code}`}`);
    } finally {
      clearInterval(timer);
    }
    say(`${label}: done in ${elapsed(Date.now() - started)}`);
  }
}

/**
 * The environment of `go build`: its temporary files where we remove them, and nothing that would change the result.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} work
 * @returns {NodeJS.ProcessEnv}
 */
export function goEnvironment(env, work) {
  const result = { ...env, CGO_ENABLED: "0", GOWORK: "off", GOTMPDIR: work };
  delete result.GOOS;
  delete result.GOARCH;
  return result;
}

/**
 * The `go` on PATH.
 *
 * @param {string} goMod text of the go.mod that is to be built
 * @param {{ env: NodeJS.ProcessEnv, platform: NodeJS.Platform, signal?: AbortSignal }} context
 * @returns {Promise<string>}
 * @throws where there is none, or one that is too old
 */
export async function usableGo(goMod, { env, platform, signal }) {
  const go = findOnPath(env, platform === "win32" ? "go.exe" : "go");
  if (go === undefined) throw new Error("there is no go on PATH");
  const reason = whyGoCannotServe(await askGo(go, env, signal), goLine(goMod));
  if (reason !== undefined) throw new Error(`${go}: ${reason}`);
  return go;
}
