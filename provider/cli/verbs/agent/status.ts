import { exitCodes } from "../../outcome";
import { defineVerb } from "../../verb";
import { addStateFolder, addTaskName, type TaskNameFlags } from "./task-options";

/** `iispools agent status`: whether the task is registered, and the last run. */
export const agentStatusVerb = defineVerb<[], TaskNameFlags & { readonly state?: string }>({
  define: (command) => addStateFolder(addTaskName(command)),
  examples: [["iispools agent status"]],
  exits: "0 registered, 1 error or not registered",
  run: async (_args, flags, io) => {
    const { taskScheduler } = await import("../../../agent/task/schtasks.ts");
    const { readLastRun } = await import("../../../agent/run-record.ts");
    const { describeRun } = await import("../../../agent/describe-run.ts");
    const { stateFolderOf } = await import("./setup.ts");
    const { name } = flags;
    const isRegistered = await taskScheduler(io.place.env).exists(name);
    io.stdout.write(isRegistered ? `The task ${name} is registered.\n` : `There is no task ${name}.\n`);
    const last = readLastRun(stateFolderOf(flags, io.place));
    io.stdout.write(last === undefined ? "There was no run yet.\n" : describeRun(last));
    return isRegistered ? exitCodes.ok : exitCodes.error;
  },
});
