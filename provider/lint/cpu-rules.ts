import { attributeOf } from "../settings/app-pool-attributes";
import { describeSetting } from "../settings/value";
import { paths } from "./pool-view";
import type { LintRule, Problem } from "./rule";

/** All 32 processors of a mask: no restriction. */
const all = 4_294_967_295;

/** 1/1000 %: a limit below it was probably meant as a percentage. */
const onePercent = 1000;

/** Rules for a pool's share of the processors. */
export const cpuRules: readonly LintRule[] = [
  {
    id: "cpu-limit-unit",
    profile: "recommended",
    severity: "warning",
    doc: "cpu.limit is in units of 1/1000 %, but IIS Manager of IIS 8 and later shows percent. A value below 1 % was probably meant as a percentage.",
    link: attributeOf(paths.cpuLimit).link,
    check: ({ number }) => {
      const limit = number(paths.cpuLimit) ?? 0;
      if (limit === 0 || limit >= onePercent) return [];
      const meant = limit > 100 ? "" : `; write "${limit}%" if you mean percent`;
      return [{ path: paths.cpuLimit, message: `${describeSetting(paths.cpuLimit, limit)} is almost nothing${meant}` }];
    },
  },
  {
    id: "cpu-limit-ignored",
    profile: "recommended",
    severity: "warning",
    doc: "A limit without an action is only logged. An action without a limit or an interval has no effect.",
    link: attributeOf(paths.cpuAction).link,
    check: ({ number, text, seconds }) => {
      const limit = number(paths.cpuLimit);
      const action = text(paths.cpuAction);
      const problems: Problem[] = [];
      if ((limit ?? 0) > 0 && action === "NoAction") {
        const message = "processor use is only logged, because cpu.action is NoAction; set Throttle or KillW3wp";
        problems.push({ path: paths.cpuLimit, message });
      }
      if (limit === 0 && action !== undefined && action !== "NoAction") {
        problems.push({
          path: paths.cpuAction,
          message: `${action} has no effect, because cpu.limit is 0; set a limit`,
        });
      }
      if ((limit ?? 0) > 0 && seconds(paths.cpuInterval) === 0) {
        problems.push({ path: paths.cpuInterval, message: "processor use is not measured; set it to 5m" });
      }
      return problems;
    },
  },
  {
    id: "affinity-mask",
    profile: "recommended",
    severity: "warning",
    doc: "An affinity mask without any processor that the worker process can use is an error, and sets no affinity.",
    link: "https://learn.microsoft.com/en-us/iis/wmi-provider/applicationpoolprocessorsettings-class",
    check: ({ number, bool }) => {
      const second = number(paths.mask2);
      // A 32-bit process has the first 32 processors of its group; the default of the second mask is all ones.
      const hasOther = second !== undefined && second !== 0 && second !== all && bool(paths.is32Bit) !== true;
      if (number(paths.mask) !== 0 || bool(paths.affinity) === false || hasOther) return [];
      const message =
        "allows no processor; set a bit for each processor (15: the first four), or smpAffinitized: false";
      return [{ path: paths.mask, message }];
    },
  },
  {
    id: "affinity-ignored",
    profile: "recommended",
    severity: "warning",
    doc: "The affinity masks have an effect only if smpAffinitized is true.",
    link: attributeOf(paths.affinity).link,
    check: ({ number, bool }) =>
      [paths.mask, paths.mask2].flatMap((path) => {
        const mask = number(path) ?? all;
        if (bool(paths.affinity) !== false || mask === all || mask === 0) return [];
        return [{ path, message: "is ignored, because cpu.smpAffinitized is false; set it to true" }];
      }),
  },
];
