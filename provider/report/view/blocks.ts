import { plural } from "../../text";
import type { ErrorJson, FindingJson } from "../schema/parts";
import { failureKey, joinMessages, listHosts, nameHosts } from "./list-hosts";
import type { EntryView, GroupView, HostView, SettingView } from "./model";

/** The values of a setting on some of the hosts of a block. */
export interface Variant extends Pick<SettingView, "from" | "to" | "canonical"> {
  readonly hosts: readonly string[];
}

/** A setting of a block; `variants` are there if its values are not the same on all hosts of the block. */
export interface BlockSetting extends SettingView {
  readonly variants?: readonly Variant[];
}

/** An entry of a block. */
export type BlockEntry = Omit<EntryView, "settings"> & { readonly settings: readonly BlockSetting[] };

/** A group of a block. */
export type BlockGroup = Omit<GroupView, "entries"> & { readonly entries: readonly BlockEntry[] };

/** Hosts of which a report says the same, so that it says it once. */
export interface Block extends Omit<HostView, "host" | "pools" | "groups"> {
  readonly hosts: readonly string[];
  /** How many pools the hosts have: `14 pools`, `12 to 15 pools`; absent if that is not known. */
  readonly pools?: string;
  /** The largest number of pools of one of them. */
  readonly mostPools?: number;
  readonly groups: readonly BlockGroup[];
}

/** So many sets of hosts may differ in values alone and still have blocks of their own. */
const mostAlike = 2;

/**
 * The hosts in blocks of which each is said once, in the order of their first hosts. Hosts are in one block if everything
 * about them is the same, apart from the number of their pools, their backups and when their pools recycle. If more than
 * {@link mostAlike} such blocks differ only in the values of settings and in lint findings, as with staggered schedules,
 * they are one, whose settings have their values by host, and whose findings name their hosts.
 */
export function blocksOf(hosts: readonly HostView[]): Block[] {
  const same = groupedBy(hosts.map(withoutItsName), (one) => JSON.stringify(contentOf(one)));
  const alike = groupedBy(same, ([first]) => (first === undefined ? "" : JSON.stringify(shapeOf(first))));
  const parts = alike.flatMap((sets) => (sets.length > mostAlike ? [sets.flat()] : sets));
  const order = hosts.map(({ host }) => host);
  const at = (block: readonly HostView[]): number => order.indexOf(block[0]?.host ?? "");
  return parts.sort((a, b) => at(a) - at(b)).map((part) => blockOf(part, order));
}

function groupedBy<T>(all: readonly T[], keyOf: (one: T) => string): T[][] {
  return [...Map.groupBy(all, keyOf).values()];
}

function blockOf(part: readonly HostView[], order: readonly string[]): Block {
  const [first] = part;
  if (first === undefined) throw new TypeError("a block has a host");
  const { error, isSkipped, groups, notes, counts, recycling, commands } = first;
  // A block of shapes has its hosts in the order of the report.
  const sorted = part.toSorted((a, b) => order.indexOf(a.host) - order.indexOf(b.host));
  const poolCounts = sorted.flatMap(({ pools }) => (pools === undefined ? [] : [pools]));
  return {
    ...{
      ...(error && { error: joinErrors(error, sorted) }),
      ...(isSkipped && { isSkipped }),
      notes,
      counts,
      recycling,
      commands,
    },
    hosts: sorted.map(({ host }) => host),
    ...(poolCounts.length > 0 && { pools: describePools(poolCounts), mostPools: Math.max(...poolCounts) }),
    groups: groups.map((group, at) => ({
      ...group,
      entries: group.entries.map((entry, index) => ({
        ...entry,
        findings: joinFindings(
          sorted.map(({ host, groups: own }) => ({ host, findings: own[at]?.entries[index]?.findings ?? [] })),
          order,
        ),
        settings: entry.settings.map((setting, place) =>
          withVariants(
            setting,
            sorted.map(({ host, groups: own }) => ({
              host,
              setting: own[at]?.entries[index]?.settings[place] ?? setting,
            })),
          ),
        ),
      })),
    })),
  };
}

