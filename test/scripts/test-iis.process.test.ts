import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { emulatorMain, repository } from "../../tools/workspace/places.mts";
import { poolsConfig } from "../emulator/memory-world";

// Programs that print in the code page of the console, which Wine does not have.
describe("npm run test:iis with a console in code page 850", () => {
  let folder: string;
  const place = (name: string): string => join(folder, name);
  const read = (name: string): string => readFileSync(place(name), "utf8");

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-iis-code-page-"));
    mkdirSync(place("system32/inetsrv"), { recursive: true });
    const program = (name: string, text: string): void => {
      writeFileSync(place(`system32/${name}`), `#!/bin/sh\n${text}\n`);
      chmodSync(place(`system32/${name}`), 0o755);
    };
    program("inetsrv/appcmd.exe", `exec '${process.execPath}' '${emulatorMain}' "$@"`);
    // The last argument is the line. A plan in code page 1252 fails.
    program(
      "cmd.exe",
      `for line; do :; done
printf '%s\\n' "$*" >> '${place("lines.txt")}'
printf 'Aktive Codepage: 850.\\r\\n'
case "$line" in *1252*) exit 1; esac`,
    );
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs some lines of a module, which see `script(name)`. */
  function run(code: string, pools: string): void {
    writeFileSync(place("applicationHost.config"), poolsConfig(pools));
    const scripts = JSON.stringify(pathToFileURL(join(repository, "scripts/lib/iis/")).href);
    const text = `const script = (name) => import(${scripts} + name + ".mts");\n${code}`;
    const env = { windir: folder, APPCMD_EMULATOR_CONFIG: place("applicationHost.config"), APPCMD_EMULATOR_LANG: "de" };
    execFileSync(process.execPath, ["--no-warnings", "--input-type=module", "--eval", text], {
      cwd: repository,
      env: { ...process.env, ...env },
    });
  }

  it("reads the names of pools in it", () => {
    run(
      `const { appcmd } = await script("machine");
       await (await script("pools")).removeTestPools(appcmd);`,
      '<add name="Shop" />\n<add name="zz-pulumi-iis-test-Größe" />',
    );
    expect(read("applicationHost.config")).toBe(poolsConfig('<add name="Shop" />'));
  });

  it("sets it again after a check that changes it, also if that fails", () => {
    run(
      `const { codePages } = await script("code-pages");
       const failed = await codePages().catch((error) => error);
       if (!/nothing to change in code page 1252/.test(failed)) throw new Error(String(failed));`,
      "",
    );
    const lines = read("lines.txt").trim().split("\n");
    expect(lines.filter((line) => /chcp \d/.test(line)).map((line) => /chcp (\d+)/.exec(line)?.[1])).toEqual([
      "437",
      "850",
      "1252",
      "850",
    ]);
  });
});
