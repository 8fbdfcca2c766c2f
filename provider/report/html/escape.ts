import { showMessage } from "../view/sentences";
import { characterReference } from "../../xml/escape";
import { breakCommands, showHidden } from "../../visible-text";

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
