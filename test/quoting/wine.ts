import { execFileSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** The command that brings what is missing for `hasWine`. */
export const installCommand = "apt-get install -y --no-install-recommends wine wine64 gcc-mingw-w64-x86-64";

const compiler = "x86_64-w64-mingw32-gcc";
const folders = (process.env["PATH"] ?? "").split(delimiter);

/** Whether this machine can compile and run programs for Windows. */
export const hasWine = ["wine", "wineserver", compiler].every((program) =>
  folders.some((folder) => existsSync(join(folder, program))),
);

/** What a process of Windows was given, as its two parsers read it. */
export interface Given {
  readonly runtime: readonly string[];
  readonly shellApi: readonly string[];
}

/** A Windows of its own in a temporary folder. */
export interface Wine {
  /** The program that prints its arguments, as Windows names it. */
  readonly program: string;
  /**
   * Starts each command line by CreateProcess, all of them in one start of Wine.
   *
   * @throws Error where one cannot be started, or fails.
   */
  run(lines: readonly string[]): Given[];
  dispose(): void;
}

/** Compiles the two programs and sets up a Windows: some seconds. */
export function startWine(): Wine {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-quoting-"));
  // A blank in the path, so that the program needs quotes too.
  const bin = join(folder, "a program");
  mkdirSync(bin);
  mkdirSync(join(folder, "prefix"));
  const env = {
    ...process.env,
    HOME: folder,
    WINEPREFIX: join(folder, "prefix"),
    // The wineserver's own folder goes where this one goes, instead of staying behind.
    TMPDIR: folder,
    WINEARCH: "win64",
    WINEDEBUG: "-all",
    WINEDLLOVERRIDES: "winemenubuilder.exe=d;mscoree=d;mshtml=d",
  };
  // A file, because what a process of Windows writes to a pipe of Unix is lost.
  const log = openSync(join(folder, "log"), "w");
  const call = (program: string, ...args: string[]) =>
    execFileSync(program, args, { env, stdio: ["ignore", log, log], timeout: 280_000 });
  const windowsPath = (...parts: string[]) => `Z:${join(...parts).replaceAll("/", "\\")}`;
  const dispose = () => {
    try {
      call("wineserver", "-k");
      call("wineserver", "-w");
    } catch {
      // It has ended by itself.
    }
    closeSync(log);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };

  try {
    for (const name of ["print-argv", "run-lines"]) {
      call(
        compiler,
        "-O1",
        "-Wall",
        "-Werror",
        "-municode",
        "-o",
        join(bin, `${name}.exe`),
        join(__dirname, "windows", `${name}.c`),
      );
    }
    // Persistent, because one that is just about to end takes no new processes.
    call("wineserver", "-p");
    call("wine", "wineboot", "-i");
  } catch (cause) {
    const printed = readFileSync(join(folder, "log"), "utf8");
    dispose();
    throw new Error(`cannot set Wine up: ${printed}`, { cause });
  }
  return {
    program: windowsPath(bin, "print-argv.exe"),
    run(lines) {
      const input = join(folder, "lines");
      const output = join(folder, "output");
      writeFileSync(input, lines.map((line) => `${line}\n`).join(""), "utf16le");
      call("wine", join(bin, "run-lines.exe"), windowsPath(input), windowsPath(output));
      const answers = readFileSync(output, "utf8").replaceAll("\r", "").split(/^= /m);
      return lines.map((line, index) => readAnswer(line, answers, index));
    },
    dispose,
  };
}

/** What stands behind the exit code of the process before, and before the own one, which must be 0. */
function readAnswer(line: string, answers: readonly string[], index: number): Given {
  const text = answers[index]?.replace(/^\d+\n/, "") ?? "";
  const code = /^\d+/.exec(answers[index + 1] ?? "")?.[0];
  const [runtime, shellApi] = text.split("|");
  if (code !== "0" || runtime === undefined || shellApi === undefined) {
    throw new Error(`exit code ${String(code)}, printed ${JSON.stringify(text.slice(0, 200))} for: ${line}`);
  }
  return { runtime: decode(runtime), shellApi: decode(shellApi) };
}

function decode(hexadecimal: string): string[] {
  return hexadecimal
    .replace(/\n$/, "")
    .split(" ")
    .slice(0, -1)
    .map((word) => word.replace(/.{4}/g, (unit) => String.fromCharCode(Number.parseInt(unit, 16))));
}
