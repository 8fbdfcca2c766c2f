import { Option } from "commander";
import type { InitFlags } from "../options";
import { defineVerb } from "../verb";

/** The options of servers over SSH. */
const overSsh = ["ssh", "sshList", "user", "privateKeyFile"];

/** `iispools init`: the first pool files of a folder. */
export const initVerb = defineVerb<[], InitFlags>({
  define: (command) =>
    command
      .optionsGroup("Servers (without an option the command asks):")
      .addOption(new Option("--local", "this machine").conflicts([...overSsh, "configFile"]))
      .addOption(
        new Option("--ssh <servers...>", "servers over SSH: name, or user@name:port").conflicts([
          "sshList",
          "configFile",
        ]),
      )
      .addOption(new Option("--ssh-list <file>", "a file with these servers, one a line").conflicts("configFile"))
      .addOption(new Option("--user <name>", "user of servers without user@").conflicts("configFile"))
      .addOption(
        new Option("--private-key-file <file>", "private key; only its path is written").conflicts("configFile"),
      )
      .option("--config-file <file>", "a copied applicationHost.config")
      .option("--skip-unreachable", "continue without servers that do not answer"),
  examples: [
    ["iispools init", "asks which servers"],
    ["iispools init --ssh deploy@web-01.example.com deploy@web-02.example.com"],
    ["iispools init --ssh-list servers.txt --user deploy"],
    ["iispools init --config-file applicationHost.config"],
  ],
  exits: "0 done, 1 error, 3 skipped, 130 interrupted",
  run: async (_args, flags, io) => (await import("./init-folder.ts")).initFolder(flags, io),
});
