import { describeSystemError, systemErrorCode } from "../read-file";
import { exitCodes } from "./outcome";

/**
 * Sees to it that output that cannot be written ends no work: a reader that went away, as in `iispools apply | head`, is no
 * fault; what else keeps standard output from being written is one sentence, and the call then has failed.
 */
export function watchOutput(program: Pick<NodeJS.Process, "stdout" | "stderr"> = process): void {
  let isLost = false;
  const listen = (stream: NodeJS.WriteStream, name: string): void => {
    stream.on("error", (error) => {
      if (isLost || systemErrorCode(error) === "EPIPE") return;
      isLost = true;
      process.exitCode = exitCodes.error;
      const why = describeSystemError(systemErrorCode(error) ?? "an error");
      if (stream !== program.stderr) program.stderr.write(`cannot write to ${name}: ${why}\n`);
    });
  };
  listen(program.stdout, "standard output");
  listen(program.stderr, "standard error");
}
