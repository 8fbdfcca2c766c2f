// The types of the user's input; that they refuse what they should is seen by tsc (npm run typecheck).
import type { AppPoolSettings } from "../../provider/settings/app-pool-settings";
import { parseValue } from "../../provider/settings/codecs/codecs";
import { attributeOf } from "../../provider/settings/app-pool-attributes";
import { flattenSettings } from "../../provider/settings/paths";

const full: AppPoolSettings = {
  queueLength: 5000,
  managedRuntimeVersion: "",
  managedPipelineMode: "Integrated",
  processModel: { identityType: "SpecificUser", userName: "CORP\\gmsa$", idleTimeout: 0, pingInterval: "30s" },
  recycling: {
    logEventOnRecycle: ["Time", "Memory"],
    periodicRestart: { time: "29h", privateMemory: "1.5GB", memory: 4_194_304, schedule: ["03:00"] },
  },
  cpu: { limit: "50%", action: "Throttle" },
  environmentVariables: { ASPNETCORE_ENVIRONMENT: "Production" },
};

const wrong: readonly AppPoolSettings[] = [
  // @ts-expect-error an enum is written in IIS's own letter case
  { managedPipelineMode: "classic" },
  // @ts-expect-error a bare number is no duration
  { processModel: { idleTimeout: 20 } },
  // @ts-expect-error a key that IIS does not know
  { queueLenght: 1000 },
  // @ts-expect-error the name is an argument of its own
  { name: "Shop" },
  // @ts-expect-error what is not managed is left out
  { queueLength: undefined },
  // @ts-expect-error a flag that IIS does not know
  { recycling: { logEventOnRecycle: ["Tme"] } },
];

test("everything that the types take is read", () => {
  const flat = flattenSettings({ ...full });
  expect(Object.keys(flat)).toHaveLength(15);
  for (const [path, value] of Object.entries(flat)) expect(() => parseValue(attributeOf(path), value)).not.toThrow();
  expect(wrong).toHaveLength(6);
});
