import { assume, checkAssumptions } from "./assume";
import { type Arguments, parseArguments } from "./command-line/parse-arguments";
import {
  AppcmdError,
  executionError,
  fileError,
  notElevated,
  shareLost,
  notSupported,
  plainError,
  resourceText,
  rpcText,
  win32,
} from "./errors";
import { consumeFault, hasFault } from "./faults";
import { apppoolHelp, apppoolVerbHelp, generalHelp } from "./help";
import { checkLanguage, localize } from "./language";
import { distortOutput } from "./output/encode";
import { addBackup, deleteBackup, listBackups, restoreBackup } from "./verbs/backup";
import type { Answer, Command } from "./verbs/context";
import { eachInput } from "./verbs/each-input";
import { addAppPool, deleteAppPool, recycleAppPool, setAppPool, startAppPool, stopAppPool } from "./verbs/apppool";
import { listConfig } from "./verbs/list-config";
import { listAppPools, listApps, listWorkerProcesses } from "./verbs/list-objects";
import { setApp, setSite } from "./verbs/set-app";
import { clearConfig, setConfig } from "./verbs/set-config";
import type { Result, World } from "./world";

/** A command of the real tool that this emulator does not support. */
type Verb = Command | "not supported";

const eachPool = (command: Command): Command => eachInput("APPPOOL", "APPPOOL.NAME", command);
const none = "not supported";

/** All objects of appcmd with their verbs. */
export const commands: Readonly<Record<string, Readonly<Record<string, Verb>>>> = {
  APPPOOL: {
    LIST: listAppPools,
    SET: eachPool(setAppPool),
    ADD: eachPool(addAppPool),
    DELETE: eachPool(deleteAppPool),
    START: startAppPool,
    STOP: stopAppPool,
    RECYCLE: eachPool(recycleAppPool),
  },
  CONFIG: {
    LIST: listConfig,
    SET: eachInput("CONFIG", "path", setConfig),
    CLEAR: clearConfig,
    SEARCH: none,
    LOCK: none,
    UNLOCK: none,
    RESET: none,
    MIGRATE: none,
  },
  APP: { LIST: listApps, SET: setApp, ADD: none, DELETE: none },
  WP: { LIST: listWorkerProcesses },
  SITE: { LIST: none, SET: setSite, ADD: none, DELETE: none, START: none, STOP: none },
  VDIR: { LIST: none, SET: none, ADD: none, DELETE: none },
  REQUEST: { LIST: none },
  MODULE: { LIST: none, SET: none, ADD: none, DELETE: none, INSTALL: none, UNINSTALL: none },
  BACKUP: { LIST: listBackups, ADD: addBackup, DELETE: deleteBackup, RESTORE: restoreBackup },
  TRACE: { LIST: none, CONFIGURE: none, INSPECT: none },
  BINDING: { LIST: none },
};

/**
 * Help: of appcmd, of an object, or of a verb of an object. If the real text is not known, a short one names the verbs.
 */
export function usage(object: string | undefined, verb?: string): string {
  const verbs = object === undefined ? undefined : commands[object];
  if (object === undefined || verbs === undefined) return resourceText(generalHelp);
  if (object === "APPPOOL") return resourceText((verb && apppoolVerbHelp[verb]) ?? apppoolHelp);
  const names = Object.keys(verbs).map((name) => `  ${name.toLowerCase()}\n`);
  return resourceText(
    `APPCMD (command) ${object} <identifier> <-parameter1:value1 ...>\n\nSupported commands:\n\n${names.join("")}\n`,
  );
}

/** Executes one call of appcmd. It uses only the given world, and throws only for bugs of this program. */
export function run(argv: readonly string[], world: World): Result {
  world.sleep(Number(world.env["APPCMD_EMULATOR_LATENCY_MS"] ?? 0));
  const { stdout, ...result } = carryOut(argv, world);
  return { ...result, stdout: distortOutput(world, localize(world, stdout)) };
}

function carryOut(argv: readonly string[], world: World): Result {
  try {
    checkAssumptions(world);
    checkLanguage(world);
    return { exitCode: 0, commit: false, ...answer(argv, world) };
  } catch (error) {
    const known = error instanceof AppcmdError ? error : fileError(error, executionError);
    if (known === undefined) throw error;
    return { stdout: known.printed + known.text, exitCode: exitCodeOf(known, world), commit: false };
  }
}

/** Some exit codes are not known for sure. */
function exitCodeOf({ exitCode, assumption }: AppcmdError, world: World): number {
  return assumption === undefined ? exitCode : Number(assume(world, assumption));
}

function answer(argv: readonly string[], world: World): Answer {
  const args = parseArguments(argv);
  if (args.help) return { stdout: usage(objectName(args.object ?? args.verb), args.verb), exitCode: 1 };
  if (args.verb === undefined || args.object === undefined) {
    return { stdout: usage(objectName(args.verb)), exitCode: win32.invalidParameter };
  }
  const verb = findVerb(args.verb, args.object);
  if (verb === "not supported") throw notSupported(`${args.verb} ${args.object} is not supported`);
  if (hasFault(world, "denied")) throw notElevated();
  if (hasFault(world, "share-lost")) throw shareLost();
  if (args.verb === "LIST" && consumeFault(world, "rpc")) {
    throw rpcFailed();
  }
  if (args.verb === "LIST" && consumeFault(world, "rejected")) throw callRejected();
  if (args.input && !takesInput(args.verb, args.object)) throw notSupported(`/in of ${args.verb} ${args.object}`);
  return verb({ world, args });
}

/** The real tool accepts input for more commands than these. */
function takesInput(verb: string, object: string): boolean {
  const name = objectName(object);
  return name === "APPPOOL" ? ["ADD", "SET", "DELETE", "RECYCLE"].includes(verb) : name === "CONFIG" && verb === "SET";
}

function findVerb(verb: string, object: string): Verb {
  const name = objectName(object);
  const verbs = name === undefined ? undefined : commands[name];
  if (name === undefined || verbs === undefined) {
    throw plainError(
      `Object '${object}' is not supported.  Run 'appcmd.exe /?' to display supported objects.`,
      win32.invalidParameter,
    );
  }
  const found = verbs[verb];
  if (found !== undefined) return found;
  throw plainError(
    `Command '${verb}' is not supported on object '${name}'. Run 'appcmd.exe ${name} /?'\nto display supported commands.`,
    win32.invalidParameter,
  );
}

/** The singular of an object's name, which may be given as plural. */
function objectName(word: Arguments["object"]): string | undefined {
  return [word, word?.replace(/S$/, "")].find((name) => name !== undefined && Object.hasOwn(commands, name));
}

/** A failure without a Win32 code: the exit code is the whole HRESULT. */
function callRejected(): AppcmdError {
  const text =
    "The connection was terminated or is in a bogus state and can not be used any more. Other connections are still valid.";
  return new AppcmdError(`ERROR ( hresult:80010006, message:${text} )\r\n`, 0x8001_0006);
}

function rpcFailed(): AppcmdError {
  return new AppcmdError(`ERROR ( hresult:800706be, message:${rpcText} )\r\n`, win32.rpcFailed);
}
