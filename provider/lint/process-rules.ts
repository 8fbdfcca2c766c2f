import { attributeOf } from "../settings/app-pool-attributes";
import { humanDuration } from "../settings/codecs/timespan-text";
import { Secret } from "../secret";
import { paths } from "./pool-view";
import type { LintRule } from "./rule";

/** Rules for a pool's worker processes. */
export const processRules: readonly LintRule[] = [
  {
    id: "rapid-fail-off",
    profile: "recommended",
    severity: "warning",
    doc: "Without rapid-fail protection, a pool that crashes at its start is restarted without end.",
    link: attributeOf(paths.rapidFail).link,
    check: ({ bool }) => {
      if (bool(paths.rapidFail) !== false) return [];
      return [
        {
          path: paths.rapidFail,
          message: "a worker process that crashes is restarted without end; set it to true",
        },
      ];
    },
  },
  {
    id: "local-system",
    profile: "recommended",
    severity: "warning",
    doc: "The code of a pool that runs as LocalSystem has full control of the server.",
    link: attributeOf(paths.identityType).link,
    check: ({ text }) => {
      if (text(paths.identityType) !== "LocalSystem") return [];
      const message = "LocalSystem has full rights on the server; use ApplicationPoolIdentity or a separate account";
      return [{ path: paths.identityType, message }];
    },
  },
  {
    id: "idle-with-always-running",
    profile: "recommended",
    severity: "warning",
    doc: "idleTimeout ends the worker process that startMode AlwaysRunning starts in advance.",
    link: attributeOf(paths.startMode).link,
    check: ({ text, seconds }) => {
      const idle = seconds(paths.idleTimeout) ?? 0;
      if (text(paths.startMode) !== "AlwaysRunning" || idle === 0 || text(paths.idleAction) === "Suspend") return [];
      const message = `the worker process ends after ${humanDuration(idle)} without requests although startMode is AlwaysRunning; set idleTimeout: 0s`;
      return [{ path: paths.idleTimeout, message }];
    },
  },
  {
    id: "auto-start-off",
    profile: "recommended",
    severity: "warning",
    doc: "A pool without autoStart responds with 503 after the next start of IIS, even with startMode AlwaysRunning.",
    link: attributeOf(paths.autoStart).link,
    check: ({ bool, text, pool }) => {
      if (bool(paths.autoStart) !== false || pool.isStopped === true) return [];
      const also = text(paths.startMode) === "AlwaysRunning" ? ", although startMode is AlwaysRunning" : "";
      const message = `the pool stays stopped when IIS starts${also}; set it to true, or declare state: Stopped`;
      return [{ path: paths.autoStart, message }];
    },
  },
  {
    id: "web-garden",
    profile: "recommended",
    severity: "warning",
    doc: "The worker processes of a web garden do not share in-process session state.",
    link: attributeOf(paths.maxProcesses).link,
    check: ({ number }) => {
      const processes = number(paths.maxProcesses);
      if (processes === undefined || processes === 1) return [];
      const count = processes === 0 ? "one worker process for each NUMA node" : `${processes} worker processes`;
      const message = `${count}, each with its own session state and caches; set 1, or store session state outside the process`;
      return [{ path: paths.maxProcesses, message }];
    },
  },
  {
    id: "multi-instance-contradiction",
    profile: "recommended",
    severity: "error",
    doc: "Settings that contradict each other about whether the applications can run twice at once.",
    link: attributeOf(paths.noOverlap).link,
    check: ({ bool, number, pool }) => {
      const processes = number(paths.maxProcesses) ?? 1;
      const isSingle = bool(paths.noOverlap) === true || pool.multiInstance === false;
      if (isSingle && processes !== 1) {
        const message = `${processes} worker processes run at once although overlap is not allowed; set maxProcesses: 1, or allow overlap`;
        return [{ path: paths.maxProcesses, message }];
      }
      if (pool.multiInstance === true && bool(paths.noOverlap) === true) {
        const message = "is true together with multiInstance: true; remove one of them";
        return [{ path: paths.noOverlap, message }];
      }
      return [];
    },
  },
  {
    id: "password-in-file",
    profile: "recommended",
    severity: "error",
    doc: "A password is in the pool file, and so in version control.",
    link: attributeOf(paths.password).link,
    isAboutFiles: true,
    check: ({ pool }) => {
      const password = pool.settings[paths.password];
      const isLiteral =
        password instanceof Secret && password.isSet && pool.secretNames?.[paths.password] === undefined;
      if (pool.isEffective || !isLiteral) return [];
      const message = "is in the file in plain text; change it, and write ${env:NAME} or use a managed service account";
      return [{ path: paths.password, message }];
    },
  },
];
