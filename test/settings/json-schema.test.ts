import Ajv from "ajv";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import { appPoolJsonSchema } from "../../provider/pool-file/schema/pool-file";
import { nestSettings } from "../../provider/settings/paths";

// Format and strictness of ajv: an unknown keyword or an impossible type is an error of the schema.
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(appPoolJsonSchema());

test.each(settingAttributes.flatMap(({ path, examples = [] }) => examples.map((example) => [path, example])))(
  "%s takes its example %j",
  (path, example) => {
    expect(validate(nestSettings({ [path as string]: example }))).toBe(true);
  },
);

test.each([
  ["processModel.idleTimeout", "20m"],
  ["processModel.idleTimeout", "1d5h"],
  ["processModel.idleTimeout", "23:59"],
  ["processModel.idleTimeout", "29:00:00"],
  ["processModel.idleTimeout", "1.05:00:00"],
  ["processModel.idleTimeout", 0],
  ["recycling.periodicRestart.memory", "512 MB"],
  ["recycling.periodicRestart.schedule", ["3:00", "23:59:00"]],
  ["recycling.periodicRestart.schedule", "03:00"],
  ["environmentVariables", {}],
])("%s takes %j", (path, value) => {
  expect(validate(nestSettings({ [path]: value }))).toBe(true);
});

test.each([
  ["queueLength", 9],
  ["queueLength", 65_536],
  ["queueLength", 1000.5],
  ["queueLength", "many"],
  ["autoStart", "yes"],
  ["managedPipelineMode", "ISAPI"],
  ["managedRuntimeVersion", "a\nb"],
  ["processModel.idleTimeout", 20],
  ["processModel.idleTimeout", "20"],
  ["processModel.idleTimeout", ""],
  ["processModel.idleTimeout", "d"],
  ["processModel.idleTimeout", "00:60:00"],
  ["processModel.idleTimeout", "24:00"],
  ["recycling.periodicRestart.memory", "1GiB"],
  ["recycling.periodicRestart.memory", 4_294_967_296],
  ["recycling.periodicRestart.schedule", ["24:00"]],
  ["recycling.periodicRestart.schedule", ["03:00:30"]],
  ["recycling.logEventOnRecycle", ["Nope"]],
  ["cpu.limit", "half"],
  ["environmentVariables", { A: "" }],
  ["environmentVariables", { "": "x" }],
  ["environmentVariables", { "A=B": "x" }],
])("%s refuses %j", (path, value) => {
  expect(validate(nestSettings({ [path]: value }))).toBe(false);
});

test.each([
  [{ name: "Shop" }],
  [{ quueLength: 1 }],
  [{ processModel: { idelTimeout: "20m" } }],
  [{ processModel: "x" }],
])("%j is no pool's settings", (input) => {
  expect(validate(input)).toBe(false);
});

test("every property says what it does, its default and where to read on", () => {
  const { properties, definitions } = appPoolJsonSchema() as Record<string, Record<string, { description: string }>>;
  for (const key of Object.keys(properties!)) expect(definitions).toHaveProperty(key);
  for (const { description } of Object.values(definitions!))
    expect(description).toContain("https://learn.microsoft.com");
  expect(definitions!["queueLength"]?.description).toContain("Range: 10 to 65535. Default of IIS: 1000.");
});
