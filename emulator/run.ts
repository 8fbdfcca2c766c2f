import { AppcmdError, plainError, win32 } from "./appcmd-error";
import { type Arguments, parseArguments } from "./command-line/parse-arguments";
import { commands, type Verb } from "./commands";
import { notSupported } from "./errors";
import { consumeFault } from "./faults";
import { usage } from "./usage";
import type { Answer } from "./verbs/context";
import type { Result, World } from "./world";

/** Carries out one call of appcmd. Touches nothing but the given world, and throws only for faults of this program. */
export function run(argv: readonly string[], world: World): Result {
  world.sleep(Number(world.env["APPCMD_EMULATOR_LATENCY_MS"] ?? 0));
  try {
    return { exitCode: 0, commit: false, ...answer(argv, world) };
  } catch (error) {
    if (!(error instanceof AppcmdError)) throw error;
    return { stdout: error.printed + error.text, exitCode: error.exitCode, commit: false };
  }
}

function answer(argv: readonly string[], world: World): Answer {
  const args = parseArguments(argv);
  if (args.help) return { stdout: usage(objectName(args.object ?? args.verb)), exitCode: 1 };
  if (args.verb === undefined || args.object === undefined) {
    return { stdout: usage(objectName(args.verb)), exitCode: win32.invalidParameter };
  }
  const verb = findVerb(args.verb, args.object);
  if (verb === "not supported") throw notSupported();
  if (args.verb === "LIST" && consumeFault(world, "rpc")) {
    throw rpcFailed();
  }
  return verb({ world, args });
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

function rpcFailed(): AppcmdError {
  return new AppcmdError("ERROR ( hresult:800706be, message:The remote procedure call failed. )\r\n", win32.rpcFailed);
}
