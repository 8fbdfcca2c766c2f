import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { packageProgram } from "../../provider/package-root";
import { poolsConfig } from "../emulator/memory-world";
import { call } from "./call";
import { doctorHost } from "./doctor-host";

const host = doctorHost(poolsConfig(""));

async function completed(...words: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await call(host, "__complete", "--", ...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\t")[0]!);
}

describe("what can stand at a place of the command line", () => {
  const formats = ["text", "json", "markdown", "html", "junit", "sarif"];

  it.each([
    ["a verb", ["pl"], ["plan"]],
    ["a verb behind help", ["help", "expl"], ["explain"]],
    ["a verb below another one", ["dsc", "s"], ["set", "schema"]],
    ["a verb below another one, behind its help", ["dsc", "help", "ex"], ["export"]],
    ["an option of a verb below another one", ["dsc", "set", "--w"], ["--what-if"]],
    ["nothing behind a verb that there is not below another one", ["dsc", "plan", ""], []],
    ["nothing behind a verb without arguments", ["dsc", "get", ""], []],
    ["nothing behind a verb that there is not", ["plann", ""], []],
    ["an option", ["plan", "--det"], ["--detailed-exitcode"]],
    ["an option before the verb", ["--vers"], ["--version"]],
    ["the value of an option", ["plan", "--format", ""], formats],
    ["the value of an option behind an equals sign", ["plan", "--format=j"], ["--format=json", "--format=junit"]],
    ["the same where the shell cut it there", ["plan", "--format", "=", "j"], ["json", "junit"]],
    ["the same with nothing typed yet", ["plan", "--format", "="], formats],
    ["an example of an option's value", ["apply", "--settle", ""], ["10s", "30s", "5m"]],
    ["a file as the value of an option", ["plan", "--config-file", "a"], [":files"]],
    ["nothing where a host is to be named", ["plan", "--host", ""], []],
    ["a file as an argument", ["plan", "--format", "json", "a.yaml", ""], [":files"]],
    ["a file behind --", ["plan", "--", "--"], [":files"]],
    ["a choice of an argument", ["completion", "p"], ["powershell"]],
    ["nothing behind the last argument", ["completion", "bash", ""], []],
    ["the path of a setting", ["explain", "recycling.periodicRestart.p"], ["recycling.periodicRestart.privateMemory"]],
    ["the path of a setting in any letter case", ["explain", "cpu.ACT"], ["cpu.action"]],
    ["a path whatever options stand before it", ["explain", "--format", "json", "queue"], ["queueLength"]],
    ["the empty word of PowerShell", ["completion", "--empty-word"], ["bash", "zsh", "fish", "powershell"]],
  ])("is %s", async (_what, words, expected) => {
    expect(await completed(...words)).toEqual(expected);
  });

  it("is every verb but the hidden one", async () => {
    const verbs = await completed("");
    expect(verbs).toEqual(expect.arrayContaining(["plan", "apply", "drift", "import", "explain", "doctor", "help"]));
    expect(verbs).not.toContain("__complete");
    const { stdout } = await call(host, "--help");
    expect(stdout).not.toContain("__complete");
  });
});

const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-completion-"));

beforeAll(() => {
  // The program as a shell finds it.
  const program = join(folder, "bin", "iispools");
  mkdirSync(join(folder, "bin"));
  mkdirSync(join(folder, "place", "pool files"), { recursive: true });
  writeFileSync(join(folder, "place", "pools.yaml"), "");
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${packageProgram("iispools").arguments[0]!}" "$@"\n`);
  chmodSync(program, 0o755);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function inShell(shell: string, ...argv: string[]): string[] {
  const env = { ...process.env, PATH: [join(folder, "bin"), process.env["PATH"]].join(delimiter), HOME: folder };
  const { stdout, stderr, status } = spawnSync(shell, argv, { cwd: join(folder, "place"), env, encoding: "utf8" });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return stdout.split("\n").filter((line) => line !== "");
}

function isThere(shell: string): boolean {
  return spawnSync(shell, ["--version"], { stdio: "ignore" }).status === 0;
}

describe("the script for bash", () => {
  const lines = (...words: string[]): string[] =>
    inShell(
      "bash",
      ...["--norc", "-c"],
      `source <(iispools completion bash)
       COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _iispools; printf '%s\\n' "\${COMPREPLY[@]}"`,
      ...["bash", "iispools", ...words],
    );

  it("completes verbs, values, paths and files", () => {
    expect(lines("pl")).toEqual(["plan"]);
    expect(lines("plan", "--color", "a")).toEqual(["auto", "always"]);
    expect(lines("plan", "--color", "=", "")).toEqual(["auto", "always", "never"]);
    expect(lines("explain", "failure.rapidFailProtectionI")).toEqual(["failure.rapidFailProtectionInterval"]);
    expect(lines("plan", "poo").sort()).toEqual(["pool files", "pools.yaml"]);
    expect(lines("plan", "--config-file", "=").sort()).toEqual(["pool files", "pools.yaml"]);
  });

  it("is registered for iispools", () => {
    const [line] = inShell("bash", "--norc", "-c", "source <(iispools completion bash); complete -p iispools");
    expect(line).toBe("complete -F _iispools iispools");
  });
});

(isThere("zsh") ? describe : describe.skip)("the script for zsh", () => {
  // compadd and the like work only while zsh's line editor completes: what would be handed to them is printed.
  const lines = (...words: string[]): string[] =>
    inShell(
      "zsh",
      ...["-f", "-c"],
      `autoload -U compinit; compinit -u -D; source <(iispools completion zsh); print -r -- "$_comps[iispools]"
       _describe() { print -rl -- "\${(@P)2}" }; _files() { print -r -- files }
       words=("$@"); CURRENT=$#; _iispools`,
      ...["zsh", "iispools", ...words],
    );

  it("is registered, and completes verbs, values, paths and files", () => {
    expect(lines("completion", "p")).toEqual(["_iispools", "powershell"]);
    expect(lines("pl")).toEqual(["_iispools", "plan:Show what apply would change on the servers"]);
    expect(lines("plan", "--color=n")).toEqual(["_iispools", "--color=never"]);
    expect(lines("explain", "failure.rapidFailProtectionI")[1]).toMatch(/^failure\.rapidFailProtectionInterval:\w/);
    expect(lines("plan", "")).toEqual(["_iispools", "files"]);
  });

  it("works also as a file of $fpath", () => {
    const zsh = `iispools completion zsh > ${folder}/_iispools; fpath=(${folder} $fpath)
      autoload -U compinit; compinit -u -D; autoload -U +X _iispools && print -r -- "$_comps[iispools]"`;
    expect(inShell("zsh", "-f", "-c", zsh)).toEqual(["_iispools"]);
  });
});

(isThere("fish") ? describe : describe.skip)("the script for fish", () => {
  const lines = (line: string): string[] =>
    inShell("fish", "--no-config", "-c", `iispools completion fish | source; complete -C "${line}"`).map(
      (one) => one.split("\t")[0]!,
    );

  it("completes verbs, values, paths and files", () => {
    expect(lines("iispools pl")).toEqual(["plan"]);
    expect(lines("iispools plan --color a").sort()).toEqual(["always", "auto"]);
    expect(lines("iispools plan --color=n")).toEqual(["--color=never"]);
    expect(lines("iispools explain failure.rapidFailProtectionI")).toEqual(["failure.rapidFailProtectionInterval"]);
    expect(lines("iispools plan pools")).toEqual(["pools.yaml"]);
  });
});

describe("the script for PowerShell", () => {
  it("registers a completer whose brackets and quotes are balanced, in ASCII", async () => {
    const { stdout } = await call(host, "completion", "powershell");
    expect(stdout).toMatch(/^Register-ArgumentCompleter -Native -CommandName 'iispools' -ScriptBlock \{$/m);
    expect(stdout).toMatch(/^[\x20-\x7e\n]+$/);
    const bare = stdout.replace(/^ *#.*$/gm, "").replace(/'[^'\n]*'|"(?:`.|[^"`\n])*"/g, "");
    expect(bare).not.toMatch(/['"]/);
    const closing: Record<string, string> = { "(": ")", "[": "]", "{": "}" };
    const open: string[] = [];
    for (const [bracket] of bare.matchAll(/[()[\]{}]/g)) {
      if (bracket in closing) open.push(closing[bracket]!);
      else expect(open.pop()).toBe(bracket);
    }
    expect(open).toEqual([]);
  });

  it("calls what the other scripts call", async () => {
    const { stdout } = await call(host, "completion", "powershell");
    expect(stdout).toContain("'__complete' '--' @words $current");
  });
});
