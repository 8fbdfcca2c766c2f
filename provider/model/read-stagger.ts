import type { Fault } from "../errors";
import { isRecord } from "../record";
import { attributeOf } from "../schema/app-pool-attributes";
import { parseValue, ValueError } from "../schema/codecs";
import { asList } from "../schema/setting-value";
import { humanDuration, secondsOfClock } from "../schema/timespan-text";
import { countSlots, schedulePath, type Stagger } from "./stagger";
import { nearestName } from "../nearest-name";

/** A block's input without its stagger, the stagger, and every fault of it. */
export interface StaggerReading {
  readonly value: unknown;
  readonly stagger?: Stagger;
  readonly faults: readonly Fault[];
}

const keys = ["from", "to", "every"] as const;
const example = 'stagger: { from: "02:00", to: "04:00", every: "5m" }';
const day = 86_400;

type Entries = Readonly<Record<string, unknown>>;

/** Takes `schedule: { stagger: … }` out of a block's input; what else stands there is read as settings are. */
export function takeStagger(value: unknown): StaggerReading {
  const [first = "", second = "", third = ""] = schedulePath.split(".");
  const groups = isRecord(value) ? value[first] : undefined;
  const group = isRecord(groups) ? groups[second] : undefined;
  const schedule = isRecord(group) ? group[third] : undefined;
  if (!isRecord(value) || !isRecord(groups) || !isRecord(group) || !isRecord(schedule)) return { value, faults: [] };
  const rest = { ...value, [first]: { ...groups, [second]: { ...group, [third]: undefined } } };
  return { value: rest, ...readSchedule(schedule) };
}

function readSchedule(schedule: Entries): Omit<StaggerReading, "value"> {
  const unknown = Object.keys(schedule)
    .filter((key) => key !== "stagger")
    .map((key) => ({ path: `${schedulePath}.${key}`, message: `unknown key; known here is stagger` }));
  if (!("stagger" in schedule)) {
    const message = `expected a list of times of day such as ["03:00"], or ${example}`;
    return { faults: unknown.length > 0 ? unknown : [{ path: schedulePath, message }] };
  }
  const { stagger, faults } = readStagger(schedule["stagger"], `${schedulePath}.stagger`);
  return { ...(stagger && { stagger }), faults: [...unknown, ...faults] };
}

/** What is wrong in it is told key by key, and only where nothing is, what is wrong with the window as a whole. */
function readStagger(input: unknown, path: string): { readonly stagger?: Stagger; readonly faults: readonly Fault[] } {
  if (!isRecord(input)) return { faults: [{ path, message: `expected a window, for example ${example}` }] };
  const faults: Fault[] = Object.keys(input)
    .filter((key) => !keys.some((known) => known === key))
    .map((key) => ({ path: `${path}.${key}`, message: unknownKey(key) }));
  const read = (key: (typeof keys)[number], parse: (value: unknown) => number | string): number => {
    const value = input[key];
    const found = value === undefined ? `is needed, for example ${example}` : parse(value);
    if (typeof found === "number") return found;
    faults.push({ path: `${path}.${key}`, message: found });
    return 0;
  };
  const from = read("from", timeOfDay);
  const to = read("to", timeOfDay);
  const every = read("every", step);
  if (faults.length > 0) return { faults };
  const stagger = { from, window: (to - from + day) % day, every };
  const fault = windowFault(stagger);
  return fault === undefined ? { stagger, faults } : { faults: [{ ...fault, path: `${path}.${fault.path}` }] };
}

function windowFault(stagger: Stagger): Fault | undefined {
  const { window, every } = stagger;
  if (window === 0) return { path: "to", message: "is the same time as from; the window needs a length" };
  const long = humanDuration(window);
  if (every > window) {
    return { path: "every", message: `is longer than the window of ${long} from "from" to "to"; shorten it` };
  }
  if (countSlots(stagger) > 1) return undefined;
  const message = `leaves one slot in the window of ${long}, so that all pools recycle at once; at most half of it`;
  return { path: "every", message };
}

function timeOfDay(value: unknown): number | string {
  const times = parsed(schedulePath, value);
  if (typeof times === "string") return times;
  const [time = "", ...others] = asList(times.value as readonly string[]);
  if (Array.isArray(value) || time === "" || others.length > 0) return 'expected one time of day such as "02:00"';
  return secondsOfClock(time) ?? 0;
}

function step(value: unknown): number | string {
  const duration = parsed("recycling.periodicRestart.time", value);
  if (typeof duration === "string") return duration;
  const seconds = secondsOfClock(String(duration.value)) ?? 0;
  return seconds > 0 ? seconds : 'expected whole minutes, one or more, such as "5m"';
}

/** The canonical value as a setting would have it, or what is wrong with it. */
function parsed(path: string, value: unknown): { readonly value: unknown } | string {
  try {
    return { value: parseValue(attributeOf(path), value) };
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return error.problems.map(({ message }) => message).join("; ");
  }
}

function unknownKey(key: string): string {
  const meant = nearestName(key, keys);
  return meant === undefined
    ? `unknown key; known here are ${keys.join(", ")}`
    : `unknown key, did you mean "${meant}"?`;
}
