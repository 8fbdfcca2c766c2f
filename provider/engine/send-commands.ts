import { appcmdExitCodes, isCutShort } from "../appcmd/parse-result";
import { IisError } from "../errors";
import type { PoolChange } from "../plan/change";
import { packCommands } from "../plan/pack-commands";
import { planChanges } from "../plan/plan-changes";
import type { Transport } from "../transport/transport";
import { commandError, runCommand } from "./run-command";

/** A failure of the commands, and whether the same may succeed later. */
export interface SendFailure {
  readonly error: IisError;
  readonly isTransient: boolean;
  /** Whether it may be carried out all the same, a little later perhaps. */
  readonly isLost: boolean;
  /** Whether what it adds exists already, and nothing was done: somebody else was faster. */
  readonly isOutrun: boolean;
}

/**
 * Sends the settings of all changes in the fewest commands; ends with the first that fails.
 *
 * @param onSent called after each sent command, whatever its result, except if another tool was faster.
 * @throws IisError `NO_APPCMD`, and what keeps the transport from sending
 */
export async function sendCommands(
  transport: Transport,
  changes: readonly PoolChange[],
  onSent: () => void,
): Promise<SendFailure | undefined> {
  try {
    const { maxCommandLength, commandLength } = transport;
    const commands = packCommands(planChanges(changes), maxCommandLength, commandLength);
    for (const [index, command] of commands.entries()) {
      const answer = await runCommand(transport, command);
      const isOutrun = index === 0 && answer.exitCode === appcmdExitCodes.alreadyExists;
      if (!isOutrun) onSent();
      if (answer.verdict !== "done") {
        const isTransient = answer.verdict === "try again" || isCutShort(answer.exitCode, answer.stdout);
        return { error: commandError(transport, answer), isTransient, isLost: answer.isLost, isOutrun };
      }
    }
    return undefined;
  } catch (error) {
    const isOfOne = error instanceof IisError && ["COMMAND_TOO_LONG", "COMMAND_NOT_SAFE"].includes(error.code);
    if (isOfOne) return { error, isTransient: false, isLost: false, isOutrun: false };
    throw error;
  }
}
