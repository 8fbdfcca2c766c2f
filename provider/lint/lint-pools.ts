import type { FileFault, Position } from "../errors";
import { cpuRules } from "./cpu-rules";
import { failureRules } from "./failure-rules";
import { type LintedPool, viewPool } from "./pool-view";
import { processRules } from "./process-rules";
import { recyclingRules, staggerCollision } from "./recycling-rules";
import type { LintFinding, LintProfile, LintRule } from "./rule";
import { stigRules } from "./stig-rules";
import { valueRules } from "./value-rules";
import { settingGroups } from "../settings/groups";

/** Every rule; docs/administrators/lint.md is generated from it. */
export const lintRules: readonly LintRule[] = [
  ...recyclingRules,
  staggerCollision,
  ...processRules,
  ...valueRules,
  ...failureRules,
  ...cpuRules,
  ...stigRules,
];

/** The rule about blocks of pool files that apply to no pool. */
export const unusedBlock: Omit<LintRule, "check"> = {
  id: "unused-block",
  profile: "recommended",
  severity: "warning",
  doc: "A block of a pool file applies to no pool: defaults, a stagger, an override or a host.",
  link: settingGroups[0]?.link ?? "",
};

export type { LintedPool } from "./pool-view";
export type { LintProfile } from "./rule";

/**
 * The findings of a profile's rules, pool by pool.
 *
 * @param profile default: `recommended`
 */
export function lintPools(pools: readonly LintedPool[], profile: LintProfile = "recommended"): LintFinding[] {
  const rules = lintRules.filter((rule) => rule.profile === profile);
  return pools.flatMap((pool) => {
    const view = viewPool(pool);
    return rules.flatMap(({ id, severity, link, check }) =>
      check(view, pools).map(({ path, message }): LintFinding => {
        const position = placeOf(pool, path);
        const where = pool.host === undefined ? {} : { host: pool.host };
        return { rule: id, severity, pool: pool.name, ...where, path, message, link, ...(position && { position }) };
      }),
    );
  });
}

/** The place of the setting; a setting that another key implies has the pool's place. */
function placeOf({ positions }: LintedPool, path: string): Position | undefined {
  return positions[path] ?? positions[""];
}

/** The findings for these blocks. */
export function unusedBlockFindings(blocks: readonly FileFault[]): readonly LintFinding[] {
  const { id: rule, severity, link } = unusedBlock;
  return blocks.map((block) => ({ rule, severity, pool: "", link, ...block }));
}
