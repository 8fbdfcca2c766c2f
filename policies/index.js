// The policy pack: one policy for each lint rule that applies to resources. README.md says how it is configured.
"use strict";
// PolicyPack reads the package.json of the working folder, which is not always this one.
process.chdir(__dirname);
const { PolicyPack } = require("@pulumi/policy");
const { lintedTypes, resourceRules } = require("pulumi-iis/lint");

/** Pulumi's severities. */
const severities = { error: "high", warning: "medium", info: "low" };

/** The two profiles contradict each other, so one of them is off by default: stig.json is the other. */
function defaultLevel({ profile, severity }) {
  if (profile === "stig") return "disabled";
  return severity === "error" ? "mandatory" : "advisory";
}

/** The properties that are known: @pulumi/policy throws at each one that is not known before the update. */
function knownOf(value) {
  if (Array.isArray(value)) return value.map(knownOf);
  if (typeof value !== "object" || value === null) return value;
  const known = Object.keys(value).flatMap((key) => {
    try {
      return [[key, knownOf(value[key])]];
    } catch {
      return [];
    }
  });
  return Object.fromEntries(known);
}

new PolicyPack("pulumi-iis-policies", {
  policies: resourceRules.map((rule) => ({
    name: rule.id,
    description: rule.doc,
    url: rule.link,
    severity: severities[rule.severity],
    enforcementLevel: defaultLevel(rule),
    validateResource: ({ type, props }, reportViolation) => {
      if (!lintedTypes.includes(type)) return;
      for (const { path, message } of rule.check(knownOf(props))) reportViolation(`${path}: ${message}`);
    },
  })),
});
