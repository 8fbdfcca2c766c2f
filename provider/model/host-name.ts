import { showGiven } from "../input/describe-given";
import { describeWrong } from "../input/wording";

/** What {@link hostNameProblem} allows, as a pattern. */
export const hostNamePattern = "^(?=[^]*\\S)[^\\u0000-\\u001f\\u007f-\\u009f*?/\\\\]+$";

/** What is wrong with the name of a host, as one sentence; `undefined` for a name that pool files can use. `*` and `?` are wildcards. */
export function hostNameProblem(name: string): string | undefined {
  if (name.trim() === "") return describeWrong("the name of a host, which is not blank", name, showGiven);
  return /[\p{Cc}*?/\\]/u.test(name) ? "the name of a host cannot hold * ? / \\ or control characters" : undefined;
}
