import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** One story of a server: what it has, what a pool file wants, what is sent, what the server has then. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** The content of the applicationPools section. */
  readonly config: string;
  /** The text of the pool file. */
  readonly file: string;
  /** Environment variables that the file's secrets come from. */
  readonly env?: Readonly<Record<string, string>>;
  /** The command lines as they are shown, secrets masked; lines that are indented go on with the one before. */
  readonly operations: string;
  /** The content of the section afterwards. */
  readonly expected: string;
  /**
   * What the reverses bring back: the section as it was (`exact`, where left out), or only its effective values, as
   * appcmd leaves empty elements behind or writes out what was inherited; `none` where there is no way back.
   */
  readonly back?: "exact" | "effective" | "none";
}

/** Every scenario of this folder, by name. */
export function scenarios(): Scenario[] {
  return readdirSync(__dirname)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => ({
      ...(parse(readFileSync(join(__dirname, file), "utf8")) as Omit<Scenario, "name">),
      name: file.slice(0, -".yaml".length),
    }));
}
