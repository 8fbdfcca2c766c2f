import { Option } from "commander";
import type { InitFlags } from "../options";
import { defineVerb } from "../verb";

/** The options that name servers; each excludes the others. */
const places = ["local", "ssh", "sshList", "winrm", "winrmList", "configFile"];

/** An option that names servers. */
function place(flags: string, what: string, ...more: readonly string[]): Option {
  const option = new Option(flags, what);
  return option.conflicts([...places.filter((other) => other !== option.attributeName()), ...more]);
}

/** `iispools init`: the first pool files of a folder. */
export const initVerb = defineVerb<[], InitFlags>({
  define: (command) =>
    command
      .optionsGroup("Servers (without an option the command asks):")
      .addOption(place("--local", "this machine", "user", "privateKeyFile"))
      .addOption(place("--ssh <servers...>", "servers over SSH: name, or user@name:port"))
      .addOption(place("--ssh-list <file>", "a file with these servers, one a line"))
      .addOption(place("--winrm <servers...>", "the same over WinRM", "privateKeyFile"))
      .addOption(place("--winrm-list <file>", "a file with these servers, one a line", "privateKeyFile"))
      .addOption(new Option("--user <name>", "user of servers without user@"))
      .addOption(new Option("--private-key-file <file>", "private key for SSH; only its path is written"))
      .addOption(place("--config-file <file>", "a copied applicationHost.config", "user", "privateKeyFile"))
      .option("--skip-unreachable", "continue without servers that do not answer"),
  examples: [
    ["iispools init", "asks which servers"],
    ["iispools init --ssh deploy@web-01.example.com deploy@web-02.example.com"],
    ["iispools init --winrm-list servers.txt --user deploy"],
    ["iispools init --config-file applicationHost.config"],
  ],
  exits: "0 done, 1 error, 3 skipped, 130 interrupted",
  run: async (_args, flags, io) => (await import("./init-folder.ts")).initFolder(flags, io),
});
