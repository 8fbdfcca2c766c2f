import type { IisVersion, Since } from "./iis-version";

/**
 * A setting's value in its canonical form: string for strings, choices (the name) and durations (`hh:mm:ss` or
 * `d.hh:mm:ss`), boolean for bool, number for amounts, names in schema order for flags, ascending `hh:mm:ss` for
 * times of day, name to value for environment variables.
 */
export type AttributeValue = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;

/** The value as one text: entries of a list separated by commas, anything else unchanged. */
export function textOf(value: AttributeValue): string {
  return typeof value === "object" ? Object.values(value).join(",") : String(value);
}

/** Smallest and largest accepted number, both included, and the distance between accepted ones. Durations: seconds. */
export interface Range {
  readonly min: number;
  readonly max: number;
  /** Accepted values are multiples of it; default: 1. */
  readonly step?: number;
}

/** One value of a choice or one bit of flags. */
export interface NamedValue {
  readonly name: string;
  /** The enum's number, or the flag's bit. */
  readonly number: number;
  /** One sentence with its meaning. */
  readonly doc: string;
  /** First IIS version that has it, if that is later than the attribute's own. */
  readonly since?: IisVersion;
}

/**
 * Everything this package knows of one setting of an application pool except its type, as IIS's own schema declares it.
 */
export interface AttributeFacts {
  /** Dotted path in IIS's own letter case, for example `processModel.idleTimeout`. */
  readonly path: string;
  /**
   * Its name in IIS Manager (Advanced Settings of an application pool, and their dialogs), without the unit: `Idle Time-out`. The
   * name of its category, or of the setting whose dialog has it, is before it if the name alone says too little. Absent if IIS
   * Manager does not show it.
   */
  readonly label?: string;
  /** What the number counts, for example `KB`. */
  readonly unit?: string;
  /** All values of a choice or flags in schema order. */
  readonly values?: readonly NamedValue[];
  /** The schema's default as appcmd prints it; `""` if the schema has none and for empty lists and maps. */
  readonly defaults: Since<string>;
  /** Absent if the schema sets no bounds besides those of the type. */
  readonly ranges?: Since<Range>;
  /** First IIS version that has the attribute. */
  readonly since: IisVersion;
  /** First version that has it in applicationPoolDefaults, if that differs. */
  readonly sinceInDefaults?: IisVersion;
  /** Ranges in applicationPoolDefaults, if they differ. */
  readonly rangesInDefaults?: Since<Range>;
  /** Whether the value must never be shown. */
  readonly secret?: boolean;
  /** Whether every pool must have it. */
  readonly required?: boolean;
  /** Whether IIS replaces `%VARIABLES%` in the value when it uses it. */
  readonly expanded?: boolean;
  /** What the value 0 or the empty value means, if that is not obvious. */
  readonly zero?: string;
  /** How reports show the value 0 or the empty value: `off`, `No Managed Code`. Default: the value. */
  readonly zeroName?: string;
  /** One sentence: what the setting does. */
  readonly doc: string;
  /** The vendor's page on it. */
  readonly link: string;
  /** Examples of accepted inputs. */
  readonly examples?: readonly unknown[];
}
