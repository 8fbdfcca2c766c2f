import type { XmlElement } from "../../provider/xml/parse";
import { assume } from "../assume";
import type { Arguments } from "../command-line/parse-arguments";
import { backupFile } from "../config/backups";
import { commit } from "../config/commit";
import { type Config, loadConfig, type PoolSection, poolSection } from "../config/load-config";
import { listPools } from "../config/objects";
import { type Place, sectionPlace } from "../config/scope";
import { serialize } from "../document/tree";
import { AppcmdError, commitError, hresultError, rpcText, win32 } from "../errors";
import { consumeFault } from "../faults";
import { followCommit, noteFreshPools, noteRunning } from "../runtime/follow-commit";
import { configuredStates } from "../runtime/runtime-state";
import type { World } from "../world";

/** The context of a verb. */
export interface Context {
  readonly world: World;
  readonly args: Arguments;
  /** The object on standard input for this call, with `/in`. */
  readonly input?: XmlElement;
}

/** The successful result of a verb. */
export interface Answer {
  readonly stdout: string;
  readonly exitCode?: number;
  readonly commit?: boolean;
}

/** One command: a verb on an object. */
export type Command = (context: Context) => Answer;

/** The configuration file of a call. */
export function openConfig({ world, args }: Context): Config {
  const own = world.env["APPCMD_EMULATOR_CONFIG"];
  const { apphostconfig: named } = args;
  const backup = own === undefined || named === undefined ? undefined : backupFile(world, own, named);
  return loadConfig(world, backup ?? named ?? own);
}

/** The configuration file and its pools. */
export function openPools(context: Context): { readonly config: Config; readonly section: PoolSection } {
  const config = openConfig(context);
  return { config, section: poolSection(context.world, config) };
}

/** Path of the only configuration level that can contain pools. */
export const appHost = "MACHINE/WEBROOT/APPHOST";

/**
 * Runs an edit on the working copy and commits it if all of it succeeded. `edit` gets the place of the section and
 * returns the success line, which appcmd writes before it commits.
 */
export function commitEdit(
  context: Context,
  edit: (section: Place, opened: { readonly config: Config; readonly section: PoolSection }) => string,
): Answer {
  const { world, args } = context;
  const opened = openPools(context);
  const before = noteRunning(world, opened.config.path, listPools(opened.section));
  const stdout = `${edit(sectionPlace(opened.section.schema, opened.section.element), opened)}\r\n`;
  if (!/^(?:apphost|url|machine\/webroot\/apphost)?$/i.test(args.commit ?? "")) throw wrongLevel(stdout);
  if (assume(world, "set-without-change") === "skips" && isUnchanged(opened.config)) return { stdout };
  commit(world, opened.config, stdout);
  const pools = listPools(opened.section);
  followCommit(world, opened.config.path, before, pools);
  noteFreshPools(world, before.states.keys(), configuredStates(pools).keys());
  if (consumeFault(world, "after-commit")) {
    const { text, exitCode } = commitError(rpcText, win32.rpcFailed);
    throw new AppcmdError(text, exitCode, stdout);
  }
  return { stdout, commit: true };
}

function isUnchanged({ bytes, document }: Config): boolean {
  return bytes.equals(Buffer.from(serialize(document), "utf8"));
}

/** Only applicationHost.config can contain pools. */
function wrongLevel(printed: string): Error {
  const description =
    "This configuration section cannot be used at this path. This happens when the section is locked at a parent level.";
  return hresultError(`Failed to commit configuration changes.  \n${description}\n`, win32.lockViolation, printed);
}
