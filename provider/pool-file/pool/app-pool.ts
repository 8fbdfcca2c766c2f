import type { Fault } from "../../errors";
import type { InputFault } from "../../input/faults-of";
import { readValid } from "../../input/read-input";
import type { AttributeValue } from "../../settings/codecs/codecs";
import { flattenSettings } from "../../settings/paths";
import { contradictions, crossChecks, impliedSettings, type Known } from "./cross-checks";
import type { Declared } from "./declared";
import { inputsBeside, type resourceInputs } from "../schema/pool";
import { isOpen } from "./read-declared";

/** What an input declares of a pool: the part of {@link Declared} that is independent of pool files. */
export type DeclaredValues = Partial<Pick<Declared, "name">> & Pick<Declared, "state" | "multiInstance" | "settings">;

/** Options for reading an input. */
export interface CheckOptions {
  readonly kind: "pool" | "defaults";
  /** False if the pool's name is elsewhere: `name` is then a fault. */
  readonly isNamed?: boolean;
  /** Other keys that the caller reads itself: ignored here, and suggested by "did you mean". */
  readonly otherKeys?: readonly string[];
  /**
   * Returns true if the value at that path, a setting or a group, is not known yet; such paths are absent from the
   * input.
   */
  readonly isUnknown?: (path: string) => boolean;
}

/**
 * Reads the input of one pool, or of applicationPoolDefaults. All faults are found at once; with faults, `pool` has the
 * valid part and must not be applied.
 */
export function checkPool(
  input: unknown,
  options: CheckOptions,
): { readonly pool: DeclaredValues; readonly faults: readonly Fault[] } {
  const read = readPool(input, inputsBeside(options));
  const { settings, faults } = completePool(read.pool, openOf(read.faults), options.isUnknown);
  return {
    pool: { ...read.pool, settings },
    faults: [...read.faults.map(({ path, message }) => ({ path, message })), ...faults],
  };
}

/** The first half of {@link checkPool}: each value on its own. @param schema the schema of {@link resourceInputs} */
export function readPool(
  input: unknown,
  schema: ReturnType<typeof resourceInputs>,
): { readonly pool: DeclaredValues; readonly faults: readonly InputFault[] } {
  const { value = {}, faults } = readValid(schema, input);
  const { name, state, multiInstance } = value as Omit<DeclaredValues, "settings">;
  return {
    pool: {
      ...(name !== undefined && { name }),
      ...(state !== undefined && { state }),
      ...(multiInstance !== undefined && { multiInstance }),
      settings: flattenSettings(value) as Record<string, AttributeValue>,
    },
    faults,
  };
}

/** The paths with faults, for {@link completePool}. */
export function openOf(faults: readonly InputFault[]): readonly string[] {
  return faults.map(({ keys }) => keys.join("."));
}

/**
 * The second half of {@link checkPool}: the settings that `multiInstance` implies, and the rules over several settings.
 *
 * @param open the paths that are not known, because they have a fault; rules ignore them
 */
export function completePool(
  { settings, multiInstance }: Pick<Declared, "settings" | "multiInstance">,
  open: readonly string[],
  isUnknown: (path: string) => boolean = () => false,
): { readonly settings: Declared["settings"]; readonly faults: readonly Fault[] } {
  const known = (path: string): Known => {
    const value = settings[path];
    if (value !== undefined) return { kind: "value", value };
    const parts = path.split(".");
    const isAny = parts.some((_, index) => isUnknown(parts.slice(0, index + 1).join(".")));
    return { kind: isAny || isOpen(path, open) ? "unknown" : "absent" };
  };
  const faults = [...crossChecks(known), ...contradictions(multiInstance, known)];
  const implied = Object.entries(impliedSettings(multiInstance)).filter(([path]) => known(path).kind === "absent");
  return { settings: implied.length === 0 ? settings : { ...settings, ...Object.fromEntries(implied) }, faults };
}
