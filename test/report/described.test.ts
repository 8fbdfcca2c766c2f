import type { PoolPlace } from "../../provider/appcmd/argument";
import type { Position } from "../../provider/errors";
import type { PoolRecycling, PoolWorker, ProbeAnswer } from "../../provider/plan/results";
import type { Impact } from "../../provider/plan/assess/impact";
import type { PlanHostJson } from "../../provider/report/schema/change-reports";
import type { RecycledPoolJson, WorkersReport } from "../../provider/report/schema/live-reports";
import type { ExplainReport } from "../../provider/report/schema/report";
import type { EntryJson } from "../../provider/report/schema/parts";
import type { SettingExplanation } from "../../provider/settings/generate/explain-setting";

/** The members of what a report passes on as it is that its schema does not describe. */
type Undescribed<From, To> = Exclude<keyof From, keyof To>;

type WorkersHost = Extract<WorkersReport["hosts"][number], { readonly ok: true }>;

interface Undescriptions {
  readonly impact: Undescribed<Impact, NonNullable<EntryJson["impact"]>>;
  readonly position: Undescribed<Position, NonNullable<EntryJson["position"]>>;
  readonly place: Undescribed<PoolPlace, NonNullable<EntryJson["settings"][number]["place"]>>;
  readonly recycling: Undescribed<PoolRecycling, PlanHostJson["recycling"][number]>;
  readonly worker: Undescribed<PoolWorker, WorkersHost["workers"][number]>;
  readonly explained: Undescribed<SettingExplanation, Extract<ExplainReport, { readonly kind: "setting" }>>;
  readonly probe: Undescribed<ProbeAnswer, NonNullable<RecycledPoolJson["probe"]>>;
}

it("what reports pass on as it is has no member that the schema does not describe, as the compiler finds", () => {
  const undescribed: Undescriptions[keyof Undescriptions][] = [];
  const none: readonly never[] = undescribed;
  expect(none).toEqual([]);
});
