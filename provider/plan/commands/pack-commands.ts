import type { Argument, Command } from "../../appcmd/argument";
import { clearConfig, setConfig, setSites } from "../../appcmd/command";
import { commandLineLength } from "../../quoting/quote";
import { IisError } from "../../errors";
import { targetName } from "../change/desired";
import type { Operation } from "./plan-changes";

const builders = { "set config": setConfig, "set sites": setSites, "clear config": clearConfig } as const;
const verbs = ["set config", "set sites", "clear config"] as const;

/** The length of arguments, as the transport counts it. */
export type Measure = (texts: readonly string[]) => number;
type LengthOf = (edits: readonly Argument[]) => number;

/**
 * The smallest number of commands for the operations: one, which is one commit, unless the command line would be longer
 * than the transport allows. It is split between pools if possible, never inside an operation.
 *
 * @param maxLength of the arguments, as `measure` counts it
 * @param measure the length of arguments; the length of a command is the sum of its parts
 * @throws IisError `COMMAND_TOO_LONG` if a single operation does not fit
 */
export function packCommands(
  operations: readonly Operation[],
  maxLength: number,
  measure: Measure = commandLineLength,
): Command[] {
  const lengthOf = (edits: readonly Argument[]): number => measure(edits.map(({ text }) => text));
  return verbs.flatMap((verb) => {
    const build = builders[verb];
    const room = maxLength - lengthOf(build([]));
    const own = operations.filter((operation) => operation.verb === verb);
    return fill(piecesOf(own, room, lengthOf), room, lengthOf).map(build);
  });
}

/** All arguments of a pool in one piece if they fit, else operation by operation. */
function piecesOf(operations: readonly Operation[], room: number, lengthOf: LengthOf): Argument[][] {
  const pools = Map.groupBy(operations, ({ target }) => targetName(target));
  return [...pools.values()].flatMap((own) => {
    const whole = own.flatMap((operation) => operation.arguments);
    if (lengthOf(whole) <= room) return [whole];
    return own.map((operation) => {
      const length = lengthOf(operation.arguments);
      if (length > room) {
        const what = `${operation.comment.slice(0, 200)}: its command line of ${length} characters`;
        const problem = `${what} is longer than the ${room} that fit`;
        throw new IisError("COMMAND_TOO_LONG", { problem, hint: "Shorten the values" });
      }
      return [...operation.arguments];
    });
  });
}

function fill(pieces: readonly Argument[][], room: number, lengthOf: LengthOf): Argument[][] {
  const commands: Argument[][] = [];
  let used = room + 1;
  for (const piece of pieces) {
    const length = lengthOf(piece);
    if (used + length > room) {
      commands.push([]);
      used = 0;
    }
    commands.at(-1)?.push(...piece);
    used += length;
  }
  return commands;
}
