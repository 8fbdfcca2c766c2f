import type { Impact } from "../plan/impact";
import type { NoteView } from "./view-model";

const noteStarts: Readonly<Record<NoteView["kind"], string>> = {
  refusal: "refused",
  risk: "needs --force",
  kept: "in no file, but kept",
  warning: "warning",
  backup: "backup",
  "rolled back": "rolled back",
  "not rolled back": "not rolled back",
};

/** `recycles now, overlapped; loses in-process session state, caches`, and the reason where there is one. */
export function describeImpact({ kind, loses, reason }: Impact): string {
  return [
    kind,
    ...(loses.length === 0 ? [] : [`loses ${loses.join(", ")}`]),
    ...(reason === undefined ? [] : [reason]),
  ].join("; ");
}

/** A note as one line: `refused (POOL_IN_USE): …`, `backup iispools-1, restore with: appcmd restore backup …`. */
export function describeNote({ kind, code, text }: NoteView): string {
  if (kind === "backup") return `backup ${code ?? ""}, restore it with: ${text}`;
  return `${noteStarts[kind]}${code === undefined ? "" : ` (${code})`}: ${text}`;
}
