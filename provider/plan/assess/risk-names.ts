import type { Risk } from "../results";

/** The risks of a plan, by the names that `--allow` accepts. */
export const riskNames = {
  stop: "stop",
  delete: "delete",
  rename: "rename",
  identity: "identity",
  many: "many-pools",
} as const satisfies Readonly<Record<string, Risk["rule"]>>;

/** The name of a risk for `--allow`; a rule that this version does not know is its own. */
export function riskName(rule: string): string {
  return Object.entries(riskNames).find(([, known]) => known === rule)?.[0] ?? rule;
}

/** The names of risks for `--allow`, each once: `stop,many`. */
export function allowedNames(risks: readonly Pick<Risk, "rule">[]): string {
  return [...new Set(risks.map(({ rule }) => riskName(rule)))].join(",");
}

/** How users confirm risks, for messages. */
export function howToAllow(...risks: readonly Pick<Risk, "rule">[]): string {
  return `To apply it anyway: --allow ${allowedNames(risks)}, or --force for all risks`;
}
