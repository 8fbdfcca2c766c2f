/** What some test suites need from Debian: what is missing, and how it is installed. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program that a suite needs, and the Debian packages that bring it. */
export interface Need {
  readonly program: string;
  readonly packages: readonly string[];
  readonly for: string;
}

const needs: readonly Need[] = [
  { program: "wine", packages: ["wine", "wine64"], for: "Windows' own argument parser and Windows processes" },
  { program: "x86_64-w64-mingw32-gcc", packages: ["gcc-mingw-w64-x86-64"], for: "small Windows programs of the tests" },
  { program: "osslsigncode", packages: ["osslsigncode"], for: "the executable for Windows, without Node's signature" },
  { program: "sshd", packages: ["openssh-server"], for: "appcmd over SSH, against a real server" },
  {
    program: "krb5kdc",
    packages: ["krb5-kdc", "krb5-admin-server", "krb5-user"],
    for: "WinRM with Kerberos, against a real KDC",
  },
  { program: "krb5-config", packages: ["libkrb5-dev"], for: "Kerberos for the Python of the WinRM server" },
  { program: "chromium", packages: ["chromium"], for: "the HTML report, opened and clicked" },
  { program: "zsh", packages: ["zsh"], for: "its completion script" },
  { program: "fish", packages: ["fish"], for: "its completion script" },
  { program: "initdb", packages: ["postgresql"], for: "a state that several pipelines share" },
  {
    program: "promtool",
    packages: ["prometheus"],
    for: "metrics, alert rules and the dashboard, in a real Prometheus",
  },
  {
    program: "prometheus-node-exporter",
    packages: ["prometheus-node-exporter"],
    for: "metrics, through a textfile collector",
  },
  { program: "jq", packages: ["jq"], for: "the pipelines of examples/ci" },
  { program: "mvn", packages: ["maven", "default-jdk-headless"], for: "the program in Java" },
];

/** The programs that are missing on this machine. */
function missingPrograms(): Need[] {
  // Where Debian has what only root runs, or each version of PostgreSQL has for itself; few have these on their PATH.
  const postgresql = "/usr/lib/postgresql";
  const versions = existsSync(postgresql)
    ? readdirSync(postgresql).map((version) => join(postgresql, version, "bin"))
    : [];
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", ...versions];
  return needs.filter(({ program }) => !folders.some((folder) => existsSync(join(folder, program))));
}

/** The command that installs what brings these programs. */
function installCommand(missing: readonly Need[]): string[] {
  return ["apt-get", "install", "-y", "--no-install-recommends", ...missing.flatMap(({ packages }) => packages)];
}

/** Whether this process may install packages: as root, with apt-get. Nothing else asks for more rights. */
export function mayInstall(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/** Debian's way to install services without starting them: the tests start what they need. */
function withoutServices(work: () => void): void {
  const policy = "/usr/sbin/policy-rc.d";
  if (existsSync(policy)) {
    work();
    return;
  }
  writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755, flag: "wx" });
  try {
    work();
  } finally {
    rmSync(policy);
  }
}

/** Installs what brings these programs. */
export function install(missing: readonly Need[]): void {
  const [program = "", ...args] = installCommand(missing);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  withoutServices(() => {
    for (const command of [["update", "-q"], args]) spawnSync(program, command, { stdio: "ignore", env });
  });
}

/** How {@link announce} works: whether it installs, where its lines go, and what installs. */
export interface Announcing {
  readonly isInstalling: boolean;
  readonly say: (line: string) => void;
  readonly install: (missing: readonly Need[]) => void;
}

/** Names the missing programs, then installs their packages; of those that are left it says that their tests are skipped. */
export function announce({ isInstalling, say, install: installAll }: Announcing): void {
  const missing = missingPrograms();
  if (missing.length === 0) return;
  say(
    isInstalling
      ? "Missing programs, which apt-get will install (npm test -- --no-install does not):"
      : "Missing programs:",
  );
  for (const need of missing) say(`  ${need.program}: ${need.for} (${need.packages.join(", ")})`);
  if (isInstalling) {
    say(installCommand(missing).join(" "));
    installAll(missing);
  }
  const left = missingPrograms();
  if (left.length > 0) say(`Tests that need them are skipped. To install them: ${installCommand(left).join(" ")}`);
}
