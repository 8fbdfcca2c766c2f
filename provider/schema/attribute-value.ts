/**
 * A setting's value in its canonical form: string for string, enum (the name) and timeSpan (`hh:mm:ss` or
 * `d.hh:mm:ss`), boolean for bool, number for uint and int, names in schema order for flags, ascending `hh:mm:ss` for
 * a schedule, name to value for environment variables.
 */
export type AttributeValue = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;
