import type { EditTarget } from "../appcmd/edit";
import type { PoolState } from "../appcmd/listed-pool";
import type { PoolPlace } from "../appcmd/pool-place";
import type { Fault } from "../errors";
import { ownValue } from "../record";
import { findAttribute } from "../schema/app-pool-attributes";
import type { SettingValue } from "../schema/setting-value";
import { Secret } from "../secret";
import { asShown, type PoolChange, type SettingChange, type StateChange } from "./change";
import type { Desired } from "./desired";

/** Plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The key under which the name of an environment variable stands in place of a secret. */
const envKey = "$env";

const poolStates: readonly PoolState[] = ["Starting", "Started", "Stopping", "Stopped", "Unknown"];

/** What stands in the file for a secret: the name of its variable. @throws where there is none */
export type NameSecret = (path: string) => string;

/**
 * A change for the file. What a secret is on the host is left out, and variables are as they are shown: what they are to
 * hold stands in the desired side.
 *
 * @param isKept whether a pool that takes the place of another one has the setting from there: such a secret is left out
 */
export function encodeChange(change: PoolChange, nameSecret: NameSecret, isKept: (path: string) => boolean): Json {
  if (change.kind === "delete") return { kind: change.kind, target: change.target };
  const written = change.settings.filter(({ path, to }) => !(to instanceof Secret && to.isSet) || !isKept(path));
  const settings = written.map(asShown).map(({ path, from, to }) => ({
    path,
    ...(from !== undefined && !(from instanceof Secret) && { from: from }),
    ...(to !== undefined && { to: encodeValue(path, to, nameSecret) }),
  }));
  const { kind, target, state } = change;
  const turned = state && { state: { ...(state.from && { from: state.from }), to: state.to } };
  if (change.kind !== "rename") return { kind, target, settings, ...turned };
  const { from, isNew, moves, deletes } = change;
  return { kind, target, from, isNew, settings, ...turned, moves: moves.map((place) => ({ ...place })), deletes };
}

/** A desired side for the file. */
export function encodeDesired(desired: Desired, nameSecret: NameSecret): Json {
  const { target, settings, inherit, state, renamedFrom, checkPasswords } = desired;
  const values = Object.entries(settings).map(([path, value]) => [path, encodeValue(path, value, nameSecret)] as const);
  return {
    ...{ target, settings: Object.fromEntries(values), inherit, ...(state && { state }) },
    ...(renamedFrom !== undefined && { renamedFrom }),
    ...(checkPasswords === true && { checkPasswords }),
  };
}

/** An empty secret is none, and takes the place of one that is to go. */
function encodeValue(path: string, value: SettingValue, nameSecret: NameSecret): Json {
  if (!(value instanceof Secret)) return value;
  return value.isSet ? { [envKey]: nameSecret(path) } : "";
}

/** Reads parts of a plan file, each fault kept with its path. */
export class PlanReader {
  readonly faults: Fault[] = [];

  constructor(private readonly env: Readonly<Record<string, string | undefined>>) {}

  fault(path: string, message: string): undefined {
    this.faults.push({ path, message });
    return undefined;
  }

  /**
   * The entries of an object; none, and a fault, for anything else and for unknown keys.
   *
   * @param keys the known ones; left out: any
   */
  object(input: unknown, path: string, keys?: readonly string[]): Readonly<Record<string, unknown>> {
    if (typeof input !== "object" || input === null || Array.isArray(input)) {
      this.fault(path, "is no object");
      return {};
    }
    for (const key of keys === undefined ? [] : Object.keys(input)) {
      if (keys?.includes(key) === false) this.fault(`${path}.${key}`, "is not known");
    }
    return input as Record<string, unknown>;
  }

  list(input: unknown, path: string): readonly unknown[] {
    if (Array.isArray(input)) return input;
    this.fault(path, "is no list");
    return [];
  }

  text(input: unknown, path: string): string {
    if (typeof input === "string" && input !== "") return input;
    this.fault(path, "is no text");
    return "";
  }

  oneOf<T extends string>(input: unknown, path: string, known: readonly T[]): T {
    const found = known.find((name) => name === input);
    if (found === undefined) this.fault(path, `is none of ${known.join(", ")}`);
    return found ?? (known[0] as T);
  }

  target(input: unknown, path: string): EditTarget {
    if (input === "applicationPoolDefaults") return input;
    return this.pool(input, path);
  }

