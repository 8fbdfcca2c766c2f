/** When to write in colour. */
export const colourChoices = ["auto", "always", "never"] as const;

/** One of {@link colourChoices}. */
export type ColourChoice = (typeof colourChoices)[number];

/**
 * Whether to write in colour. `auto`: NO_COLOR says no, FORCE_COLOR says yes (`0` no), else where people look and their
 * terminal is not `dumb`. Source: https://no-color.org, https://force-color.org
 */
export function wantsColour(
  choice: ColourChoice,
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (choice !== "auto") return choice === "always";
  const { NO_COLOR: no = "", FORCE_COLOR: force = "", TERM: terminal } = env;
  if (no !== "") return false;
  if (force !== "") return !["0", "false"].includes(force);
  return isTerminal && terminal !== "dumb";
}
