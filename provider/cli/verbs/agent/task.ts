import { resolve } from "node:path";
import { formatWindow } from "../../../agent/window";
import { isReplacedInTasks, type TaskDefinition } from "../../../agent/task/task-xml";
import { packageProgram } from "../../../package-root";
import { humanDuration } from "../../../settings/codecs/timespan-text";
import { riskNames } from "../../../plan/assess/risk-names";
import { Failure } from "../../failure";
import type { Io } from "../../io";
import type { AgentFlags } from "./options";
import type { AgentSetup } from "./setup";

/** How long a run may take besides its splay, in seconds: Windows then ends it. */
const runLimit = 4 * 3600;

/** How the task is registered. */
interface TaskFlags extends AgentFlags {
  /** In seconds. */
  readonly every: number;
  readonly name: string;
}

/**
 * The task that makes runs like this call. Paths are absolute, because a task starts in a folder of its own.
 *
 * @throws Failure for a text that the Task Scheduler would change
 */
export function taskOf(
  words: readonly string[],
  flags: TaskFlags,
  { source, stateFolder }: AgentSetup,
  io: Io,
): TaskDefinition {
  const { cwd } = io.place;
  const sources = source.kind === "address" ? words : words.map((word) => resolve(cwd, word));
  const { file, arguments: first } = packageProgram("iispools");
  const command = [...first, "agent", "run", ...sources, ...optionsOf(flags, stateFolder, cwd)];
  const changed = [file, ...command].filter(isReplacedInTasks);
  if (changed.length > 0) {
    const message = "is not allowed in a task: Windows replaces % and $( there. Use a path without them";
    throw new Failure(changed.map((path) => ({ path, message })));
  }
  const { name, every, splay = 0 } = flags;
  return {
    name,
    description: `Application pools of IIS: iispools agent run --mode ${flags.mode}`,
    everySeconds: every,
    limitSeconds: splay + runLimit,
    program: file,
    arguments: command,
    workingFolder: stateFolder,
  };
}

/** The options of a run as words. */
function optionsOf(flags: AgentFlags, stateFolder: string, cwd: string): string[] {
  const path = (file: string): string => resolve(cwd, file);
  const values: readonly (readonly [option: string, values: readonly (string | undefined)[]])[] = [
    ["--mode", [flags.mode]],
    ["--as", [flags.as]],
    ["--window", (flags.window ?? []).map(formatWindow)],
    ["--splay", [flags.splay === undefined ? undefined : humanDuration(flags.splay)]],
    ["--trust", (flags.trust ?? []).map(path)],
    ["--ca-cert", [flags.caCert && path(flags.caCert)]],
    ["--secrets", [flags.secrets && path(flags.secrets)]],
    ["--allow", [flags.allow && riskNamesOf(flags.allow)]],
    ["--state", [stateFolder]],
    ["--config-file", [flags.configFile && path(flags.configFile)]],
    ["--metrics", [flags.metrics && path(flags.metrics)]],
    ["--log", [flags.log && path(flags.log)]],
  ];
  const switches: readonly (readonly [option: string, isOn: boolean | undefined])[] = [
    ["--unsigned", flags.unsigned],
    ["--force", flags.force],
    ["--prune", flags.prune],
    ["--no-backup", !flags.backup],
    ["--rollback-on-error", flags.rollbackOnError],
  ];
  return [
    ...values.flatMap(([option, given]) => given.flatMap((value) => (value === undefined ? [] : [option, value]))),
    ...switches.flatMap(([option, isOn]) => (isOn === true ? [option] : [])),
  ];
}

function riskNamesOf(rules: NonNullable<AgentFlags["allow"]>): string {
  const names = Object.entries(riskNames).filter(([, rule]) => rules.includes(rule));
  return names.map(([name]) => name).join(",");
}
