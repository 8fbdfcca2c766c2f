import { suggest } from "../../provider/pool-file/schema/unknown-setting";
import { editDistance } from "../../provider/unknown-name";

test.each([
  ["", "QueueLength", "queueLength"],
  ["", "quelength", "queueLength"],
  ["", "queueLenght", "queueLength"],
  ["", "processmodel", "processModel"],
  ["", "recycle", undefined],
  ["", "idleTimeout", "processModel.idleTimeout"],
  ["", "idelTimeout", "processModel.idleTimeout"],
  ["", "periodicRestart", "recycling.periodicRestart"],
  ["", "processmodel.idletimeout", "processModel.idleTimeout"],
  ["", "enviromentVariables", "environmentVariables"],
  ["", "adopts", "adopt"],
  ["processModel", "username", "userName"],
  ["processModel", "pasword", "password"],
  ["processModel", "limit", "cpu.limit"],
  ["recycling", "time", "recycling.periodicRestart.time"],
  ["recycling.periodicRestart", "memroy", "memory"],
  ["recycling.periodicRestart", "private_memory", "privateMemory"],
  ["processModel", "adopt", undefined],
  ["cpu", "smpProcessorAffinityMas", "smpProcessorAffinityMask"],
  ["", "colour", undefined],
])("in group %j, %j may mean %j", (group, key, meant) => {
  expect(suggest(group, key, ["adopt"])).toBe(meant);
});

test.each([
  ["", "", 0],
  ["memory", "memory", 0],
  ["memroy", "memory", 1],
  ["memor", "memory", 1],
  ["mmemory", "memory", 1],
  ["nemory", "memory", 1],
  ["", "abc", 3],
  ["kitten", "sitting", 3],
])("%j is %#: that many slips from %j", (from, to, slips) => {
  expect(editDistance(from, to)).toBe(slips);
  expect(editDistance(to, from)).toBe(slips);
});
