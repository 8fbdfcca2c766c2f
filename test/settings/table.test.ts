import { appPoolAttributes, attributeOf, findAttribute } from "../../provider/settings/app-pool-attributes";
import { parseText, parseValue } from "../../provider/settings/codecs/codecs";
import { timeSpan } from "../../provider/settings/codecs/time-span";
import { isAtLeast } from "../../provider/settings/iis-version";
import { settingGroups } from "../../provider/settings/groups";
import { groupPaths } from "../../provider/settings/paths";

test("every path stands in the table once, the name first", () => {
  const paths = appPoolAttributes.map(({ path }) => path);
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
  expect(paths[0]).toBe("name");
});

test.each(appPoolAttributes)("$path says in one sentence what it does and where the vendor says so", (attribute) => {
  expect(attribute.doc).toMatch(/^[A-Z].*[^.]\.$/);
  expect(attribute.link).toMatch(/^https:\/\/learn\.microsoft\.com\/en-us\/iis\/configuration\/.*\/add\//);
});

test.each(appPoolAttributes)("$path takes its own defaults and examples", (attribute) => {
  for (const [, text] of attribute.defaults) {
    const value = attribute.codec.shape === "map" ? {} : parseText(attribute, text);
    expect(parseValue(attribute, value)).toEqual(value);
  }
  for (const example of attribute.examples ?? []) expect(() => parseValue(attribute, example)).not.toThrow();
});

test.each(appPoolAttributes)("$path has no fact older than itself", ({ since, defaults, ranges = [], values = [] }) => {
  expect(defaults[0]?.[0]).toBe(since);
  for (const [version] of [...defaults, ...ranges.slice(1)]) expect(isAtLeast(version, since)).toBe(true);
  for (const value of values) expect(isAtLeast(value.since ?? since, since)).toBe(true);
});

test("every group of the table is described, outer groups first", () => {
  expect(settingGroups.map(({ path }) => path)).toEqual(["", ...groupPaths]);
});

test("only the password is a secret", () => {
  expect(appPoolAttributes.filter(({ secret }) => secret).map(({ path }) => path)).toEqual(["processModel.password"]);
});

test("an attribute is found by its path in IIS's own letter case only", () => {
  expect(findAttribute("processModel.idleTimeout")?.codec).toBe(timeSpan);
  expect(findAttribute("processmodel.idletimeout")).toBeUndefined();
  expect(findAttribute("processModel")).toBeUndefined();
  expect(() => attributeOf("processModel.idelTimeout")).toThrow("processModel.idelTimeout");
});
