import type { EntryJson } from "../schema/parts";

/** How the pool of a server differs from what is declared, by the action that would change that. */
export const driftKinds = {
  ...{ create: "missing", rename: "missing", update: "changed", delete: "extra" },
} as const satisfies Partial<Record<EntryJson["action"], EntryJson["kind"]>>;
