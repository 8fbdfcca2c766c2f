import type { ListedPool, ListedSection } from "../../provider/appcmd/answers/pools";
import { findAttribute } from "../../provider/settings/app-pool-attributes";
import { parseText } from "../../provider/settings/codecs/codecs";
import { timesOfDay } from "../../provider/settings/codecs/times-of-day";
import { Secret } from "../../provider/secret";
import type { Node } from "./strict-reader";

/** What an answer says, in a form that two readers can be compared by: texts by the path of what they say it of. */
export type Meaning = Readonly<Record<string, unknown>>;

const plain = (value: unknown): unknown => (value instanceof Secret ? value.reveal() : value);

function prefixed(prefix: string, values: Readonly<Record<string, unknown>> = {}): [string, unknown][] {
  return Object.entries(values).map(([path, value]) => [`${prefix}${path}`, plain(value)]);
}

/** What this package took from a list of pools. */
export function meaningOfPools(pools: readonly ListedPool[]): Meaning {
  return Object.fromEntries(
    pools.flatMap(({ name, state, settings, unknown }): [string, unknown][] => [
      [`${name}:state`, state],
      ...prefixed(`${name}:`, settings),
      ...prefixed(`${name}:?`, unknown),
    ]),
  );
}

/** What this package took from a section. */
export function meaningOfSection({ pools, defaults, unknown }: ListedSection): Meaning {
  const said: [string, unknown][] = [
    ...[...pools].flatMap(([key, settings]): [string, unknown][] => [
      [`${key}:`, ""],
      ...prefixed(`${key}:`, settings),
    ]),
    ...prefixed("defaults:", defaults),
    ...prefixed("?", unknown),
  ];
  return Object.fromEntries(said);
}

/** Every attribute below an element by its path, and the text "" for every element that holds nothing. */
function flatten(node: Node, path: string): [string, string][] {
  const at = (step: string): string => (path === "" ? step : `${path}.${step}`);
  const counts: Record<string, number> = Object.create(null) as Record<string, number>;
  const below = node.children.flatMap((child) => {
    const count = (counts[child.name] ??= 0);
    counts[child.name] = count + 1;
    return flatten(child, at(count === 0 ? child.name : `${child.name}[${count}]`));
  });
  const here = node.attributes.map(([name, value]): [string, string] => [at(name), value]);
  return here.length + below.length === 0 ? [[path, ""]] : [...here, ...below];
}

const schedule = "recycling.periodicRestart.schedule";
const containers = ["", "processModel", "recycling", "recycling.periodicRestart", "failure", "cpu"];
const inCollection =
  /^(recycling\.periodicRestart\.schedule|environmentVariables)(?:\.(add|clear|remove)(?:\[\d+\])?(?:\.(name|value))?)?$/;

function tag(nodes: readonly Node[], steps: readonly string[]): Node | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return undefined;
  const found = nodes.find(({ name }) => name === step);
  return rest.length === 0 ? found : found && tag(found.children, rest);
}

/** What an element of a pool says, by rules written down a second time. */
export function meaningOfElement(add: Node, isExplicit = false): { settings: Meaning; unknown: Meaning } {
  const settings: Record<string, unknown> = {};
  const unknown: [string, string][] = [];
  for (const [path, text] of flatten(add, "")) {
    const attribute = findAttribute(path);
    if (path === "name" || containers.includes(path)) continue;
    const [, list, kind, name] = inCollection.exec(path) ?? [];
    const isMisplaced =
      (list === schedule || kind === "remove") && name !== undefined && (list === schedule) !== (name === "value");
    if (list !== undefined && !isMisplaced && !(kind === "clear" && name !== undefined)) continue;
    if (attribute?.codec.shape === "scalar") settings[path] = parseText(attribute, text);
    else unknown.push([path, text]);
  }
  for (const path of [schedule, "environmentVariables"]) {
    const node = tag(add.children, path.split("."));
    if (node === undefined || (isExplicit && node.children.length === 0)) continue;
    const entries = node.children.filter(({ name }) => name === "add").map(({ attributes }) => new Map(attributes));
    settings[path] =
      path === schedule
        ? timesOfDay.fromItems!(entries.map((entry) => entry.get("value") ?? "?"))
        : Object.fromEntries(entries.map((entry) => [entry.get("name") ?? "?", entry.get("value") ?? "?"]));
  }
  return { settings, unknown: Object.fromEntries(unknown) };
}

const states = ["Starting", "Started", "Stopping", "Stopped", "Unknown"];

/** What the root elements of a list of pools say; undefined where they are no such list. */
export function saidOfPools(roots: readonly Node[]): Meaning | undefined {
  const isEnvelope = roots.length === 1 && roots[0]?.name === "appcmd";
  const items = isEnvelope ? (roots[0]?.children ?? []) : roots;
  const said: [string, unknown][] = [];
  for (const item of items) {
    if (item.name !== (isEnvelope ? "APPPOOL" : "add")) return undefined;
    const add = isEnvelope ? item.children[0] : item;
    const attributes = new Map(item.attributes);
    const name = attributes.get(isEnvelope ? "APPPOOL.NAME" : "name");
    if (add?.name !== "add" || name === undefined) return undefined;
    const { settings, unknown } = meaningOfElement(add);
    const state = attributes.get("state") ?? "";
    const isKnown = isEnvelope && states.includes(state);
    said.push([`${name}:state`, isKnown ? state : "Unknown"], ...prefixed(`${name}:`, settings));
    said.push(...prefixed(`${name}:?`, unknown));
    if (!isEnvelope) continue;
    for (const [key, value] of attributes) {
      const isUsual = ["APPPOOL.NAME", "PipelineMode", "RuntimeVersion"].includes(key) || (key === "state" && isKnown);
      if (!isUsual) said.push([`${name}:?APPPOOL.${key}`, value]);
    }
  }
  return Object.fromEntries(said);
}

/** What the root elements of a section say; undefined where they are none. */
export function saidOfSection(roots: readonly Node[]): Meaning | undefined {
  const section = roots[0]?.name === "appcmd" ? roots[0].children[0]?.children[0] : roots[0]?.children[0];
  if (section === undefined) return undefined;
  const said: [string, unknown][] = [];
  const rest: Node = {
    ...section,
    children: section.children.filter(({ name }) => !["add", "applicationPoolDefaults"].includes(name)),
  };
  if (rest.children.length + rest.attributes.length > 0)
    said.push(...prefixed("?", Object.fromEntries(flatten(rest, ""))));
  for (const child of section.children) {
    const { settings, unknown } = meaningOfElement(child, true);
    const name = new Map(child.attributes).get("name") ?? "?";
    if (child.name === "add")
      said.push([`${name.toLowerCase()}:`, ""], ...prefixed(`${name.toLowerCase()}:`, settings));
    else if (child.name === "applicationPoolDefaults") said.push(...prefixed("defaults:", settings));
    else continue;
    said.push(...prefixed(child.name === "add" ? `?[name='${name}'].` : "?applicationPoolDefaults.", unknown));
  }
  return Object.fromEntries(said);
}
