import { Option } from "commander";
import type { InitFlags } from "../options";
import { exitCodes } from "../outcome";
import { defineVerb } from "../verb";

/** `iispools init`: the first pool files of a folder. */
export const initVerb = defineVerb<[], InitFlags>({
  define: (command) =>
    command
      .optionsGroup("Servers (without an option the command asks):")
      .addOption(new Option("--local", "this machine").conflicts(["ssh", "configFile"]))
      .addOption(new Option("--ssh <servers...>", "servers over SSH: name, or user@name:port").conflicts("configFile"))
      .option("--private-key-file <file>", "the private key for --ssh; only its path is written")
      .option("--config-file <file>", "a copied applicationHost.config"),
  examples: [
    ["iispools init", "asks which servers"],
    ["iispools init --ssh deploy@web-01.example.com deploy@web-02.example.com"],
    ["iispools init --ssh deploy@web-01 --private-key-file ~/.ssh/deploy"],
    ["iispools init --config-file applicationHost.config"],
  ],
  exits: "0 done, 1 error, 130 interrupted",
  run: async (_args, flags, io) => {
    await (await import("./init-folder.ts")).initFolder(flags, io);
    return exitCodes.ok;
  },
});
