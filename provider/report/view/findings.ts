import type { FindingJson } from "../schema/parts";
import { listHosts } from "./list-hosts";
import type { View } from "./model";

/** A finding outside an entry with all hosts that have it; `host` names them in short. */
export interface SharedFinding extends FindingJson {
  readonly hosts: readonly string[];
}

/** The findings that belong to no entry; those that differ only in their hosts as one. */
export function sharedFindings({ findings, names }: Pick<View, "findings" | "names">): SharedFinding[] {
  const same = Map.groupBy(findings, ({ host, ...rest }) => JSON.stringify([host === undefined, rest]));
  return [...same.values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined) return [];
    const hosts = of.flatMap(({ host = [] }) => host);
    if (hosts.length < 2) return [{ ...first, hosts }];
    return [
      { ...first, hosts, host: `${listHosts(hosts, names)}${hosts.length > 2 ? ` (${hosts.length} hosts)` : ""}` },
    ];
  });
}
