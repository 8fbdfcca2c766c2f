import type { PoolPlace } from "../../provider/appcmd/pool-place";
import type { Position } from "../../provider/errors";
import type { PoolRecycling } from "../../provider/plan/host-plan";
import type { ProbeAnswer } from "../../provider/plan/host-recycle";
import type { PoolWorker } from "../../provider/plan/host-workers";
import type { Impact } from "../../provider/plan/impact";
import type { PlanHostJson } from "../../provider/report/change-reports-schema";
import type { RecycledPoolJson, WorkersReport } from "../../provider/report/live-reports-schema";
import type { ExplainReport } from "../../provider/report/report-schema";
import type { EntryJson } from "../../provider/report/report-parts-schema";
import type { SettingExplanation } from "../../provider/schema/explain-setting";

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
