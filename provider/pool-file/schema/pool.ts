import * as z from "zod";
import type { JsonSchema } from "../../input/json-schema";
import { bool, list, mustBe, oneOf, optional, text } from "../../input/members";
import { object } from "../../input/object";
import { describeOther, showGiven } from "../../input/wording";
import { lazily } from "../../lazily";
import { ValueError } from "../../settings/codecs/codecs";
import { anyCase, either, trimmed } from "../../settings/codecs/patterns";
import { groupAt } from "../../settings/groups";
import { multiInstanceKey } from "../pool/cross-checks";
import { poolName } from "./names";
import { probeMember } from "./probe";
import { type SettingsShape, settingsObject, settingsShape } from "./settings";
import { listSchedule, schedule, schedulePath } from "./stagger";
import { valueMember } from "./value-member";

/** The key of `defaults` for the pools under which it is merged. */
export const scopeKey = "scope";

const ownScope = "file";
/** The value of {@link scopeKey} for the pools of included files too. */
export const includedScope = "included";

// Schemas are created at their first use, because a plugin starts without them.

const settings = lazily(() => settingsShape({ [schedulePath]: listSchedule() }));

/** The settings of pool files, whose schedule may be a stagger. */
const staggered = lazily(() => settingsShape({ [schedulePath]: schedule() }, settings(), "staggered."));

/** The keys of a pool of a pool file besides its settings. */
export const poolOwn = lazily(() =>
  object({
    state: optional(poolState({ canBeAbsent: true })),
    ...common(),
    hosts: optional(names("The hosts and groups of the pool.", "all hosts of the file")),
    renamedFrom: optional(poolName()).meta({
      description:
        "The pool's old name. While that pool exists, apply creates this one with its settings, moves its applications and deletes it.",
    }),
  }),
);

/** The members of a pool of a pool file. */
export const pool = lazily(() => {
  const description = "An application pool; omitted settings are not managed.";
  return settingsObject(poolOwn().shape, staggered(), hasName).meta({ id: "pool", description });
});

/** A pool of a pool file that apply deletes. */
export const absentPool = lazily(() => {
  const own = {
    state: valueMember(() => undefined, anyCaseOf(["absent"])),
    hosts: optional(names("The hosts and groups where the pool is deleted.", "all hosts of the file")),
  };
  const unknownKey = (): string => "state: absent deletes the pool; remove its settings";
  return object(own, { unknownKey }).meta({ id: "absentPool", description: "An application pool that is deleted." });
});

/** Settings that are merged over those of pools, in an override. */
export const poolPart = lazily(() => settingsObject(partOwn(), staggered(), hasName).meta({ id: "poolPart" }));

/** A file's `defaults`. */
export const poolDefaults = lazily(() => {
  const own = poolDefaultsOwn().shape;
  return settingsObject({ ...own, ...partOwn() }, staggered(), hasName).meta({ id: "poolDefaults" });
});

/** The keys of `defaults` that a pool does not have. */
export const poolDefaultsOwn = lazily(() =>
  object({
    [scopeKey]: optional(oneOf([ownScope, includedScope], { show: showGiven })).meta({
      description: "The pools under which `defaults` is merged, with its `stagger`.",
      valueDocs: {
        [ownScope]: "The pools of this file.",
        [includedScope]: "Also the pools of the files that it includes, directly or through other files.",
      },
      defaultsTo: ownScope,
    }),
  }),
);

/** The server's `<applicationPoolDefaults>`: settings only. */
export const serverDefaults = lazily(() => settingsObject({}, settings(), onlyForPools).meta({ id: "serverDefaults" }));

/** The settings of a pool alone, for other tools. */
export const appPoolSettings = lazily(() => {
  const { doc, link } = groupAt("");
  return settingsObject({}, settings()).meta({ description: `${doc} ${link}` });
});

/**
 * The schema of a resource's inputs. Each call creates a new one, so callers that read many inputs keep it. @param own
 * the other members besides the settings
 */
export function resourceInputs(kind: "pool" | "defaults", own: SettingsShape): z.ZodObject {
  return settingsObject(own, settings(), kind === "defaults" ? onlyForPools : hasName);
}

/** A pool in a list: its name, its state and its settings. @param own the other members */
export function listedPoolInputs(own: SettingsShape): z.ZodObject {
  return resourceInputs("pool", { name: poolName(), state: optional(poolState()), ...multiInstance(), ...own });
}

const made = new Map<string, z.ZodObject>();

/** What is declared of a pool, or of the defaults. Keys that the caller reads itself are ignored. */
export function inputsBeside({
  kind,
  isNamed = true,
  otherKeys = [],
}: {
  readonly kind: "pool" | "defaults";
  readonly isNamed?: boolean;
  readonly otherKeys?: readonly string[];
}): z.ZodObject {
  const question = JSON.stringify([kind, isNamed, otherKeys]);
  const others = Object.fromEntries(otherKeys.map((key) => [key, optional(z.unknown())]));
  const name = isNamed ? { name: optional(poolName()) } : {};
  const ofPool = kind === "pool" ? { ...name, state: optional(poolState()), ...multiInstance() } : {};
  const schema = made.get(question) ?? resourceInputs(kind, { ...ofPool, ...others });
  made.set(question, schema);
  return schema;
}

/** Names of hosts and groups: one, or several. @param defaultsTo the default, in words */
export function names(description: string, defaultsTo?: string): z.ZodType<string | string[]> {
  const name = text("the name of a host");
  const several = list(name, "a list of names").min(1, { error: "names no host" });
  const error = mustBe("the name of a host, or a list of names");
  return z.union([name, several], { error }).meta({ description, ...(defaultsTo !== undefined && { defaultsTo }) });
}

const hasName = { name: "is already given above; remove it" };
const none = "is not available for applicationPoolDefaults; remove it";
const onlyForPools = { name: none, state: none, [multiInstanceKey]: none };

const states = ["Started", "Stopped"] as const;
type State = (typeof states)[number];

/**
 * Whether a pool runs; letter case is ignored. @param canBeAbsent whether another schema of the same place reads
 * `absent`
 */
export function poolState({ canBeAbsent = false } = {}): z.ZodType<State, State> {
  const read = (input: unknown): State => {
    const given = typeof input === "string" ? input.trim().toLowerCase() : "";
    const found = states.find((name) => name.toLowerCase() === given);
    if (found !== undefined) return found;
    throw new ValueError(describeOther([...states, ...(canBeAbsent ? ["absent"] : [])], input, showGiven));
  };
  const others = canBeAbsent ? " `absent` deletes the pool." : "";
  const description = `Whether the pool runs; it implies the matching autoStart.${others}`;
  // Several spellings are read; the types of programs have one.
  return valueMember(read, { ...anyCaseOf(states), description, defaultsTo: "not managed" }) as z.ZodType<State, State>;
}

/** The JSON Schema of names in any letter case, with blanks around them; an editor offers the exact names. */
function anyCaseOf(names: readonly string[]): JsonSchema {
  return { anyOf: [{ enum: names }, { type: "string", pattern: trimmed(either(names.map(anyCase))) }] };
}

function partOwn(): SettingsShape {
  return { state: optional(poolState()), ...common() };
}

function common(): SettingsShape {
  return { ...multiInstance(), probe: optional(probeMember()) };
}

function multiInstance(): SettingsShape {
  const description =
    "Whether the applications can run in two worker processes at once. `false` sets `recycling.disallowOverlappingRotation: true` and `processModel.maxProcesses: 1`; `true` declares nothing.";
  return { [multiInstanceKey]: optional(bool().meta({ description })) };
}
