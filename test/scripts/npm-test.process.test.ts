import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "../..");

function npmTest(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/test.mts", ...args], {
    ...{ cwd: root, encoding: "utf8", env: { ...process.env, ...env } },
  });
  return { status, lines: stdout.trimEnd().split("\n"), stderr };
}

describe("npm test", () => {
  it("ends with the counts, and installs nothing for unit tests", () => {
    const { status, lines } = npmTest(["--tier", "unit", "test/names/list-names"]);
    expect(lines).toContain("test files: 1");
    expect(lines.join("\n")).not.toContain("Missing programs");
    expect(lines.at(-1)).toMatch(/^[1-9]\d* passed, 0 failed$/);
    expect(status).toBe(0);
  });

  it("fails where no test file matches", () => {
    const { status, lines } = npmTest(["--tier", "unit", "no-such-file"]);
    expect([status, lines.at(-1)]).toEqual([1, "0 passed, 1 failed"]);
  });

  it("refuses an unknown tier", () => {
    expect(npmTest(["--tier", "slow"])).toEqual({
      ...{ status: 2, stderr: "", lines: ["--tier: unknown tier slow. Known tiers: unit, engine, windows, e2e"] },
    });
  });
});

describe("the system packages for tests", () => {
  it("are named before apt-get is started, and --no-install starts none", () => {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-packages-"));
    try {
      const script = `
        import { announce } from ${JSON.stringify(join(root, "scripts/system-packages.mts"))};
        announce({ isInstalling: process.argv[1] === "install", say: console.log, install: (missing) => console.log("installs", missing.length > 5) });`;
      const told = (how: string): string[] =>
        spawnSync(process.execPath, ["--input-type=module", "-e", script, how], {
          ...{ cwd: folder, encoding: "utf8", env: { PATH: folder } },
        })
          .stdout.trimEnd()
          .split("\n");
      const installing = told("install");
      expect(installing[0]).toBe("Missing programs, which apt-get will install (npm test -- --no-install does not):");
      expect(installing).toContain("  wine: Windows' own argument parser and Windows processes (wine, wine64)");
      const at = installing.findIndex((line) =>
        line.startsWith("apt-get install -y --no-install-recommends wine wine64 "),
      );
      expect(installing[at + 1]).toBe("installs true");
      const without = told("");
      expect(without[0]).toBe("Missing programs:");
      expect(without.at(-1)).toMatch(/^Tests that need them are skipped\. To install them: apt-get install .*chromium/);
      expect(without.join("\n")).not.toContain("installs");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
