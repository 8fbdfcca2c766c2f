import { defineGroup } from "../../verb";
import { agentInstallVerb } from "./install";
import { agentRunVerb } from "./run";
import { agentStatusVerb } from "./status";
import { agentUninstallVerb } from "./uninstall";

/** `iispools agent`: a server that looks after itself. */
export const agentVerb = defineGroup({
  verbs: [
    { name: "run", summary: "Compare or change this server once", verb: agentRunVerb },
    { name: "install", summary: "Register a task that runs the agent", verb: agentInstallVerb },
    { name: "status", summary: "Show whether the task is registered, and the last run", verb: agentStatusVerb },
    { name: "uninstall", summary: "Remove the task", verb: agentUninstallVerb },
  ],
  examples: [
    ["iispools agent run pools --mode drift"],
    ["iispools agent install C:\\pools --mode drift --every 30m"],
    ["iispools agent status"],
  ],
  exits: "0 done, 1 error, 2 differences",
});
