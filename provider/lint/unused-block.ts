import type { FileFault } from "../errors";
import { settingGroups } from "../settings/groups";
import type { LintFinding, LintRule } from "./rule";

/** The rule about blocks of pool files that apply to no pool. */
export const unusedBlock: Omit<LintRule, "check"> = {
  id: "unused-block",
  profile: "recommended",
  severity: "warning",
  doc: "A block of a pool file applies to no pool: defaults, a stagger, an override or a host.",
  link: settingGroups[0]?.link ?? "",
};

/** The findings for these blocks. */
export function unusedBlockFindings(blocks: readonly FileFault[]): readonly LintFinding[] {
  const { id: rule, severity, link } = unusedBlock;
  return blocks.map((block) => ({ rule, severity, pool: "", link, ...block }));
}
