import { exitCodes } from "../../outcome";
import { defineVerb } from "../../verb";
import { addTaskName, type TaskNameFlags } from "./task-options";

/** `iispools agent uninstall`: removes the task. */
export const agentUninstallVerb = defineVerb<[], TaskNameFlags>({
  define: addTaskName,
  examples: [["iispools agent uninstall"]],
  exits: "0 done, also if there is no such task, 1 error",
  run: async (_args, { name }, io) => {
    const { taskScheduler } = await import("../../../agent/task/schtasks.ts");
    const scheduler = taskScheduler(io.place.env);
    if (!(await scheduler.exists(name))) io.stdout.write(`There is no task ${name}.\n`);
    else {
      await scheduler.remove(name);
      io.stdout.write(`removed the task ${name}\n`);
    }
    return exitCodes.ok;
  },
});