  change(input: unknown, path: string): PoolChange {
    const own = ["kind", "target", "settings", "state", "from", "isNew", "moves", "deletes"];
    const { kind: kindOf, target, settings, state, ...rest } = this.object(input, path, own);
    const kind = this.oneOf(kindOf, `${path}.kind`, ["create", "update", "rename", "delete"]);
    if (kind === "delete") return { kind, target: this.pool(target, `${path}.target`) };
    const changes = this.list(settings, `${path}.settings`).map((one, index) =>
      this.setting(one, `${path}.settings[${index}]`),
    );
    const common = {
      settings: changes,
      ...(state !== undefined && { state: this.state(state, `${path}.state`) }),
    };
    if (kind !== "rename") return { kind, target: this.target(target, `${path}.target`), ...common };
    const { from, isNew, moves, deletes } = rest;
    return {
      ...{ kind, target: this.pool(target, `${path}.target`), ...common },
      ...{ from: this.text(from, `${path}.from`), isNew: isNew === true, deletes: deletes === true },
      moves: this.list(moves, `${path}.moves`).map((one, index) => this.place(one, `${path}.moves[${index}]`)),
    };
  }

  private place(input: unknown, path: string): PoolPlace {
    const { site, application } = this.object(input, path, ["site", "application"]);
    return {
      ...(site !== undefined && { site: this.text(site, `${path}.site`) }),
      ...(application !== undefined && { application: this.text(application, `${path}.application`) }),
    };
  }

  desired(input: unknown, path: string): Desired {
    const own = ["target", "settings", "inherit", "state", "renamedFrom", "checkPasswords"];
    const found = this.object(input, path, own);
    const entries = Object.entries(this.object(found["settings"], `${path}.settings`));
    const values = entries.map(([key, value]) => [key, this.value(value, key, `${path}.settings.${key}`)] as const);
    return {
      target: this.target(found["target"], `${path}.target`),
      settings: Object.fromEntries(values),
      inherit: this.list(found["inherit"], `${path}.inherit`).map((one, index) =>
        this.settingPath(one, `${path}.inherit[${index}]`),
      ),
      ...(found["state"] !== undefined && {
        state: this.oneOf(found["state"], `${path}.state`, ["Started", "Stopped"] as const),
      }),
      ...(found["renamedFrom"] !== undefined && {
        renamedFrom: this.text(found["renamedFrom"], `${path}.renamedFrom`),
      }),
      ...(found["checkPasswords"] === true && { checkPasswords: true }),
    };
  }

  private pool(input: unknown, path: string): { pool: string } {
    return { pool: this.text(this.object(input, path, ["pool"])["pool"], `${path}.pool`) };
  }

  private setting(input: unknown, at: string): SettingChange {
    const { path: pathOf, from, to } = this.object(input, at, ["path", "from", "to"]);
    const path = this.settingPath(pathOf, `${at}.path`);
    return {
      path,
      from: from === undefined ? undefined : this.value(from, path, `${at}.from`),
      to: to === undefined ? undefined : this.value(to, path, `${at}.to`),
    };
  }

  private state(input: unknown, path: string): StateChange {
    const { from, to } = this.object(input, path, ["from", "to"]);
    return {
      from: from === undefined ? undefined : this.oneOf(from, `${path}.from`, poolStates),
      to: this.oneOf(to, `${path}.to`, ["Started", "Stopped"]),
    };
  }

  private settingPath(input: unknown, at: string): string {
    const path = this.text(input, at);
    if (path !== "" && findAttribute(path) === undefined) this.fault(at, `"${path}" is no setting of a pool`);
    return path;
  }

  /** A value of the attribute's shape; live values may be older than the rules, so their range is not looked at. */
  private value(input: unknown, path: string, at: string): SettingValue {
    const attribute = findAttribute(path);
    if (attribute === undefined) this.fault(at, `"${path}" is no setting of a pool`);
    else if (attribute.secret === true) return this.secret(input, at);
    else if (attribute.kind === "map" ? isMap(input) : isPlain(input)) return input as SettingValue;
    else this.fault(at, "is no value of that setting");
    return "";
  }

  private secret(input: unknown, at: string): Secret {
    if (input === "") return new Secret("");
    if (typeof input === "string") this.fault(at, `must be { "${envKey}": NAME }, the variable that holds it`);
    const name =
      typeof input === "string" ? "" : this.text(this.object(input, at, [envKey])[envKey], `${at}.${envKey}`);
    const text = ownValue(this.env, name) ?? "";
    if (name !== "" && text === "") this.fault(at, `the environment variable ${name} is not set`);
    return new Secret(text);
  }
}

function isPlain(input: unknown): boolean {
  if (Array.isArray(input)) return input.every((item) => typeof item === "string");
  return ["string", "number", "boolean"].includes(typeof input);
}

function isMap(input: unknown): boolean {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return false;
  return Object.values(input).every((text) => typeof text === "string");
}
