import type { IisVersion, Since } from "./iis-version";

/** Smallest and largest accepted number, both included, and the distance between accepted ones. timeSpan: seconds. */
export interface Range {
  readonly min: number;
  readonly max: number;
  /** Accepted values are multiples of it; 1 where left out. */
  readonly step?: number;
}

/** One value of an enum or one bit of flags. */
export interface NamedValue {
  readonly name: string;
  /** The enum's number, or the flag's bit. */
  readonly number: number;
  /** One sentence: what it means. */
  readonly doc: string;
  /** First IIS version that has it, where that is later than the attribute's own. */
  readonly since?: IisVersion;
}

/** How an attribute's value is spelled by IIS. */
export type AttributeType = "string" | "bool" | "uint" | "int" | "enum" | "flags" | "timeSpan";

/** Which spellings made for people are read besides IIS's own. */
export type HumanForm = "duration" | "memory" | "percent" | "timeOfDay";

/** Everything this package knows of one setting of an application pool, as IIS's own schema declares it. */
export interface Attribute {
  /** Dotted path in IIS's own letter case, for example `processModel.idleTimeout`. */
  readonly path: string;
  /** `list`: a collection of single values; `map`: a collection of name and value. */
  readonly kind: "scalar" | "list" | "map";
  /** Of a list the type of its items, of a map the type of its values. */
  readonly type: AttributeType;
  /** What the number counts, for example `KB`. */
  readonly unit?: string;
  /** All values of an enum or flags in schema order. */
  readonly values?: readonly NamedValue[];
  /** The schema's default as appcmd prints it; `""` where the schema has none and for empty lists and maps. */
  readonly defaults: Since<string>;
  /** Absent where the schema sets no bounds besides those of the type. */
  readonly ranges?: Since<Range>;
  /** First IIS version that has the attribute. */
  readonly since: IisVersion;
  /** First version that has it in applicationPoolDefaults, where that differs. */
  readonly sinceInDefaults?: IisVersion;
  /** Ranges in applicationPoolDefaults, where they differ. */
  readonly rangesInDefaults?: Since<Range>;
  /** The value must never be shown. */
  readonly secret?: boolean;
  /** A pool cannot be without it. */
  readonly required?: boolean;
  /** IIS replaces `%VARIABLES%` in the value when it uses it. */
  readonly expanded?: boolean;
  /** The texts that work, where IIS takes any; in the order in which they are shown. */
  readonly texts?: readonly string[];
  /** Reads a text more narrowly than IIS does. @throws ValueError for one that IIS takes and a worker process does not */
  readonly readText?: (text: string) => string;
  /** The human forms that {@link parseValue} reads for it. */
  readonly human?: HumanForm;
  /** What the value 0 or the empty value means, where that is not plain. */
  readonly zero?: string;
  /** One sentence: what the setting does. */
  readonly doc: string;
  /** The vendor's page on it. */
  readonly link: string;
  /** Accepted inputs worth showing. */
  readonly examples?: readonly unknown[];
}
