import { laterCollections, onlySettings } from "../../plan/change/beside-defaults";
import { type PoolChange, type SettingChange, stepsOf } from "../../plan/change/change";
import type { LiveHost } from "../../plan/change/live-host";
import { defaultsChangeOf, type Request, requestChange } from "./request";
import type { Task } from "./task";

/** What remains to be done for a task. */
interface NextStep {
  /** All differences; undefined if there are none. */
  readonly all: PoolChange | undefined;
  /** The part for the next commit. */
  readonly step: PoolChange | undefined;
  /** Whether it is compared again even without a step, because the next commit changes what the pool inherits. */
  readonly isWaiting: boolean;
}

/** What remains to be done for each of the tasks that are carried out together. */
export function nextSteps(
  tasks: readonly Task[],
  refusals: ReadonlyMap<Request, unknown>,
  live: LiveHost,
): (task: Task) => NextStep {
  const going = tasks.map(({ request }) => request).filter((request) => !refusals.has(request));
  const defaults = defaultsChangeOf(going, live);
  const later = laterCollections(defaults);
  return (task) => {
    const all = requestChange(task.request, live, defaults, task.cleared);
    const isWaiting = noteInheriting(task, all, defaults);
    const step = all && stepsOf(all)[0];
    return { all, step: isWaiting ? onlySettings(step, ({ path }) => !later.has(path)) : step, isWaiting };
  };
}

/** Records the settings of a pool that the defaults change too, and returns whether there are any. */
function noteInheriting(
  { request, inheriting }: Task,
  change: PoolChange | undefined,
  defaults: PoolChange | undefined,
): boolean {
  if (request.kind === "remove" || request.desired.target === "applicationPoolDefaults") return false;
  const { settings, inherit } = request.desired;
  if (defaults === undefined) return false;
  const own = new Set([...Object.keys(settings), ...inherit, ...settingsOf(change).map(({ path }) => path)]);
  const found = settingsOf(defaults).filter(({ path }) => own.has(path));
  for (const { path } of found) inheriting.add(path);
  return found.length > 0;
}

function settingsOf(change: PoolChange | undefined): readonly SettingChange[] {
  return change === undefined || change.kind === "delete" ? [] : change.settings;
}
