import { showMessage } from "../view/sentences";
import { characterReference } from "../../xml/escape";
import { breakCommands, showHidden } from "../../visible-text";
import { formatPosition } from "../../pool-file/pool-file";
import type { Position } from "../../errors";
import type { Made } from "../schema/parts";
import { fileLink } from "../view/made";

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes a text for HTML, for elements and quoted attributes. */
export function escapeHtml(text: string): string {
  const escaped = showHidden(text).replace(/[&<>"']/g, (character) => references[character] ?? character);
  return breakCommands(escaped, characterReference);
}

/** A message of one or more lines as one line of HTML. */
export function messageHtml(text: string): string {
  return escapeHtml(showMessage(text));
}

/** A place in a file as HTML; empty without one. */
export type PlaceHtml = (position: Position | undefined) => string;

/** Places as links to the file at the commit if the report has its address. */
export function placesAt(made: Made | undefined): PlaceHtml {
  return (position) => {
    if (position === undefined) return "";
    const url = fileLink(position, made);
    const text = escapeHtml(formatPosition(position));
    const shown = url === undefined ? text : `<a href="${escapeHtml(url)}" rel="noreferrer">${text}</a>`;
    return `<span class="place mono">${shown}</span>`;
  };
}
