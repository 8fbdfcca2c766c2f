import fc from "fast-check";
import { type WrittenBlock, writePoolFile } from "../../provider/pool-file/write/pool-file";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import { protectSettings } from "../../provider/settings/value";
import { Secret } from "../../provider/secret";
import { anyValue } from "../settings/values";
import { load } from "./memory-files";

test("a file is written in the schema's order, with units, and secrets left out", () => {
  const text = writePoolFile({
    hosts: { "web-01": {}, lab: { configFile: "./a.config" } },
    defaults: { settings: { "recycling.logEventOnRecycle": ["Time", "Memory"] } },
    pools: [
      {
        name: "Shop",
        state: "Started",
        settings: {
          "recycling.periodicRestart.schedule": ["03:00:00", "15:00:00"],
          "recycling.periodicRestart.privateMemory": 1_572_864,
          "recycling.periodicRestart.time": "1.05:00:00",
          "processModel.password": new Secret("canary"),
          "processModel.userName": "CORP\\svc",
          "processModel.identityType": "SpecificUser",
          "cpu.limit": 12_500,
          managedRuntimeVersion: "",
        },
      },
      { name: "Legacy", state: "absent", settings: {} },
    ],
    ignore: [{ pool: "Shop", reason: "tests" }],
  });
  expect(text).toBe(`# yaml-language-server: $schema=./pools.schema.json
version: 1
hosts:
  web-01: {}
  lab: {configFile: ./a.config}
defaults:
  recycling:
    logEventOnRecycle: [Time, Memory]
pools:
  Shop:
    state: Started
    managedRuntimeVersion: ""
    processModel:
      identityType: SpecificUser
      userName: CORP\\svc
      password: \${env:SHOP_PASSWORD} # not readable; put the password into this environment variable
    recycling:
      periodicRestart:
        privateMemory: 1.5GB
        time: 29h
        schedule: ["03:00", "15:00"]
    cpu:
      limit: 12.5%
  Legacy:
    state: absent
drift:
  ignore:
    - pool: Shop
      reason: tests
`);
});

test.each([
  ["Shop", "SHOP_PASSWORD"],
  ["My Shop (2)", "MY_SHOP_2_PASSWORD"],
  ["2024", "POOL_2024_PASSWORD"],
  ["Käse", "KA_SE_PASSWORD"],
])("the password of %j comes from %s", (name, variable) => {
  const text = writePoolFile({ pools: [{ name, settings: { "processModel.password": new Secret("x") } }] });
  expect(text).toContain(`\${env:${variable}}`);
});

const identity = ["processModel.identityType", "processModel.userName", "processModel.password"];
const settings = fc.record(
  Object.fromEntries(
    settingAttributes
      .filter(({ path }) => !identity.includes(path))
      .map((attribute) => [attribute.path, anyValue(attribute)]),
  ),
  { requiredKeys: [] },
);
const names = fc.uniqueArray(
  fc.constantFrom("Shop", "2024", "true", "null", "1e3", "a b", "#x", "- x", "My.Pool", "'q'", "~", "ä"),
  {
    minLength: 1,
  },
);

test("what is written loads as the same again", () => {
  fc.assert(
    fc.property(names, settings, settings, (poolNames, own, server) => {
      const blocks = poolNames.map(
        (name) => ({ name, settings: protectSettings(own as never) }) satisfies WrittenBlock & { name: string },
      );
      const text = writePoolFile({
        pools: blocks,
        applicationPoolDefaults: { settings: protectSettings(server as never) },
      });
      const { files, faults } = load({ "f.yaml": text });
      expect(faults).toEqual([]);
      expect(files.pools.map(({ name, settings }) => ({ name, settings }))).toEqual(
        poolNames.map((name) => ({ name, settings: { ...own } })),
      );
      expect(files.defaults[0]?.settings).toEqual({ ...server });
    }),
    { numRuns: 60 },
  );
});

test("awkward variables are written so that they load", () => {
  const environmentVariables = {
    "<<": "on",
    "a: b": "#x",
    " c ": " y ",
    d: "12:30",
    e: "${x}",
    "\ufeffz": "\u2028",
    f: "null",
  };
  const text = writePoolFile({ pools: [{ name: "A", settings: { environmentVariables } }] });
  const { files, faults } = load({ "f.yaml": text });
  expect(faults).toEqual([]);
  expect(files.pools[0]?.settings["environmentVariables"]).toEqual(environmentVariables);
});
