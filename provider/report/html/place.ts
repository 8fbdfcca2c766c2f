import { formatPosition } from "../../pool-file/pool-file";
import type { Position } from "../../errors";
import type { Made } from "../schema/parts";
import { fileLink } from "../view/made";
import { escapeHtml } from "./escape";

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
