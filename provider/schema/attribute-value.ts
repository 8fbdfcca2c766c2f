/**
 * A setting's value in its canonical form: string for strings, choices (the name) and durations (`hh:mm:ss` or
 * `d.hh:mm:ss`), boolean for bool, number for amounts, names in schema order for flags, ascending `hh:mm:ss` for
 * times of day, name to value for environment variables.
 */
export type AttributeValue = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;

/** The value as one text: entries of a list with commas between them, all else as it is. */
export function textOf(value: AttributeValue): string {
  return typeof value === "object" ? Object.values(value).join(",") : String(value);
}
