import { readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";

import { type AttributeSchema, type ElementSchema, loadSchema } from "../../emulator/schema/load-schema";
import {
  decodePassword,
  encodePassword,
  formatTimeSpan,
  normalizeValue,
  parseTimeSpan,
} from "../../emulator/value/normalize";

const schema = loadSchema(readFileSync(join(__dirname, "../../emulator/schema/applicationPools-10.0.xml"), "utf8"));

function find(element: ElementSchema | undefined, [first, ...rest]: string[]): AttributeSchema {
  if (rest.length === 0) return element!.attributes.find(({ name }) => name === first)!;
  const child = element!.elements.find(({ name }) => name === first);
  return find(child?.collection === undefined ? child : child.collection.entry, rest);
}

const recycles =
  "Flags must be some combination of Time, Requests, Schedule, Memory, IsapiUnhealthy, OnDemand, ConfigChange, PrivateMemory";
const queue = "Integer value must be between 10 and 65535 inclusive";
const span = (from: string, to: string): string =>
  `Timespan value must be between ${from} and ${to} seconds inclusive, with a granularity of 60 seconds`;
const form = "Timespan must be of form [-][d.]hh:mm:ss[.ff]";

describe("a value", () => {
  it.each<[string, string, string]>([
    ["queueLength", "10", "10"],
    ["queueLength", "65535", "65535"],
    ["queueLength", "+1000", "1000"],
    ["queueLength", " 1000 ", "1000"],
    ["queueLength", "0100", "100"],
    ["autoStart", "True", "true"],
    ["autoStart", "False", "false"],
    ["managedPipelineMode", "Classic", "Classic"],
    ["managedPipelineMode", "1", "Classic"],
    ["failure.loadBalancerCapabilities", "1", "TcpLevel"],
    ["processModel.identityType", "4", "ApplicationPoolIdentity"],
    ["recycling.logEventOnRecycle", "Time", "Time"],
    ["recycling.logEventOnRecycle", "Memory,Time", "Time, Memory"],
    ["recycling.logEventOnRecycle", "Time, Time", "Time"],
    ["recycling.logEventOnRecycle", "None", ""],
    ["recycling.logEventOnRecycle", "", ""],
    ["recycling.logEventOnRecycle", "0", ""],
    ["recycling.logEventOnRecycle", "137", "Time, Memory, PrivateMemory"],
    ["processModel.idleTimeout", "0:0:0", "00:00:00"],
    ["processModel.idleTimeout", "2:0:0", "02:00:00"],
    ["processModel.idleTimeout", "00:20", "00:20:00"],
    ["processModel.idleTimeout", "30.00:00:00", "30.00:00:00"],
    ["processModel.idleTimeout", "29:00:00", "1.05:00:00"],
    ["processModel.pingInterval", "00:00:01", "00:00:01"],
    ["processModel.pingInterval", "00:00:30", "00:00:30"],
    ["recycling.periodicRestart.schedule.value", "3:00", "03:00:00"],
    ["recycling.periodicRestart.schedule.value", "23:59:00", "23:59:00"],
    ["failure.rapidFailProtectionInterval", "100.00:00:00", "100.00:00:00"],
    ["recycling.periodicRestart.privateMemory", "4294967295", "4294967295"],
    ["cpu.limit", "100000", "100000"],
    ["cpu.processorGroup", "2147483647", "2147483647"],
    ["name", " a.b '%#()!$~^`{} ", " a.b '%#()!$~^`{} "],
    ["name", "Größe 😀", "Größe 😀"],
    ["managedRuntimeVersion", "", ""],
  ])("of %s may be %j and reads %j", (path, text, value) => {
    expect(normalizeValue(find(schema.collection?.entry, path.split(".")), text)).toEqual({ value });
  });

  it.each<[string, string[], string]>([
    ["queueLength", ["9", "0", "65536", "-1", "abc", "", "1000.5", "0x3E8"], queue],
    ["autoStart", ["yes", "1", "", "TRUE"], "Boolean must be either true or false"],
    ["managedPipelineMode", ["classic", "2", "", "Integrated, Classic"], "Enum must be one of Integrated, Classic"],
    [
      "processModel.identityType",
      ["User"],
      "Enum must be one of LocalSystem, LocalService, NetworkService, SpecificUser, ApplicationPoolIdentity",
    ],
    ["recycling.logEventOnRecycle", ["time", "Time|Memory", "Time,", "256", "4294967296", "-1"], recycles],
    ["processModel.idleTimeout", ["00:20:30", "30.00:01:00", "-00:01:00"], span("00:00:00", "30.00:00:00")],
    ["processModel.idleTimeout", ["3", "", "00:60:00", "1:2:3:4", "20 minutes"], form],
    ["recycling.periodicRestart.time", ["00:00:30", "500.00:00:00"], span("00:00:00", "300.00:00:00")],
    [
      "recycling.periodicRestart.schedule.value",
      ["03:00:30", "24:00:00", "1.00:00:00", "-01:00:00"],
      span("00:00:00", "23:59:59"),
    ],
    ["recycling.periodicRestart.requests", ["4294967296", "x", "-1"], "Not a valid unsigned integer"],
    [
      "failure.rapidFailProtectionMaxCrashes",
      ["0", "2147483648"],
      "Integer value must be between 1 and 2147483647 inclusive",
    ],
    ["failure.rapidFailProtectionInterval", ["00:00:30", "00:01:30"], span("00:01:00", "100.00:00:00")],
    ["cpu.limit", ["100001"], "Integer value must be between 0 and 100000 inclusive"],
    ["cpu.resetInterval", ["1.00:01:00", "00:05:30"], span("00:00:00", "1.00:00:00")],
    ["processModel.maxProcesses", ["2147483648"], "Integer value must be between 0 and 2147483647 inclusive"],
    ["name", ["", "  ", ...Array.from('\\/"|<>:*?][+=;,@&')], "Invalid application pool name"],
    ["environmentVariables.name", [""], "String must not be empty"],
    ["environmentVariables.value", [""], "String must not be empty"],
  ])("of %s may not be one of %j", (path, texts, reason) => {
    const attribute = find(schema.collection?.entry, path.split("."));
    expect(texts.map((text) => normalizeValue(attribute, text))).toEqual(texts.map(() => ({ reason })));
  });

  it("in print form reads itself", () => {
    fc.assert(
      fc.property(fc.nat(30_000_000), (seconds) => {
        expect(parseTimeSpan(formatTimeSpan(seconds))).toBe(seconds);
      }),
    );
  });
});

describe("a password", () => {
  it("comes back from its encoding, which does not show it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (password) => {
        expect(decodePassword(encodePassword(password))).toBe(password);
      }),
    );
    expect(encodePassword("correct horse")).not.toContain(Buffer.from("correct horse").toString("base64").slice(0, 8));
  });
});
