import type { EditTarget } from "../appcmd/edit";
import { showGiven } from "../input/describe-given";
import type { RuleFault } from "../input/rule";
import { describeWrong } from "../input/wording";
import { hostNameKey, poolKey } from "../name-keys";
import { targetName } from "./desired";
import type { SavedChange, SavedHost } from "./saved-plan";

/** A pool is either deleted or declared, and the declared target is the one that is changed. */
export function inconsistencies({ reason, change, desired }: SavedChange): RuleFault[] {
  const isDeletion = change.kind === "delete";
  if (isDeletion !== (reason !== "declared")) {
    const fitting = isDeletion ? "absent or pruned" : "declared";
    const message = describeWrong(`${fitting} for a change of kind ${change.kind}`, reason, showGiven);
    return [{ keys: ["reason"], message }];
  }
  if (isDeletion)
    return desired === undefined ? [] : [{ keys: ["desired"], message: "must be left out of a deletion" }];
  if (desired === undefined) return [{ keys: ["desired"], message: "is required, as the pool is not deleted" }];
  return targetKey(desired.target) === targetKey(change.target)
    ? []
    : [{ keys: ["desired", "target"], message: "must be the target of the change" }];
}

/** Two changes of one pool would hide each other. */
export function changedTwice({ changes }: Pick<SavedHost, "changes">): RuleFault[] {
  return repeated(changes.map(({ change }) => targetKey(change.target))).map((at) => ({
    keys: ["changes", at, "change", "target"],
    message: "is changed twice",
  }));
}

/** Of two hosts with one name, one would get the changes of the other. */
export function hostTwice({ hosts }: { readonly hosts: readonly Pick<SavedHost, "name">[] }): RuleFault[] {
  return repeated(hosts.map(({ name }) => hostNameKey(name))).map((at) => ({
    keys: ["hosts", at, "name"],
    message: "is the name of another host too; letter case does not count",
  }));
}

/** The positions of keys that are in the list already. */
function repeated(keys: readonly string[]): number[] {
  const first = new Map<string, number>();
  return keys.flatMap((key, at) => {
    if (first.has(key)) return [at];
    first.set(key, at);
    return [];
  });
}

/** Tells the defaults from a pool with their name. */
function targetKey(target: EditTarget): string {
  return `${typeof target} ${poolKey(targetName(target))}`;
}
