import type { XmlElement } from "../../provider/xml/parse";
import type { Arguments } from "../command-line/parse-arguments";
import { type Config, loadConfig, type PoolSection, poolSection } from "../config/load-config";
import type { World } from "../world";

/** What a verb works with. */
export interface Context {
  readonly world: World;
  readonly args: Arguments;
  /** The object of standard input that this call is about, where `/in` gave one. */
  readonly input?: XmlElement;
}

/** What a verb answers when it does not fail. */
export interface Answer {
  readonly stdout: string;
  readonly exitCode?: number;
  readonly commit?: boolean;
}

/** One command: a verb on an object. */
export type Command = (context: Context) => Answer;

/** The configuration file that a call is about. */
export function openConfig({ world, args }: Context): Config {
  return loadConfig(world, args.apphostconfig ?? world.env["APPCMD_EMULATOR_CONFIG"]);
}

/** The configuration file and its pools. */
export function openPools(context: Context): { readonly config: Config; readonly section: PoolSection } {
  const config = openConfig(context);
  return { config, section: poolSection(context.world, config) };
}
