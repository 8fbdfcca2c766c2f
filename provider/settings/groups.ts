import { addPage } from "./attributes/group";

/** A group of settings: an element of the pool, or the pool itself. */
export interface SettingGroup {
  /** Dotted path; `""` for the pool itself. */
  readonly path: string;
  /** Name of its TypeScript interface. */
  readonly typeName: string;
  readonly doc: string;
  readonly link: string;
}

/** All groups, outer ones before inner ones, the pool itself first. */
export const settingGroups: readonly SettingGroup[] = [
  {
    path: "",
    typeName: "AppPoolSettings",
    doc: "The settings of an application pool, or of applicationPoolDefaults; omitted settings are not managed.",
    link: addPage,
  },
  {
    path: "processModel",
    typeName: "ProcessModelSettings",
    doc: "Identity, lifetime and health checks of the pool's worker processes.",
    link: `${addPage}processmodel`,
  },
  {
    path: "recycling",
    typeName: "RecyclingSettings",
    doc: "How worker processes are replaced, and which replacements are logged.",
    link: `${addPage}recycling/`,
  },
  {
    path: "recycling.periodicRestart",
    typeName: "PeriodicRestartSettings",
    doc: "When worker processes are recycled: by age, time of day, requests or memory.",
    link: `${addPage}recycling/periodicrestart/`,
  },
  {
    path: "failure",
    typeName: "FailureSettings",
    doc: "What IIS does with worker processes that crash or hang.",
    link: `${addPage}failure`,
  },
  {
    path: "cpu",
    typeName: "CpuSettings",
    doc: "Share of processor time, affinity and NUMA placement of worker processes.",
    link: `${addPage}cpu`,
  },
];

/**
 * The group at a path.
 * @throws TypeError if the path does not exist: a programming error
 */
export function groupAt(path: string): SettingGroup {
  const group = settingGroups.find((candidate) => candidate.path === path);
  if (group === undefined) throw new TypeError(`no group of settings: ${path}`);
  return group;
}
