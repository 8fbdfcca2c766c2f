import { runError } from "./run-error";

type Command = typeof import("@pulumi/command");

/** The release whose inputs this package knows. */
const release = "1.2.1";

/**
 * `@pulumi/command`, loaded when it is needed: a program that recycles nothing works without it.
 *
 * @throws pulumi.RunError where it is not installed
 */
export function loadCommand(): Command {
  try {
    return require("@pulumi/command") as Command;
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw runError(
      `RecycleAppPool needs the package @pulumi/command, which is not installed: npm i @pulumi/command@${release}`,
    );
  }
}

/** Whether it is the package itself that is missing, and not something that it needs. */
function isMissing(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "MODULE_NOT_FOUND" && message.includes("'@pulumi/command'");
}
