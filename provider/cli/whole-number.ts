import { InvalidArgumentError } from "commander";

/**
 * Reads the value of an option that is a whole number, in digits.
 *
 * @param least the smallest that is accepted. @param most the largest that is accepted
 * @throws InvalidArgumentError (of what it returns) that names the range
 */
export function wholeNumberOption(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
