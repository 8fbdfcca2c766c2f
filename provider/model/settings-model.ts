import * as zod from "zod";
import { attributeOf } from "../schema/app-pool-attributes";
import type { Attribute } from "../schema/attribute";
import { type AttributeValue, parseValue, ValueError, type ValueProblem } from "../schema/codecs";
import { groupPaths, keysOf } from "../schema/settings-paths";
import { poolNameProblem } from "./pool-name";

type Read<T> = (input: unknown) => T;

/**
 * The zod model of one pool's input, built from the attribute table: strict groups whose leaves turn the user's input
 * into canonical values. `defaults`: applicationPoolDefaults, which have neither name nor state.
 */
export function settingsModel(kind: "pool" | "defaults"): zod.ZodType<Record<string, unknown>> {
  const refused = leaf(() => {
    throw new ValueError("applicationPoolDefaults have none; leave it out");
  });
  const own = kind === "pool" ? { name: leaf(readName), state: leaf(readState) } : { name: refused, state: refused };
  return zod.strictObject({ ...own, ...shapeOf("") });
}

function shapeOf(group: string): zod.ZodRawShape {
  return Object.fromEntries(
    keysOf(group).map((key) => {
      const path = group === "" ? key : `${group}.${key}`;
      return [key, groupPaths.includes(path) ? zod.strictObject(shapeOf(path)).optional() : setting(attributeOf(path))];
    }),
  );
}

function setting(attribute: Attribute): zod.ZodType {
  return leaf<AttributeValue>((input) => parseValue(attribute, input));
}

/** A schema that takes `undefined` as left out and reports every problem of a {@link ValueError} as an issue of its own. */
function leaf<T>(read: Read<T>): zod.ZodType {
  const model = zod.unknown().transform((input, context) => {
    try {
      return read(input);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      for (const problem of error.problems) context.addIssue(issueOf(problem));
      return zod.NEVER;
    }
  });
  return model.optional();
}

function issueOf({ subpath, message }: ValueProblem): { code: "custom"; message: string; params: { subpath: string } } {
  return { code: "custom", message, params: { subpath } };
}

function readName(input: unknown): string {
  const problem = poolNameProblem(input);
  if (problem !== undefined) throw new ValueError(problem);
  return String(input);
}

function readState(input: unknown): "Started" | "Stopped" {
  const wanted = typeof input === "string" ? input.trim().toLowerCase() : "";
  if (wanted === "started") return "Started";
  if (wanted === "stopped") return "Stopped";
  throw new ValueError("expected Started or Stopped");
}
