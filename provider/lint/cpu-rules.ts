import { attributeOf } from "../settings/app-pool-attributes";
import { describeSetting } from "../settings/value";
import { paths } from "./pool-view";
import type { LintRule, Problem } from "./rule";

/** All 32 processors of a mask: no restriction. */
const all = 4_294_967_295;

/** 1/1000 %: below it a limit is rather a number of per cent. */
const onePercent = 1000;

/** What is unwise about a pool's share of the processors. */
export const cpuRules: readonly LintRule[] = [
  {
    id: "cpu-limit-unit",
    profile: "recommended",
    severity: "warning",
    doc: "cpu.limit counts 1/1000 %, IIS Manager of IIS 8 and later shows per cent: below 1 % it is rather a number of per cent.",
    link: attributeOf(paths.cpuLimit).link,
    check: ({ number }) => {
      const limit = number(paths.cpuLimit) ?? 0;
      if (limit === 0 || limit >= onePercent) return [];
      const meant = limit > 100 ? "" : `; write "${limit}%" if that was meant`;
      return [
        { path: paths.cpuLimit, message: `${describeSetting(paths.cpuLimit, limit)} is next to nothing${meant}` },
      ];
    },
  },
  {
    id: "cpu-limit-ignored",
    profile: "recommended",
    severity: "warning",
    doc: "A limit without an action is only logged; an action without a limit, or without an interval, never happens.",
    link: attributeOf(paths.cpuAction).link,
    check: ({ number, text, seconds }) => {
      const limit = number(paths.cpuLimit);
      const action = text(paths.cpuAction);
      const problems: Problem[] = [];
      if ((limit ?? 0) > 0 && action === "NoAction") {
        const message = "more use of the processor is only logged, as cpu.action is NoAction; set Throttle or KillW3wp";
        problems.push({ path: paths.cpuLimit, message });
      }
      if (limit === 0 && action !== undefined && action !== "NoAction") {
        problems.push({ path: paths.cpuAction, message: `${action} never happens, as cpu.limit is 0; set a limit` });
      }
      if ((limit ?? 0) > 0 && seconds(paths.cpuInterval) === 0) {
        problems.push({ path: paths.cpuInterval, message: "use of the processor is not measured; set it to 5m" });
      }
      return problems;
    },
  },
  {
    id: "affinity-mask",
    profile: "recommended",
    severity: "warning",
    doc: "An affinity mask without a processor that the worker process could run on is an error, and sets no affinity.",
    link: "https://learn.microsoft.com/en-us/iis/wmi-provider/applicationpoolprocessorsettings-class",
    check: ({ number, bool }) => {
      const second = number(paths.mask2);
      // A 32-bit process has the first 32 processors of its group, and an untouched second mask is all ones.
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
    doc: "The affinity masks count only where smpAffinitized is true.",
    link: attributeOf(paths.affinity).link,
    check: ({ number, bool }) =>
      [paths.mask, paths.mask2].flatMap((path) => {
        const mask = number(path) ?? all;
        if (bool(paths.affinity) !== false || mask === all || mask === 0) return [];
        return [{ path, message: "is ignored, as cpu.smpAffinitized is false; set it to true" }];
      }),
  },
];
