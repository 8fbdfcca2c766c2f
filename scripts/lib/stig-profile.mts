// policies/stig.json, the configuration that makes the policy pack check the requirements of DISA's guides and nothing else.
import { resourceRules } from "#dist/provider/pulumi/lint.js";

/** The text of the file. */
export function stigProfile(): string {
  const rules = resourceRules.filter(({ profile }) => profile === "stig");
  const levels = Object.fromEntries(rules.map(({ id }) => [id, "mandatory"]));
  return `${JSON.stringify({ all: "disabled", ...levels }, null, 2)}\n`;
}
