import type { FileFault } from "../errors";
import type { FileNode } from "./file-node";

/** The fault of a file that is another document of this product, by its `schema`: a saved plan or a report. */
export function otherDocumentFault(root: FileNode): FileFault | undefined {
  const schema = root.child("schema")?.value;
  if (typeof schema !== "string" || !/^iispools\.[a-z-]+\/\d+$/.test(schema)) return undefined;
  const isPlan = schema.startsWith("iispools.saved-plan/");
  return root.fault(
    isPlan
      ? "this is a saved plan, not a pool file; it is applied with iispools apply"
      : `this is a report (${schema}), not a pool file`,
  );
}
