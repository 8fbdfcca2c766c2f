import { findDocument, named, readElements, required, unreadable } from "./document";

const what = "list backup";

/**
 * The names of the backups in the output of `list backup /xml`, in order. Undefined if nothing was printed, which may mean that
 * there are none.
 *
 * @throws IisError `UNREADABLE_OUTPUT` for an answer that is cut off, damaged, or not a list of backups
 */
export function parseBackups(output: string): string[] | undefined {
  if (output.trim() === "") return undefined;
  const names = readElements(findDocument(output, what, "BACKUP"), what, (element) =>
    required(named(element, "BACKUP", what), "BACKUP.NAME", what),
  );
  if (names.includes("")) throw unreadable(what, "contains a backup without a name");
  return names;
}
