// Another commit of this repository, built in a git worktree for as long as this process lives.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Checks the commit out and builds it. Returns its folder, which is removed when this process ends. */
export function checkOut(commit: string, root: string): string {
  const git = (...args: readonly string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" });
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-before-"));
  process.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
    git("worktree", "prune");
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  git("worktree", "add", "--quiet", "--detach", folder, commit);
  const run = (file: string, ...args: readonly string[]): void => {
    execFileSync(file, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  };
  if (hasSamePackages(folder, root)) symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  else run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
  run("npm", "run", "--silent", "build");
  return folder;
}

/** What is read of a lock file. */
type Packages = Readonly<Record<string, { readonly version?: string; readonly dev?: boolean }>>;

/** Whether all packages that the other checkout's programs depend on are here in the same versions: those that build are not measured. */
function hasSamePackages(other: string, root: string): boolean {
  const packagesOf = (folder: string): Packages =>
    (JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")) as { readonly packages: Packages }).packages;
  const own = packagesOf(root);
  return Object.entries(packagesOf(other)).every(
    ([path, { version, dev }]) => path === "" || dev === true || own[path]?.version === version,
  );
}
