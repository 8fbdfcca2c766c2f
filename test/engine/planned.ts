import { type ApplyOptions, applyPlan } from "../../provider/engine/verbs/apply-plan";
import { type PlannedHost, type PlanOptions, prepareHost } from "../../provider/engine/prepare";
import type { Transport } from "../../provider/engine";
import { loadPoolFiles } from "../../provider/pool-file/load/load-pool-files";
import type { HostApply } from "../../provider/plan/results";
import { type DesiredHost, desiredOn } from "../../provider/plan/change/desired";

/** What a pool file wants of the host `local`; `version: 1` is put before it. */
export function wantedIn(yaml: string, env: Record<string, string> = {}): DesiredHost {
  const { files, faults } = loadPoolFiles(["pools.yaml"], {
    ...{ cwd: "/", env, secrets: "required" },
    fileSystem: {
      kindOf: () => "file",
      listFolder: () => [],
      readFile: () => Buffer.from(`version: 1\n${yaml}`, "utf8"),
    },
  });
  expect(faults).toEqual([]);
  return desiredOn(files, "local");
}

/** Plans what a pool file wants. */
export function planYaml(transport: Transport, yaml: string, options: PlanOptions = {}): Promise<PlannedHost> {
  return prepareHost(transport, wantedIn(yaml), options);
}

/** Makes the planned changes of one host, without a backup unless told otherwise. */
export async function applyPlanned(
  transport: Transport,
  planned: PlannedHost,
  options: Partial<ApplyOptions> = {},
): Promise<HostApply> {
  const [result] = await applyPlan([{ name: "local", transport, planned }], {
    ...{ rollbackOnError: false, parallel: 1 },
    signal: new AbortController().signal,
    ...options,
  });
  if (result?.ok !== true) throw result?.error ?? new Error("no result");
  return result.value;
}
