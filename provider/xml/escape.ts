const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#x9;",
  "\n": "&#xA;",
  "\r": "&#xD;",
};

/** A character as a numeric reference: `&#35;`. */
export function characterReference(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

/**
 * Escapes a value for an attribute in double quotes. Tab, carriage return and line feed become numeric references,
 * because a parser would return them as spaces.
 */
export function escapeAttribute(value: string): string {
  return value.replace(/[&<>"\t\n\r]/g, (character) => references[character] ?? character);
}
