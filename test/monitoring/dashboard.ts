import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../tools/workspace/places.mts";

/** A panel of the example dashboard. */
export interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: Readonly<Record<"x" | "y" | "w" | "h", number>>;
  /** Its only query. */
  readonly expr: string;
}

/** The panels of examples/monitoring/dashboard.json. */
export function dashboardPanels(): Panel[] {
  const text = readFileSync(join(repository, "examples/monitoring/dashboard.json"), "utf8");
  const { panels } = JSON.parse(text) as { panels: (Omit<Panel, "expr"> & { targets: [{ expr: string }] })[] };
  return panels.map(({ targets: [{ expr }], ...panel }) => ({ ...panel, expr }));
}
