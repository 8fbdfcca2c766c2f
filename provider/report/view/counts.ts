import { plural } from "../../text";
import type { DriftHostJson } from "../schema/change-reports";
import type { Count, HostView, View } from "./model";

/** The words for a count: one, and many if that is different. */
const words = {
  create: ["to create"],
  update: ["to update"],
  delete: ["to delete"],
  rename: ["to rename"],
  applied: ["applied"],
  failed: ["failed"],
  remaining: ["not begun"],
  missing: ["pool missing", "pools missing"],
  changed: ["pool changed", "pools changed"],
  forbidden: ["pool that must not exist", "pools that must not exist"],
  undeclared: ["setting in no file", "settings in no file"],
  unknownPools: ["pool in no file", "pools in no file"],
  unknownSettings: ["unknown setting", "unknown settings"],
  suppressed: ["ignored"],
  faults: ["fault", "faults"],
  errors: ["lint error", "lint errors"],
  warnings: ["lint warning", "lint warnings"],
  infos: ["lint note", "lint notes"],
} as const satisfies Record<string, readonly [string, string?]>;

/** The names of the counts of each kind of report, in their order; a plan also counts lint findings. */
const countNames = {
  plan: ["delete", "rename", "create", "update"],
  apply: ["failed", "applied", "remaining"],
  drift: ["missing", "changed", "forbidden", "undeclared", "unknownPools", "unknownSettings", "suppressed"],
  lint: ["faults", "errors", "warnings", "infos"],
  compare: [],
} as const satisfies Record<View["kind"], readonly (keyof typeof words)[]>;

const nothing = {
  plan: "nothing to change",
  apply: "nothing to change",
  drift: "no drift",
  lint: "",
  compare: "no difference",
} as const;

/** The counts of a document in their order. */
export function countsOf(kind: View["kind"], counts: Readonly<Record<string, number>>): Count[] {
  return countNames[kind].map((name) => countOf(name, counts[name] ?? 0));
}

/** The counts of a host's drift: of the declared pools by their kinds, which its entries must have. */
export function driftCounts({ declared, counts }: Pick<DriftHostJson, "declared" | "counts">): Count[] {
  const kinds = (wanted: string): number => declared.filter(({ kind }) => kind === wanted).length;
  return countsOf("drift", {
    ...counts,
    ...{ missing: kinds("missing"), changed: kinds("changed"), forbidden: kinds("extra") },
  });
}

/** The counts of all hosts together; complete even if all hosts failed. */
export function sumCounts(kind: "plan" | "apply" | "drift", hosts: readonly HostView[]): Count[] {
  const all = hosts.flatMap(({ counts }) => counts);
  return countNames[kind].map((name) =>
    countOf(
      name,
      all.reduce((sum, one) => sum + (one.name === name ? one.count : 0), 0),
    ),
  );
}

/** Counts for people: `1 to delete, 2 to update`; zeros are omitted. */
export function describeCounts(kind: View["kind"], counts: readonly Count[]): string {
  return listCounts(counts) || nothing[kind];
}

/** The last line of a report: all counts, the number of hosts, and how many of them could not be read. */
export function describeTotals(view: View): string {
  const { kind, counts, hosts, names, failedHosts } = view;
  if (kind === "lint") return describeChecked(view);
  if (kind === "compare") return describeCompared(view);
  const about = describeCounts(kind, counts);
  const affected = hosts.filter((host) => host.counts.some(({ count }) => count > 0)).length;
  if (kind !== "apply") return describeKnown(about, names, failedHosts, affected);
  const skipped = hosts.filter(({ isSkipped }) => isSkipped === true).length;
  const others = [
    [failedHosts - skipped, "failed"],
    [skipped, "skipped"],
  ] as const;
  const without = others.flatMap(([of, what]) => (of === 0 ? [] : [`${plural(of, "host", "hosts")} ${what}`]));
  if (failedHosts > 0 && failedHosts === names.length) return without.join("; ");
  return [`${about} on ${ofHosts(affected, names.length - failedHosts, names.length)}`, ...without].join("; ");
}

/**
 * What is known of hosts that were read, and of how many nothing is known.
 *
 * @param about what is known of the others
 * @param affected on how many of the others that is; default: all
 */
export function describeKnown(about: string, hosts: readonly string[], failedHosts: number, affected = 0): string {
  const known = hosts.length - failedHosts;
  const all = plural(hosts.length, "host", "hosts");
  const where = ofHosts(affected, known, hosts.length);
  if (failedHosts === 0) return `${about} on ${where}`;
  if (hosts.length === 1) return `${hosts.join("")} could not be read; nothing is known of it`;
  if (known === 0) return `0 of ${all} could be read; nothing is known of them`;
  return `${about} on ${where}; ${plural(failedHosts, "host", "hosts")} could not be read, and nothing is known of ${failedHosts === 1 ? "it" : "them"}`;
}

/** `1 of 30 hosts`, `30 hosts`: the affected ones, or, if there are none, those that are known. */
function ofHosts(affected: number, known: number, all: number): string {
  const on = affected === 0 ? known : affected;
  return `${on === all || on === 0 ? "" : `${on} of `}${plural(all, "host", "hosts")}`;
}

/** `web-01 and web-02 differ: 2 of 6 pools`. */
function describeCompared({ hosts: [both], counts }: View): string {
  const pools = plural(both?.pools ?? 0, "pool", "pools");
  const ofPools = counts.reduce((sum, { name, count }) => (name === "defaults" ? sum : sum + count), 0);
  const areDefaults = counts.some(({ name, count }) => name === "defaults" && count > 0);
  if (ofPools === 0 && !areDefaults) return `${both?.host ?? ""} are the same: ${pools}`;
  return `${both?.host ?? ""} differ: ${ofPools} of ${pools}${areDefaults ? ", and the defaults that pools inherit" : ""}`;
}

function describeChecked({ counts, checked }: View): string {
  const found = listCounts(counts);
  const parts =
    checked === undefined
      ? ""
      : [
          ...(checked.files === 0 ? [] : [plural(checked.files, "file", "files")]),
          plural(checked.pools, "pool", "pools"),
          plural(checked.hosts, "host", "hosts"),
        ].join(", ");
  if (found === "") return `OK: ${parts === "" ? "" : `${parts}, `}no problems`;
  return parts === "" ? found : `${found} in ${parts}`;
}

function listCounts(counts: readonly Count[]): string {
  return counts
    .filter(({ count }) => count > 0)
    .map(({ text }) => text)
    .join(", ");
}

function countOf(name: keyof typeof words, count: number): Count {
  const [one, many = one] = words[name] as readonly [string, string?];
  return { name, count, text: plural(count, one, many) };
}
