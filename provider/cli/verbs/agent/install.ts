import { valueOption } from "../../option-values";
import { exitCodes } from "../../outcome";
import type { OptionValue } from "../../read-options";
import { defineVerb } from "../../verb";
import { addAgentOptions, type AgentFlags } from "./options";
import { addTaskName, type TaskNameFlags } from "./task-options";

interface InstallFlags extends AgentFlags, TaskNameFlags {
  /** In seconds. */
  readonly every: OptionValue<"every">;
  readonly print?: string;
}

/** `iispools agent install`: registers a task that runs the agent. */
export const agentInstallVerb = defineVerb<[string[]], InstallFlags>({
  define: (command) => {
    addTaskName(addAgentOptions(command))
      .addOption(valueOption("every").makeOptionMandatory())
      .option("--print <file>", "write the task to a file and register nothing");
  },
  examples: [
    ["iispools agent install https://files.example.com/pools.bundle --trust key.pub --mode drift --every 30m"],
    ["iispools agent install C:\\pools --mode drift --every 1h --print task.xml", "for Group Policy"],
  ],
  exits: "0 done, 1 error",
  run: async ([words], flags, io) => {
    const { taskScheduler } = await import("../../../agent/task/schtasks.ts");
    const { encodeTask, taskXml } = await import("../../../agent/task/task-xml.ts");
    const { protectFolder } = await import("../../../agent/task/protect-folder.ts");
    const { saveFile } = await import("../../save-file.ts");
    const { readSetup } = await import("./setup.ts");
    const { taskOf } = await import("./task.ts");
    const setup = readSetup(words, flags, io);
    const xml = taskXml(taskOf(words, flags, setup, io));
    const { name, print } = flags;
    if (print !== undefined) {
      saveFile(print, xml, { option: "--print", encode: encodeTask }, io);
      return exitCodes.ok;
    }
    await protectFolder(setup.stateFolder, io.place.env);
    await taskScheduler(io.place.env).create(name, xml);
    io.stdout.write(`registered the task ${name}\n`);
    return exitCodes.ok;
  },
});
