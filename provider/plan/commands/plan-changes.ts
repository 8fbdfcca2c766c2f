import { type Argument, describePlace } from "../../appcmd/argument";
import {
  addElement,
  addPool,
  type EditTarget,
  emptyCollection,
  removeElement,
  removePool,
  setAttribute,
  setElement,
  setPool,
  settingPath,
} from "../../appcmd/edit";
import { variableKey } from "../../names";
import { Secret } from "../../secret";
import { attributeOf } from "../../settings/app-pool-attributes";
import { formatText } from "../../settings/codecs/codecs";
import { identityPaths } from "../../settings/key-path";
import { asList, asMap, describeSetting, type Texts } from "../../settings/value";
import { hidden, type PoolChange, type Renaming, type SettingChange } from "../change/change";
import { targetName } from "../change/desired";

/** Arguments for one change, which must stay together. Several operations share a command, and so a commit. */
export interface Operation {
  /** `set sites` is `set config` of the section of the sites. */
  readonly verb: "set config" | "clear config" | "set sites";
  readonly target: EditTarget;
  readonly arguments: readonly Argument[];
  /** A description of the change; never a secret. */
  readonly comment: string;
}

/**
 * The operations for the changes, in the order in which appcmd must execute them. `<applicationPoolDefaults>` comes
 * first, so that a pool's value is compared with the new inherited one.
 */
export function planChanges(changes: readonly PoolChange[]): Operation[] {
  const [defaults, pools] = [true, false].map((isDefaults) =>
    changes.filter(({ target }) => (target === "applicationPoolDefaults") === isDefaults),
  );
  return [...(defaults ?? []), ...(pools ?? [])].flatMap((change) => {
    const { target } = change;
    const name = targetName(target);
    if (change.kind === "delete") {
      return [set(target, [removePool(name)], `delete ${name}`)];
    }
    const isNew = change.kind === "create" || (change.kind === "rename" && change.isNew);
    const create = isNew ? [set(target, [addPool(name)], `create ${name}`)] : [];
    const identity = change.settings.filter(({ path }) => identityPaths.includes(path));
    const others = change.settings.filter(({ path }) => !identityPaths.includes(path));
    const settings = [identity, ...others.map((one) => [one])].flatMap((group) => planGroup(target, group));
    return [...create, ...settings, ...(change.kind === "rename" ? planRenaming(change) : [])];
  });
}

/** The operations of a rename besides the settings; {@link stepsOf} separates moves and deletion. */
function planRenaming({ from, target, moves, deletes }: Renaming): Operation[] {
  const move = moves.map((place): Operation => ({
    ...{ verb: "set sites", target, arguments: [setPool(place, target.pool)] },
    comment: `${describePlace(place)}: ${from} -> ${target.pool}`,
  }));
  return [...move, ...(deletes ? [set(target, [removePool(from)], `delete ${from}`)] : [])];
}

/** The operations of settings that belong together: one for those that are set, one for those that are cleared. */
function planGroup(target: EditTarget, group: readonly SettingChange[]): Operation[] {
  const sets = group.filter(({ to }) => to !== undefined);
  const clears = group.filter(({ to }) => to === undefined);
  const comment = (settings: readonly SettingChange[]): string =>
    `${targetName(target)}: ${settings.map(describe).join(", ")}`;
  const operations: Operation[] = [];
  if (sets.length > 0)
    operations.push(
      set(
        target,
        sets.flatMap((one) => editsOf(target, one)),
        comment(sets),
      ),
    );
  if (clears.length > 0) {
    const paths = clears.map(({ path }) => settingPath(target, path));
    operations.push({ verb: "clear config", target, arguments: paths, comment: comment(clears) });
  }
  return operations;
}

function describe({ path, to, isHidden }: SettingChange): string {
  if (to === undefined) return `${path} back to its inherited value`;
  return `${path} = ${isHidden === true ? hidden : describeSetting(path, to)}`;
}

function set(target: EditTarget, edits: readonly Argument[], comment: string): Operation {
  return { verb: "set config", target, arguments: edits, comment };
}

function editsOf(target: EditTarget, { path, from, to, isHidden }: SettingChange): Argument[] {
  if (to === undefined) return [];
  if (to instanceof Secret) return [setAttribute(target, path, to)];
  const attribute = attributeOf(path);
  const { shape } = attribute.codec;
  if (shape === "list") return listEdits(target, path, asList(from), asList(to), isHidden);
  if (shape === "map") return mapEdits(target, path, asMap(from), asMap(to));
  const text = formatText(attribute, to);
  return [setAttribute(target, path, isHidden === true ? new Secret(text) : text)];
}

/**
 * Entries can be added one by one, but an inherited entry cannot be removed (the schema has no `<remove>` there). To
 * remove one, the whole list is emptied and written again, in the same commit.
 */
function listEdits(
  target: EditTarget,
  path: string,
  from: readonly string[],
  to: readonly string[],
  isHidden: boolean | undefined,
): Argument[] {
  const keeps = from.every((item) => to.includes(item));
  const added = keeps ? to.filter((item) => !from.includes(item)) : to;
  const adds = added.map((item) => addElement(target, path, [["value", item]], isHidden));
  return keeps ? adds : [emptyCollection(target, path), ...adds];
}

/**
 * Names ignore letter case. A changed value is set at its entry: if the entry were removed and added again, an inherited
 * one of the same name would be in its place.
 */
function mapEdits(target: EditTarget, path: string, from: Texts, to: Texts): Argument[] {
  const namesIn = (texts: Texts): Map<string, string> =>
    new Map(Object.keys(texts).map((name) => [variableKey(name), name]));
  const [before, after] = [namesIn(from), namesIn(to)];
  const removed = [...before].filter(([key]) => !after.has(key));
  return [
    ...removed.map(([, name]) => removeElement(target, path, [["name", name]])),
    ...Object.entries(to).flatMap(([name, value]) => {
      const present = before.get(variableKey(name));
      if (present === undefined)
        return addElement(target, path, [
          ["name", name],
          ["value", value],
        ]);
      return from[present] === value ? [] : setElement(target, path, ["name", present], ["value", value]);
    }),
  ];
}
