/** A check that could not be carried to its end; the message says why. It says nothing of the assumption. */
export class Unsettled extends Error {
  override readonly name = "Unsettled";
}

/** What no check can settle safely on a server that is in use, with the reason. */
export const neverSettled: Readonly<Record<string, string>> = {
  "changed-on-disk": "needs another program that writes the same file in the same moment",
  "input-after-error": "needs standard input, which no transport of this package carries",
  "input-atomicity": "needs standard input, which no transport of this package carries",
  "exit-code-commit-xml": "needs a commit that fails so, and what makes one fail so is not known",
};
