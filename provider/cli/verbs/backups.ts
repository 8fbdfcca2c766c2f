import { plural } from "../../text";
import {
  addLiveHostOptions,
  addSkipUnreachable,
  addTextOrJson,
  type LiveHostOptions,
  type TextOrJson,
} from "../options";
import { exitCodes } from "../outcome";
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
    const { chooseLiveHosts } = await import("../hosts.ts");
    const { eachHost, errorsOf, reading } = await import("../each-host.ts");
    const { concludeSplit, splitUnreachable } = await import("../skip-unreachable.ts");
    const { readBackups } = await import("../../engine/verbs/read-backups.ts");
    const { showsText } = await import("../write-out.ts");
    const { writeBackups } = await import("../../report/write-backups.ts");
    const results = await eachHost(chooseLiveHosts(flags, io), flags, io, {
      doing: reading,
      work: ({ connectToRead }) => readBackups(connectToRead()),
      summarize: ({ length }) => plural(length, "backup", "backups"),
    });
    io.stdout.write(writeBackups(results, flags.format));
    const split = splitUnreachable(results, flags);
    return concludeSplit(io, split, errorsOf(split.kept), exitCodes.ok, showsText(flags, io.place));
  },
});
