import type { Position } from "../../errors";
import type { Made } from "../schema/parts";
import { safeLink } from "./sentences";

/** The length of a short name of a commit. */
const shortCommit = 12;

/** When and of what a report was made, in one line. */
export function describeMade({ at, version, files, commit }: Made): string {
  return [
    `${at.slice(0, 16).replace("T", " ")} UTC`,
    ...(commit === undefined ? [] : [`commit ${commit.slice(0, shortCommit)}`]),
    ...(files.length === 0 ? [] : [files.join(", ")]),
    `iispools ${version}`,
  ].join(" · ");
}

/** The address of a place in a file at the commit; undefined if the report has none. */
export function fileLink({ file, line }: Position, made: Made | undefined): string | undefined {
  if (made?.fileUrl === undefined || file.startsWith("/") || /^[A-Za-z]:/.test(file)) return undefined;
  const path = file
    .replaceAll("\\", "/")
    .split("/")
    .map((part) => encodeURIComponent(part))
    .join("/");
  return safeLink(made.fileUrl.replace("{file}", () => path).replace("{line}", String(line)));
}
