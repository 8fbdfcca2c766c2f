import { describeError, type IisError } from "../errors";
import { showHidden } from "../visible-text";
import { showMessage } from "./view/sentences";

/** A host that could not be read, and why. */
export interface HostFailure {
  readonly host: string;
  readonly error: IisError;
}

/** A failed host in one line, with its name once: `web-01  UNREACHABLE: no answer`. */
export function describeHostFailure({ host, error }: HostFailure): string {
  const { code, pool, path, problem, hint } = error;
  // The host of the error differs where a file or another machine is meant.
  const other = error.host === host ? undefined : error.host;
  return `${showHidden(host)}  ${code}: ${showMessage(describeError({ host: other, pool, path, problem, hint }))}`;
}
