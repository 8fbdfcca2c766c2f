import { Argument } from "commander";
import { limitedTo } from "../option-values";
import { exitCodes } from "../outcome";
import { defineVerb } from "../verb";

/** The documents that have a JSON Schema. */
const documents = ["pool-file", "saved-plan"] as const;
type DocumentName = (typeof documents)[number];

/** `iispools schema`: the JSON Schema of pool files, or of saved plans. */
export const schemaVerb = defineVerb<[DocumentName], object>({
  define: (command) =>
    command.addArgument(limitedTo(documents, new Argument("[document]", "the document").default("pool-file"))),
  examples: [["iispools schema > pools.schema.json"], ["iispools schema saved-plan > saved-plan.schema.json"]],
  exits: "0 done",
  run: async ([document], _flags, io) => {
    io.stdout.write(`${JSON.stringify(await schemaOf(document), undefined, 2)}\n`);
    return exitCodes.ok;
  },
});

async function schemaOf(document: DocumentName): Promise<object> {
  if (document === "saved-plan") return (await import("../../plan/saved/schema.ts")).savedPlanJsonSchema();
  return (await import("../../pool-file/schema/pool-file.ts")).poolFileJsonSchema();
}
