import { attributeOf } from "../../provider/settings/app-pool-attributes";
import {
  type AttributeValue,
  describeValue,
  equalValues,
  formatText,
  parseText,
} from "../../provider/settings/codecs/codecs";
import { codec } from "../../provider/settings/codecs/codec";
import { choice } from "../../provider/settings/codecs/choice";
import { timesOfDay } from "../../provider/settings/codecs/times-of-day";
import type { Texts } from "../../provider/settings/value";

test.each<[string, string, AttributeValue]>([
  ["recycling.periodicRestart.time", "29:00:00", "1.05:00:00"],
  ["recycling.periodicRestart.time", "1.05:00:00", "1.05:00:00"],
  ["processModel.idleTimeout", "400.00:00:30", "400.00:00:30"],
  ["processModel.idleTimeout", "later", "later"],
  ["queueLength", "5", 5],
  ["queueLength", "many", "many"],
  ["cpu.processorGroup", "-0", 0],
  ["recycling.periodicRestart.privateMemory", "1572864", 1_572_864],
  ["cpu.smpProcessorAffinityMask", "4294967295", 4_294_967_295],
  ["autoStart", "True", true],
  ["autoStart", "perhaps", "perhaps"],
  ["managedPipelineMode", "1", "Classic"],
  ["managedPipelineMode", "Future", "Future"],
  ["recycling.logEventOnRecycle", "Memory, Time", ["Time", "Memory"]],
  ["recycling.logEventOnRecycle", "", []],
  ["recycling.logEventOnRecycle", "Time, Future", "Time, Future"],
  ["managedRuntimeVersion", "", ""],
  ["processModel.userName", "CORP\\svc", "CORP\\svc"],
])("appcmd's %s:%s is read as %j, whatever the range", (path, text, value) => {
  expect(parseText(attributeOf(path), text)).toEqual(value);
});

test("a listed schedule is sorted, single and canonical; what is no time stays", () => {
  expect(timesOfDay.fromItems!(["15:00:00", "3:00", "03:00:00", "soon"])).toEqual(["03:00:00", "15:00:00", "soon"]);
});

test.each<[string, AttributeValue, string]>([
  ["autoStart", true, "true"],
  ["queueLength", 1000, "1000"],
  ["recycling.logEventOnRecycle", ["Time", "Memory"], "Time, Memory"],
  ["recycling.logEventOnRecycle", [], ""],
  ["recycling.periodicRestart.schedule", ["03:00:00", "15:00:00"], "03:00:00,15:00:00"],
])("%s %j is written %j", (path, value, text) => {
  expect(formatText(attributeOf(path), value)).toBe(text);
});

test("environment variables have no text of their own", () => {
  expect(() => formatText(attributeOf("environmentVariables"), { A: "1" })).toThrow(TypeError);
});

test.each<[string, AttributeValue, AttributeValue, boolean]>([
  ["recycling.periodicRestart.time", "29:00:00", "1.05:00:00", true],
  ["recycling.periodicRestart.time", "00:20:00", "0:20", true],
  ["recycling.periodicRestart.time", "00:20:00", "00:21:00", false],
  ["managedPipelineMode", "Classic", 1, true],
  ["managedPipelineMode", "Classic", "Integrated", false],
  ["recycling.logEventOnRecycle", ["Time", "Memory"], ["Memory", "Time"], true],
  ["recycling.logEventOnRecycle", ["Time", "Memory"], 9, true],
  ["recycling.logEventOnRecycle", [], "None", true],
  ["recycling.logEventOnRecycle", ["Time"], [], false],
  ["recycling.periodicRestart.schedule", ["15:00:00", "3:00"], ["03:00:00", "15:00:00"], true],
  ["recycling.periodicRestart.schedule", ["03:00:00"], [], false],
  ["queueLength", 1000, "1000", true],
  ["autoStart", true, "True", true],
  ["name", "Shop", "SHOP", true],
  ["processModel.password", "Secret", "secret", false],
  ["managedRuntimeVersion", "v4.0", "", false],
  ["managedRuntimeVersion", "v4.0", "V4.0", true],
  ["environmentVariables", { PATH: "x", B: "y" }, { b: "y", Path: "x" }, true],
  ["environmentVariables", { PATH: "x" }, { PATH: "X" }, false],
  ["environmentVariables", { PATH: "x" }, {}, false],
  ["environmentVariables", {}, [], false],
])("%s: %j and %j mean the same: %s", (path, a, b, same) => {
  expect(equalValues(attributeOf(path), a, b)).toBe(same);
  expect(equalValues(attributeOf(path), b, a)).toBe(same);
});

test.each<[string, AttributeValue, string]>([
  ["recycling.periodicRestart.privateMemory", 1_572_864, "1.5 GB"],
  ["recycling.periodicRestart.privateMemory", 1_048_577, "1048577 KB (about 1 GB)"],
  ["recycling.periodicRestart.privateMemory", 512, "512 KB"],
  ["recycling.periodicRestart.privateMemory", 0, "off"],
  ["queueLength", 0, "0"],
  ["cpu.limit", 12_500, "12.5 %"],
  ["processModel.idleTimeout", "00:20:00", "20 min"],
  ["processModel.idleTimeout", "00:00:00", "off"],
  ["processModel.shutdownTimeLimit", "00:01:30", "90 s"],
  ["processModel.shutdownTimeLimit", "01:30:05", "1 h 30 min 5 s"],
  ["recycling.periodicRestart.time", "1.05:00:00", "29 h"],
  ["recycling.periodicRestart.time", "30.00:00:00", "30 d"],
  ["managedRuntimeVersion", "", "No Managed Code"],
  ["managedRuntimeVersion", "v4.0", "v4.0"],
  ["recycling.logEventOnRecycle", ["Time", "Memory"], "Time, Memory"],
  ["recycling.logEventOnRecycle", [], "(none)"],
  ["recycling.periodicRestart.schedule", ["03:00:00", "15:00:00"], "03:00, 15:00"],
  ["environmentVariables", { A: "1", B: "2" }, "A=[secret], B=[secret]"],
  ["environmentVariables", {}, "(none)"],
  ["autoStart", false, "false"],
  ["processModel.password", "hunter2", "[secret]"],
  ["processModel.password", "", "[secret]"],
])("%s %j is shown as %s", (path, value, shown) => {
  expect(describeValue(attributeOf(path), value)).toBe(shown);
});

test.each<[Texts, Texts, string]>([
  [{ A: "1", B: "2" }, { A: "1", B: "3" }, "A=[secret], B=[changed]"],
  [{ PATH: "x", GONE: "y" }, { Path: "x", NEW: "y" }, "Path=[secret], NEW=[secret]"],
  [{ path: "x" }, { PATH: "X" }, "PATH=[changed]"],
  [{ A: "1" }, { constructor: "1" }, "constructor=[secret]"],
  [{ A: "1" }, {}, "(none)"],
])("variables %j that become %j are shown as %s", (before, after, shown) => {
  expect(describeValue(attributeOf("environmentVariables"), after, before)).toBe(shown);
});

describe("a codec that is made of another one", () => {
  it("compares and shows the default as it reads itself", () => {
    const shout = codec<string>({ ...choice, fromText: (_, text) => text.toUpperCase() });
    const attribute = { ...attributeOf("managedPipelineMode"), codec: shout };
    expect(equalValues(attribute, "new", "NEW")).toBe(true);
    expect(shout.describeDefault(attribute, "classic")).toBe("CLASSIC");
  });
});
