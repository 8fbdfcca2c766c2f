import { onEachHost } from "../engine/hosts";
import { type PlannedHost, type PlanOptions, prepareHost } from "../engine/plan-host";
import type { PoolFiles } from "../model/pool-file";
import type { HostResult } from "../plan/host-plan";
import { desiredOn, type DesiredOptions } from "../plan/desired";
import type { ChosenHost } from "./choose-hosts";
import type { Io } from "./io";
import { tellPlan, withProgress } from "./progress";

/** Reads every host and plans its changes, with progress on stderr host by host. */
export function lookAtHosts(
  hosts: readonly ChosenHost[],
  files: PoolFiles,
  { parallel, checkPasswords = false, ...options }: PlanOptions & DesiredOptions & { readonly parallel: number },
  io: Io,
): Promise<HostResult<PlannedHost>[]> {
  return onEachHost(hosts, parallel, ({ name, connectToRead }) =>
    withProgress(
      io,
      { host: name, doing: "reading", isAlone: hosts.length === 1 || parallel === 1 },
      () => prepareHost(connectToRead(), desiredOn(files, name, { checkPasswords }), options),
      tellPlan,
    ),
  );
}
