import { cpuRules } from "./cpu-rules";
import { failureRules } from "./failure-rules";
import { processRules } from "./process-rules";
import { recyclingRules } from "./recycling-rules";
import type { LintRule } from "./rule";
import { staggerCollision } from "./stagger-collision";
import { stigRules } from "./stig-rules";
import { valueRules } from "./value-rules";

/** Every rule; docs/administrators/lint.md is made of it. */
export const lintRules: readonly LintRule[] = [
  ...recyclingRules,
  staggerCollision,
  ...processRules,
  ...valueRules,
  ...failureRules,
  ...cpuRules,
  ...stigRules,
];
