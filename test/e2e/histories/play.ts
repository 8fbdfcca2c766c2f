import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import fc from "fast-check";
import { sampleConfig } from "../../engine/offline-host";
import { patient } from "../../patient";
import type { LoggedRun } from "../conformance";
import type { Workspace } from "../../../tools/workspace/workspace.mts";
import { makeYamlWorkspace, yamlProgram } from "../harness/plugin-program";
import { type Action, type DeclaredPool, HistoryModel } from "./model";
import { historySettings, readListing } from "./settings";
import { list } from "./write-runnable";

/** What is done between the runs of `up`, step by step. */
export type History = readonly (readonly Action[])[];

const slot = fc.integer({ min: 0, max: 2 });
const settings = fc.dictionary(
  fc.integer({ min: 0, max: historySettings.length - 1 }).map(String),
  fc.integer({ min: 0, max: 1 }),
  { maxKeys: 4 },
);
const declared: fc.Arbitrary<DeclaredPool> = fc.record({
  slot,
  variant: fc.integer({ min: 0, max: 1 }),
  settings,
  state: fc.constantFrom(undefined, undefined, "Started", "Stopped"),
  account: fc.nat(4).map((chance) => chance === 0),
});
const declare: fc.Arbitrary<Action> = declared.map((pool) => ({ kind: "declare", ...pool }));
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: declare },
  { weight: 1, arbitrary: slot.map((at): Action => ({ kind: "remove", slot: at })) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("drift" as const), slot, setting: fc.nat(historySettings.length - 1) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("vanish", "stop", "start", "password"), slot }),
  },
);

/** Some pools, and then once or twice a few changes. */
export const anyHistory: fc.Arbitrary<History> = fc
  .tuple(
    fc.array(declare, { minLength: 1, maxLength: 3 }),
    fc.array(fc.array(action, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 2 }),
  )
  .map(([first, more]) => [first, ...more]);

/** What a history left behind, for whoever checks more than the model knows. */
export interface Played {
  readonly host: string;
  readonly runs: readonly LoggedRun[];
  /** All that the CLI said, and the state as it lies on the disk. */
  readonly told: string;
  readonly commits: number;
}

/** Plays a history with the real engine on a server of its own; throws at the first step that ends as it must not. */
export async function playHistory(history: History): Promise<Played> {
  const workspace = await makeYamlWorkspace({ applicationHost: readFileSync(sampleConfig, "utf8") });
  try {
    const model = new HistoryModel(listing(workspace).get("DefaultAppPool")!.settings);
    const runs: LoggedRun[] = [];
    let told = "";
    let commits = 0;
    for (const [step, actions] of history.entries()) {
      const at = `step ${step + 1}: `;
      const others = actions.map((one) => model.act(one)).filter((command) => command.length > 0);
      for (const command of others) workspace.appcmd(...command);
      const allowed = model.commitsAllowed();
      workspace.write("Pulumi.yaml", yamlProgram(model.programText()));
      const up = await run(workspace, "up", "--yes", "--skip-preview");
      model.apply();
      if (up.commits.length > allowed) throw new Error(`${at}${allowed} commits allowed:\n${up.commits.join("\n")}`);
      commits += up.commits.length;
      expect([at, model.seen(listing(workspace))]).toEqual([at, model.expected()]);
      const preview = await run(workspace, "preview", "--expect-no-changes");
      if (preview.commits.length > 0) throw new Error(`${at}the preview wrote:\n${preview.commits.join("\n")}`);
      runs.push({ log: up.log, commits: up.commits.length, isDrifted: others.length > 0 });
      runs.push({ log: preview.log, commits: preview.commits.length, isPreview: true });
      told += up.said + preview.said;
    }
    return { host: basename(workspace.configFile), runs, told: told + stateOf(workspace), commits };
  } finally {
    await workspace.dispose();
  }
}

/** What a run of the CLI said, the commits that it made, and what the engine logged of its calls. */
interface Ran {
  readonly said: string;
  readonly commits: readonly string[];
  readonly log: readonly unknown[];
}

async function run(workspace: Workspace, ...args: string[]): Promise<Ran> {
  workspace.resetEmulatorLog();
  const before = workspace.grpcCalls().length;
  const { stdout, stderr } = await workspace.run(args, { env: { ...patient, ...workspace.grpcLogging } });
  const commits = workspace.emulatorCalls().filter(({ commit }) => commit);
  const log = workspace.grpcCalls().slice(before);
  return { said: stdout + stderr, commits: commits.map(({ argv }) => argv.join(" ")), log };
}

function listing(workspace: Workspace): ReturnType<typeof readListing> {
  return readListing(workspace.appcmd(...list).stdout);
}

/** The state's files; the folder is the harness's. */
function stateOf({ configFile }: Workspace): string {
  const folder = join(dirname(configFile), "state");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8")).join("\n");
}
