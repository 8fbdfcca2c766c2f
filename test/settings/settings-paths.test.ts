import fc from "fast-check";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import { flattenSettings, keysOf, nestSettings } from "../../provider/settings/paths";
import { anyValue } from "./values";

test("nested settings become paths, lists and maps being leaves", () => {
  const nested = {
    queueLength: 5000,
    recycling: { periodicRestart: { schedule: ["03:00"] }, logEventOnRecycle: [] },
    environmentVariables: { A: "1" },
  };
  expect(flattenSettings(nested)).toEqual({
    queueLength: 5000,
    "recycling.periodicRestart.schedule": ["03:00"],
    "recycling.logEventOnRecycle": [],
    environmentVariables: { A: "1" },
  });
});

test.each([
  ["a key that is no setting", { nope: 1, processModel: { nope: 1 } }],
  ["the name", { name: "Shop" }],
  ["an undefined value", { queueLength: undefined, processModel: undefined }],
  ["a group that is none", { processModel: "x", recycling: null, cpu: [] }],
  ["what every object inherits", Object.create({ queueLength: 5 }) as Record<string, unknown>],
])("%s stays out", (_, nested) => {
  expect(flattenSettings(nested)).toEqual({});
});

test("nesting leaves out names, undefined values and unknown paths", () => {
  expect(nestSettings({ name: "Shop", queueLength: undefined, "a.b": 1, "cpu.limit": 5 })).toEqual({
    cpu: { limit: 5 },
  });
});

test("nesting and flattening undo each other", () => {
  const flat = fc.record(
    Object.fromEntries(settingAttributes.map((attribute) => [attribute.path, anyValue(attribute)])),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(flat, (settings) => {
      expect(flattenSettings(nestSettings(settings))).toEqual({ ...settings });
    }),
  );
});

test("the keys of a group stand in the schema's order, groups among them", () => {
  expect(keysOf("recycling")).toEqual([
    "disallowOverlappingRotation",
    "disallowRotationOnConfigChange",
    "logEventOnRecycle",
    "periodicRestart",
  ]);
  expect(keysOf("").slice(-5)).toEqual(["processModel", "recycling", "failure", "cpu", "environmentVariables"]);
});
