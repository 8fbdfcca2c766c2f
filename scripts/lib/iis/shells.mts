import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { escapeValue } from "#dist/provider/appcmd/edit.js";
import { quoteForCmd } from "#dist/provider/quoting/cmd.js";
import { quoteForPowerShell } from "#dist/provider/quoting/powershell.js";
import { inGroups } from "../../../tools/windows/awkward-texts.mts";
import { cmdProgram, end, expect, NotHere, powerShellFolder } from "./machine.mts";
import { awkwardTexts } from "./texts.mts";

const texts = [...awkwardTexts.names, ...awkwardTexts.values];

/** Writes its arguments to a file. Its own path and Node's have neither blanks nor percent signs, as appcmd's. */
const printer = `require("node:fs").writeFileSync(process.env.PULUMI_IIS_TEST_OUT, JSON.stringify(process.argv.slice(2)));`;

/** Sends all texts as arguments by a shell, and compares what a program receives. */
async function through(
  count: number,
  send: (program: string, args: readonly string[], out: string) => Promise<unknown>,
  prepare = (text: string) => text,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-texts-"));
  const [script, out] = [join(folder, "print.cjs"), join(folder, "out.json")];
  try {
    writeFileSync(script, printer);
    // An empty argument before each group: the one that a shell loses most easily.
    for (const group of inGroups(texts.slice(0, count), 25)) {
      const args = ["", ...group.map(prepare)];
      rmSync(out, { force: true });
      await send(process.execPath, [script, ...args], out);
      expect(existsSync(out), `a program to start for ${JSON.stringify(args)}`);
      const received = readFileSync(out, "utf8");
      expect(received === JSON.stringify(args), `${JSON.stringify(args)}, and not ${received}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The texts through cmd.exe, as OpenSSH starts it. Values are escaped for appcmd, as always. */
export function throughCmd(count: number): Promise<void> {
  return through(
    count,
    (program, args, out) =>
      end(cmdProgram, ["/c", `"${quoteForCmd(program, args)}"`], { verbatim: true, env: { PULUMI_IIS_TEST_OUT: out } }),
    escapeValue,
  );
}

/** The texts through Windows PowerShell, and PowerShell 7 if it is installed. */
export async function throughPowerShell(name: "powershell.exe" | "pwsh.exe", count: number): Promise<void> {
  const shell = onPath(name);
  if (shell === undefined) throw new NotHere(`${name} is not installed`);
  const { exitCode } = await end(shell, ["-NoProfile", "-Command", "exit 7"]);
  if (exitCode !== 7) throw new NotHere(`${name} runs no commands`);
  await through(count, (program, args, out) => {
    const words = ["-NoProfile", "-NonInteractive", "-Command", quoteForPowerShell(program, args)];
    return end(shell, words, { env: { PULUMI_IIS_TEST_OUT: out } });
  });
}

function onPath(name: string): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), powerShellFolder];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
