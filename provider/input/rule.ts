import type * as z from "zod";

/** What is wrong with several members together, and where: the keys below the object that has them. */
export interface RuleFault {
  readonly keys: readonly (string | number)[];
  readonly message: string;
}

/** A rule over several members of an object, for its `check()`: it is asked once each of them is valid. */
export function rule<T>(faultsOf: (value: T) => readonly RuleFault[]): z.core.CheckFn<T> {
  return ({ value, issues }) => {
    for (const { keys, message } of faultsOf(value)) {
      // The rules of the objects around it are asked all the same.
      issues.push({ code: "custom", input: value, path: [...keys], message, continue: true });
    }
  };
}
