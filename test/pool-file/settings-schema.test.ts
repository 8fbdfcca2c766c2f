import * as z from "zod";
import { jsonSchemaOf } from "../../provider/input/json-schema";
import { settingsObject, settingsShape } from "../../provider/pool-file/schema/settings";

/** Settings of which cpu.limit is this constant. */
const limitedTo = (limit: number) => settingsShape({ "cpu.limit": z.literal(limit) });

test("what takes the place of a setting is each object's own", () => {
  const [one, two] = [limitedTo(1), limitedTo(2)].map((settings) => settingsObject({}, settings));
  expect(one?.safeParse({ cpu: { limit: 1 } }).success).toBe(true);
  expect(two?.safeParse({ cpu: { limit: 2 } }).success).toBe(true);
  expect(two?.safeParse({ cpu: { limit: 1 } }).success).toBe(false);
});

test("settings like those of another object are the same definitions but for what is replaced", () => {
  const plain = settingsShape({});
  const other = settingsShape({ "cpu.limit": z.literal(1) }, plain, "other.");
  expect(Object.keys(other)).toEqual(Object.keys(plain));
  const both = z.object({ plain: settingsObject({}, plain), other: settingsObject({}, other) });
  const definitions = Object.keys(jsonSchemaOf(both)["definitions"] ?? {});
  expect(definitions.filter((name) => name.endsWith("cpu"))).toEqual(["cpu", "other.cpu"]);
  expect(definitions.filter((name) => name.endsWith("failure"))).toEqual(["failure"]);
});
