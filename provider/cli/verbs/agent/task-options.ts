import type { Command } from "commander";

/** The options of a verb about a task. */
export interface TaskNameFlags {
  readonly name: string;
}

/** Adds `--name`. */
export function addTaskName(command: Command): Command {
  return command.option("--name <task>", "path of the task (default: \\iispools\\agent)", "\\iispools\\agent");
}

/** Adds `--state`. */
export function addStateFolder(command: Command): Command {
  return command.option("--state <folder>", "folder of the copy, the lock and the last run");
}