function withVariants(
  setting: SettingView,
  found: readonly { readonly host: string; readonly setting: SettingView }[],
): BlockSetting {
  const values = groupedBy(found, (one) => JSON.stringify([one.setting.from, one.setting.to]));
  if (values.length === 1) return setting;
  const variants = values.map((of): Variant => {
    const { from, to, canonical } = of[0]?.setting ?? setting;
    return {
      hosts: of.map(({ host }) => host),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(canonical && { canonical }),
    };
  });
  return { ...setting, variants };
}

/** Each finding of the hosts once; one that is not the same on all of them names its hosts, with one host's text as an example. */
function joinFindings(
  found: readonly { readonly host: string; readonly findings: readonly FindingJson[] }[],
  order: readonly string[],
): FindingJson[] {
  const all = found.flatMap(({ host: on, findings }) => findings.map((finding) => ({ on, finding })));
  const alike = groupedBy(all, ({ finding: { rule, path, severity } }) => JSON.stringify([rule, path, severity]));
  return alike.flatMap((of) => {
    const different = groupedBy(of, ({ finding }) => finding.message);
    if (different.every((one) => one.length === found.length)) return different.flatMap(([one]) => one?.finding ?? []);
    const hosts = [...new Set(of.map(({ on }) => on))];
    const names = `on ${listHosts(hosts, order)}${hosts.length > 2 ? ` (${hosts.length} hosts)` : ""}`;
    const [first] = of;
    if (first === undefined) return [];
    const example = different.length > 1 ? ", for example" : "";
    return [{ ...first.finding, message: `${names}${example}: ${first.finding.message}` }];
  });
}

function describePools(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? plural(least, "pool", "pools") : `${least} to ${most} pools`;
}

function joinErrors(first: ErrorJson, hosts: readonly HostView[]): ErrorJson {
  const messages = hosts.flatMap(({ host, error }) => (error === undefined ? [] : [{ host, message: error.message }]));
  return { ...first, message: joinMessages(messages) };
}

/** The texts of a host without its name in front, which the block names. */
function withoutItsName(view: HostView): HostView {
  const bare = (text: string): string => (text.startsWith(`${view.host}: `) ? text.slice(view.host.length + 2) : text);
  const { error } = view;
  return {
    ...view,
    ...(error && { error: { ...error, message: bare(error.message) } }),
    notes: view.notes.map((note) => ({ ...note, text: bare(note.text) })),
    groups: view.groups.map((group) => ({
      ...group,
      entries: group.entries.map((entry) =>
        entry.error === undefined ? entry : { ...entry, error: { ...entry.error, message: bare(entry.error.message) } },
      ),
    })),
  };
}

/** What hosts of one block have in common. */
function contentOf({ host, error, isSkipped, groups, notes }: HostView): unknown {
  return {
    ...(error && { error: [isSkipped, failureKey({ host, code: error.code, message: error.message })] }),
    groups: groups.map((group) => ({
      ...group,
      entries: group.entries.map((entry) => ({
        ...entry,
        ...(entry.error && { error: { ...entry.error, host: undefined } }),
        findings: entry.findings.map((finding) => ({ ...finding, host: undefined })),
      })),
    })),
    notes: notes.filter(({ kind }) => kind !== "backup"),
  };
}

/** The same without the values of settings, and without lint findings. */
function shapeOf(view: HostView): unknown {
  const groups = view.groups.map((group) => ({
    ...group,
    entries: group.entries.map((entry) => ({
      ...entry,
      findings: [],
      settings: entry.settings.map(({ from, to, canonical: _, ...rest }) => ({
        ...rest,
        ...{ hasFrom: from !== undefined, hasTo: to !== undefined },
      })),
    })),
  }));
  return contentOf({ ...view, groups });
}

/** The hosts of a block as its title: `web-01 … web-29 (29 hosts, the same on each)`. */
export function nameBlock({ hosts, groups }: Block, all: readonly string[]): string {
  const settings = groups.flatMap(({ entries }) => entries.flatMap((entry) => entry.settings));
  const isVaried = settings.some(({ variants }) => variants !== undefined);
  return nameHosts(hosts, all, isVaried ? "with values by host" : undefined);
}
