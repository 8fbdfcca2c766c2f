import type { Risk } from "../results";

/** The risks of a plan, by the names that `--allow` accepts. */
export const riskNames = {
  stop: "stop",
  delete: "delete",
  rename: "rename",
  identity: "identity",
  many: "many-pools",
} as const satisfies Readonly<Record<string, Risk["rule"]>>;

/** How users confirm a risk, for messages. */
export function howToAllow(rule: Risk["rule"]): string {
  const name = Object.entries(riskNames).find(([, known]) => known === rule)?.[0] ?? rule;
  return `To apply it anyway: --allow ${name}, or --force for all risks`;
}
