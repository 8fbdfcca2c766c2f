import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, win32 } from "node:path";
import type { Environment } from "../../env-reference";
import { IisError } from "../../errors";
import { systemErrorCode } from "../../read-file";
import { runProcess } from "../../transport/process";
import type { ExecResult } from "../../transport/transport";
import { encodeTask } from "./task-xml";

const timeoutMs = 60_000;

/** Windows' Task Scheduler by its own command. */
export interface TaskScheduler {
  /** Registers a task, in place of one of the same name. @throws IisError `TASK_FAILED` */
  readonly create: (name: string, xml: string) => Promise<void>;
  /** Whether there is a task of that name. */
  readonly exists: (name: string) => Promise<boolean>;
  /** Removes a task; a run in progress continues. @throws IisError `TASK_FAILED` */
  readonly remove: (name: string) => Promise<void>;
}

/** The Task Scheduler of this machine. @param env has `SystemRoot` */
export function taskScheduler(env: Environment): TaskScheduler {
  const file = win32.join(env["SystemRoot"] ?? "C:\\Windows", "System32", "schtasks.exe");
  const call = async (...args: readonly string[]): Promise<ExecResult> => {
    try {
      return await runProcess({ file, arguments: args, timeoutMs });
    } catch (error) {
      if (systemErrorCode(error) === undefined) throw error;
      const hint = "Run this on a Windows server. To write the task to a file: iispools agent install --print task.xml";
      throw new IisError("TASK_FAILED", { problem: "this machine has no Task Scheduler (schtasks.exe)", hint });
    }
  };
  const must = async (what: string, ...args: readonly string[]): Promise<void> => {
    const { exitCode, stdout } = await call(...args);
    if (exitCode === 0) return;
    const said = stdout.trim().replace(/\s+/g, " ");
    const problem = `cannot ${what}: schtasks exits with ${String(exitCode)}${said === "" ? "" : `, ${said}`}`;
    throw new IisError("TASK_FAILED", { problem, hint: "Run it in an elevated prompt" });
  };
  return {
    create: async (name, xml) => {
      const folder = mkdtempSync(join(tmpdir(), "iispools-task-"));
      try {
        const definition = join(folder, "task.xml");
        writeFileSync(definition, encodeTask(xml));
        await must("register the task", "/create", "/xml", definition, "/tn", name, "/f");
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    exists: async (name) => (await call("/query", "/tn", name)).exitCode === 0,
    remove: (name) => must("remove the task", "/delete", "/tn", name, "/f"),
  };
}
