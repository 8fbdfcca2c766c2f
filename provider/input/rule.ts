import type * as z from "zod";

/** A fault of several members together, and its place: the keys below the object. */
export interface RuleFault {
  readonly keys: readonly (string | number)[];
  readonly message: string;
}

/** A rule over several members of an object, for its `check()`. It runs if each of them is valid. */
export function rule<T>(faultsOf: (value: T) => readonly RuleFault[]): z.core.CheckFn<T> {
  return ({ value, issues }) => {
    for (const { keys, message } of faultsOf(value)) {
      // The rules of the objects around it run all the same.
      issues.push({ code: "custom", input: value, path: [...keys], message, continue: true });
    }
  };
}
