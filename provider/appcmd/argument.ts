import { showArgument } from "../quoting/quote";
import type { Secret } from "../secret";

/** One argument of an appcmd command line: the text to send, and the text to show. */
export interface Argument {
  /** Sent to appcmd, secrets included. Never logged. */
  readonly text: string;
  /** The same with every secret replaced by `[secret]`: for logs, reports and errors. */
  readonly shown: string;
  /** The secret in it, not escaped, to mask it in appcmd's output. Default: none. */
  readonly secret?: Secret;
}

/** An argument without secrets. */
export function plain(text: string): Argument {
  return { text, shown: text };
}

/** A whole command: its arguments in order, without the program. */
export type Command = readonly Argument[];

/** The command for people, without secrets, quoted as Windows reads it. */
export function showCommand(command: Command): string {
  return ["appcmd", ...command.map(({ shown }) => showArgument(shown))].join(" ");
}

/**
 * A place in the section of the sites that names a pool: an application of a site, or the `<applicationDefaults>` of a
 * site. With neither: the defaults of all sites.
 */
export interface PoolPlace {
  readonly site?: string;
  /** The path of the application: `/shop`. */
  readonly application?: string;
}

/** A place, and the pool that it names. */
export interface PoolReference {
  readonly place: PoolPlace;
  readonly pool: string;
}

/** The place for people. */
export function describePlace({ site, application }: PoolPlace): string {
  if (site === undefined) return "applicationDefaults of all sites";
  return application === undefined ? `applicationDefaults of site "${site}"` : `application "${site}${application}"`;
}
