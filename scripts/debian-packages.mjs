// Installs what some test suites need from Debian, where this may be done: as root, with apt. Elsewhere it says what is missing.
import "./lib/check-node.mjs";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program that a suite needs, and the Debian packages that bring it. */
const needs = [
  { program: "wine", packages: ["wine", "wine64"], for: "Windows' own argument parser and Windows processes" },
  { program: "x86_64-w64-mingw32-gcc", packages: ["gcc-mingw-w64-x86-64"], for: "small Windows programs of the tests" },
  { program: "sshd", packages: ["openssh-server"], for: "appcmd over SSH, against a real server" },
  { program: "chromium", packages: ["chromium"], for: "the HTML report, opened and clicked" },
  { program: "zsh", packages: ["zsh"], for: "its completion script" },
  { program: "fish", packages: ["fish"], for: "its completion script" },
  { program: "initdb", packages: ["postgresql"], for: "a state that several pipelines share" },
  { program: "jq", packages: ["jq"], for: "the pipelines of examples/ci" },
  { program: "mvn", packages: ["maven", "default-jdk-headless"], for: "the program in Java" },
];

// Where Debian has what only root runs, or each version of PostgreSQL has for itself; few have these on their PATH.
const postgresql = "/usr/lib/postgresql";
const versions = existsSync(postgresql)
  ? readdirSync(postgresql).map((version) => join(postgresql, version, "bin"))
  : [];
const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", ...versions];
const isThere = ({ program }) => folders.some((folder) => existsSync(join(folder, program)));

const missing = needs.filter((need) => !isThere(need));
if (missing.length > 0) {
  const packages = missing.flatMap((need) => need.packages);
  const install = ["install", "-y", "--no-install-recommends", ...packages];
  const mayInstall = process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (mayInstall) {
    process.stdout.write(`apt-get ${install.join(" ")}\n`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const args of [["update", "-q"], install]) spawnSync("apt-get", args, { stdio: "ignore", env });
  }
  for (const need of needs.filter((one) => !isThere(one))) {
    process.stdout.write(`missing: ${need.program} (${need.for}): apt-get ${install.join(" ")}\n`);
  }
}
