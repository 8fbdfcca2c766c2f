import { Argument, type Command } from "commander";
import { type ExitCode, exitCodes } from "../outcome";
import type { Io } from "../io";
import { limitedTo } from "../option-values";

/** The shells that it writes a script for. */
const shells = ["bash", "zsh", "fish", "powershell"] as const;

/** One of the shells that it writes a script for. */
export type CompletionShell = (typeof shells)[number];

const details = `
Completes verbs, options, their values, setting paths (explain) and names of files.

Examples:
  source <(iispools completion bash)                                        in ~/.bashrc
  source <(iispools completion zsh)                                         in ~/.zshrc, behind compinit
  iispools completion fish > ~/.config/fish/completions/iispools.fish
  iispools completion powershell | Out-String | Invoke-Expression           in $PROFILE

Exit codes: 0 done, 1 error.`;

/** The word that PowerShell's script sends for an empty one, which Windows PowerShell would drop. */
const emptyWord = "--empty-word";

/** `iispools completion SHELL` and the hidden verb that its scripts call. `end` gets the exit code. */
export function addCompletion(program: Command, io: Io, end: (code: ExitCode) => void): void {
  program
    .command("completion")
    .description("Print a script by which a shell completes iispools")
    .addArgument(limitedTo(shells, new Argument("<shell>", "the shell")))
    .addHelpText("after", details)
    .action((shell: CompletionShell) => {
      const { completionScripts } = require("./completion-scripts") as typeof import("./completion-scripts");
      io.stdout.write(completionScripts[shell]);
      end(exitCodes.ok);
    });
  program
    .command("__complete", { hidden: true })
    .argument("[words...]")
    .allowUnknownOption()
    .helpOption(false)
    .action((words: string[]) => {
      const { complete } = require("./complete") as typeof import("./complete");
      const typed = words.map((word) => (word === emptyWord ? "" : word));
      const { words: found, files } = complete(program, typed, argumentWords);
      const lines = found.map(({ text, doc }) => (doc === "" ? text : `${text}\t${doc}`));
      io.stdout.write([...lines, ...(files ? [":files"] : [])].map((line) => `${line}\n`).join(""));
      end(exitCodes.ok);
    });
}

/** The paths of settings and groups for `explain`. */
function argumentWords(verb: string): { readonly text: string; readonly doc: string }[] {
  if (verb !== "explain") return [];
  const { settingAttributes } =
    require("../../settings/app-pool-attributes") as typeof import("../../settings/app-pool-attributes");
  const { settingGroups } = require("../../settings/groups") as typeof import("../../settings/groups");
  const all = [...settingGroups.filter(({ path }) => path !== ""), ...settingAttributes];
  return all.map(({ path, doc }) => ({ text: path, doc }));
}
