import { plural } from "../../text";
import {
  addLiveHostOptions,
  addSkipUnreachable,
  addTextOrJson,
  type LiveHostOptions,
  type TextOrJson,
} from "../options";
import type { SkipFlags } from "../skip-unreachable";
import { defineVerb } from "../verb";

/** `iispools backups`: the backups of hosts. */
export const backupsVerb = defineVerb<[], LiveHostOptions & TextOrJson & SkipFlags>({
  define: (command) => addTextOrJson(addSkipUnreachable(addLiveHostOptions(command))),
  examples: [
    ["iispools backups", "this machine, or the hosts of pools.yaml"],
    ["iispools backups --host web-01 --format json"],
    ["iispools backups --config-file applicationHost.config"],
  ],
  exits: "0 done, 1 error, 3 skipped, 130 interrupted",
  run: async (_, flags, io) => {
    const { showHosts } = await import("../show-hosts.ts");
    const { readBackups } = await import("../../engine/verbs/read-backups.ts");
    const { writeBackups } = await import("../../report/write-backups.ts");
    return showHosts(flags, io, {
      work: ({ connectToRead }) => readBackups(connectToRead()),
      summarize: ({ length }) => plural(length, "backup", "backups"),
      write: writeBackups,
    });
  },
});
