import { withoutIgnored } from "../../provider/pulumi/core/resource-inputs";

const declared = {
  name: "Shop",
  state: "Started",
  queueLength: 2000,
  connection: { host: "web-01" },
  processModel: { idleTimeout: "00:05:00", maxProcesses: 2 },
  recycling: { logEventOnRecycle: ["Time"], periodicRestart: { schedule: ["03:00:00"] } },
};
const { name, connection } = declared;

it.each<[string[], Record<string, unknown>]>([
  [[], declared],
  [["queueLength", "state"], { ...declared, queueLength: undefined, state: undefined }],
  [["processModel.idleTimeout"], { ...declared, processModel: { maxProcesses: 2 } }],
  [["processModel"], { ...declared, processModel: undefined }],
  [["processModel.*"], { ...declared, processModel: undefined }],
  [["recycling.periodicRestart"], { ...declared, recycling: { logEventOnRecycle: ["Time"] } }],
  [["recycling.periodicRestart.schedule[0]"], declared],
  [["name", "connection"], declared],
  [["*"], { name, connection }],
])("of %j it leaves what is compared and written", (ignored, left) => {
  expect(withoutIgnored(declared, ignored)).toEqual(left);
});
