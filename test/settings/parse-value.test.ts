import { inspect } from "node:util";
import { attributeOf } from "../../provider/settings/app-pool-attributes";
import { type AttributeValue, parseValue, ValueError } from "../../provider/settings/codecs/codecs";

type Row = readonly [path: string, input: unknown, canonical: AttributeValue];

const accepted: readonly Row[] = [
  ["processModel.idleTimeout", "29h", "1.05:00:00"],
  ["processModel.idleTimeout", "29H", "1.05:00:00"],
  ["processModel.idleTimeout", "1d5h", "1.05:00:00"],
  ["processModel.idleTimeout", "1d 5h", "1.05:00:00"],
  ["processModel.idleTimeout", "29:00:00", "1.05:00:00"],
  ["processModel.idleTimeout", "1.05:00:00", "1.05:00:00"],
  ["processModel.idleTimeout", "1.05:00", "1.05:00:00"],
  ["processModel.idleTimeout", "30.00:00:00", "30.00:00:00"],
  ["processModel.idleTimeout", "720h", "30.00:00:00"],
  ["processModel.idleTimeout", "1h30m", "01:30:00"],
  ["processModel.idleTimeout", "2:0:0", "02:00:00"],
  ["processModel.idleTimeout", "00:20", "00:20:00"],
  ["processModel.idleTimeout", "23:59", "23:59:00"],
  ["processModel.idleTimeout", " 20m ", "00:20:00"],
  ["processModel.idleTimeout", 0, "00:00:00"],
  ["processModel.idleTimeout", "0", "00:00:00"],
  ["processModel.pingInterval", "90s", "00:01:30"],
  ["processModel.pingInterval", "4294967s", "49.17:02:47"],
  ["failure.rapidFailProtectionInterval", "100d", "100.00:00:00"],
  ["recycling.periodicRestart.privateMemory", "1.5GB", 1_572_864],
  ["recycling.periodicRestart.privateMemory", "2\u212AB", 2],
  ["recycling.periodicRestart.privateMemory", "512MB", 524_288],
  ["recycling.periodicRestart.privateMemory", "512 mb", 524_288],
  ["recycling.periodicRestart.privateMemory", "1048576KB", 1_048_576],
  ["recycling.periodicRestart.privateMemory", "1TB", 1_073_741_824],
  ["recycling.periodicRestart.privateMemory", "1048576", 1_048_576],
  ["recycling.periodicRestart.privateMemory", 4_294_967_295, 4_294_967_295],
  ["recycling.periodicRestart.privateMemory", 0, 0],
  ["recycling.periodicRestart.privateMemory", "0.5MB", 512],
  ["cpu.limit", "50%", 50_000],
  ["cpu.limit", "12.5 %", 12_500],
  ["cpu.limit", "0.001%", 1],
  ["cpu.limit", 95, 95],
  ["recycling.periodicRestart.schedule", ["15:00", "3:00"], ["03:00:00", "15:00:00"]],
  ["recycling.periodicRestart.schedule", ["03:00", "3:00", "03:00:00"], ["03:00:00"]],
  ["recycling.periodicRestart.schedule", "3:00", ["03:00:00"]],
  ["recycling.periodicRestart.schedule", "15:00, 03:00", ["03:00:00", "15:00:00"]],
  ["recycling.periodicRestart.schedule", ["00:00", "23:59"], ["00:00:00", "23:59:00"]],
  ["recycling.periodicRestart.schedule", [], []],
  ["recycling.logEventOnRecycle", ["Memory", "Time"], ["Time", "Memory"]],
  ["recycling.logEventOnRecycle", "privatememory,TIME", ["Time", "PrivateMemory"]],
  ["recycling.logEventOnRecycle", "Time, Memory", ["Time", "Memory"]],
  ["recycling.logEventOnRecycle", ["Time", "Time"], ["Time"]],
  ["recycling.logEventOnRecycle", 137, ["Time", "Memory", "PrivateMemory"]],
  ["recycling.logEventOnRecycle", "137", ["Time", "Memory", "PrivateMemory"]],
  ["recycling.logEventOnRecycle", 0, []],
  ["recycling.logEventOnRecycle", "None", []],
  ["recycling.logEventOnRecycle", ["none"], []],
  ["recycling.logEventOnRecycle", "", []],
  ["recycling.logEventOnRecycle", [], []],
  ["managedPipelineMode", "classic", "Classic"],
  ["managedPipelineMode", 1, "Classic"],
  ["managedPipelineMode", "1", "Classic"],
  ["failure.loadBalancerCapabilities", 1, "TcpLevel"],
  ["processModel.identityType", 3, "SpecificUser"],
  ["autoStart", "TRUE", true],
  ["autoStart", false, false],
  ["queueLength", 10, 10],
  ["queueLength", "65535", 65_535],
  ["queueLength", "+1000", 1000],
  ["cpu.processorGroup", "-0", 0],
  ["managedRuntimeVersion", "", ""],
  ["managedRuntimeVersion", "v1.1", "v1.1"],
  ["managedRuntimeVersion", "V4.0", "v4.0"],
  ["processModel.userName", ".\\svc", ".\\svc"],
  ["processModel.userName", "svc", "svc"],
  ["processModel.userName", "", ""],
  ["processModel.userName", "svc/web@CORP.EXAMPLE", "svc/web@CORP.EXAMPLE"],
  ["processModel.userName", "corp.example\\first last", "corp.example\\first last"],
  ["environmentVariables", { A: "x".repeat(32_767) }, { A: "x".repeat(32_767) }],
  ["processModel.password", " 'a\"^&%$ß😀 ", " 'a\"^&%$ß😀 "],
  ["environmentVariables", { PATH: "x", Left: undefined }, { PATH: "x" }],
  ["environmentVariables", {}, {}],
];

test.each(accepted)("%s takes %j as %j", (path, input, canonical) => {
  expect(parseValue(attributeOf(path), input)).toEqual(canonical);
});

const refused: readonly (readonly [path: string, input: unknown, ...words: string[]])[] = [
  ["processModel.idleTimeout", 20, '"20m"'],
  ["processModel.idleTimeout", "20", '"20m"'],
  ["processModel.idleTimeout", "1.5", '"1.5"', '"20m"'],
  ["processModel.idleTimeout", -20, "-20", '"20m"'],
  ["processModel.idleTimeout", 1.5, "1.5", '"20m"'],
  ["processModel.idleTimeout", "1.5h", '"1d5h"'],
  ["processModel.idleTimeout", "", 'got ""', '"20m"'],
  ["processModel.idleTimeout", "abc", '"abc"', '"20m"'],
  ["processModel.idleTimeout", "5h1d", '"5h1d"'],
  ["processModel.idleTimeout", "-00:01:00", '"-00:01:00"'],
  ["processModel.idleTimeout", "00:60:00", '"00:60:00"'],
  ["processModel.idleTimeout", "1.24:00:00", '"1.24:00:00"'],
  ["processModel.idleTimeout", "40:00", 'got "40:00"; write "40m" for minutes or "40h" for hours'],
  ["processModel.pingInterval", "90:05", 'write "90m5s" for minutes or "90h5m" for hours'],
  ["processModel.idleTimeout", "00:20:30", "00:20:30", "between 00:00:00 and 30.00:00:00 (30d)", "whole minutes"],
  ["processModel.idleTimeout", "90s", "00:01:30", "whole minutes"],
  ["processModel.idleTimeout", "30d1m", "30.00:01:00", "30.00:00:00 (30d)"],
  ["processModel.idleTimeout", "999999999h", "30.00:00:00 (30d)"],
  ["processModel.idleTimeout", null, "null; omit the setting to leave it unmanaged"],
  ["processModel.idleTimeout", NaN, "NaN"],
  ["processModel.idleTimeout", Infinity, "Infinity"],
  ["processModel.idleTimeout", {}, "an object"],
  ["processModel.idleTimeout", true, "true"],
  ["processModel.pingInterval", 0, "00:00:00", "between 00:00:01 and 49.17:02:47 (49d17h2m47s)"],
  ["failure.rapidFailProtectionInterval", "30s", "between 00:01:00 and 100.00:00:00"],
  ["recycling.periodicRestart.time", "500d", "300.00:00:00 (300d)"],
  ["cpu.resetInterval", "24h1m", "1.00:01:00", "1.00:00:00 (24h)"],
  ["recycling.periodicRestart.privateMemory", "5TB", "5368709120 KB (5 TB)", "4294967295 KB (about 4 TB)"],
  ["recycling.periodicRestart.privateMemory", -1, "-1 KB", "between 0 and 4294967295 KB (about 4 TB)"],
  ["recycling.periodicRestart.privateMemory", "0.1GB", "104857.6 KB", "whole"],
  ["recycling.periodicRestart.privateMemory", 1.5, "whole number", "1.5"],
  ["recycling.periodicRestart.privateMemory", "1GiB", '"1GiB"', '"1.5GB"'],
  ["recycling.periodicRestart.privateMemory", "1e3", '"1e3"'],
  ["recycling.periodicRestart.privateMemory", null, "null; omit the setting to leave it unmanaged"],
  ["recycling.periodicRestart.requests", 4_294_967_296, "must be between 0 and 4294967295 requests, got 4294967296"],
  ["cpu.limit", "101%", "101 %", "100 %"],
  ["cpu.limit", 100_001, "100000 (100 %)"],
  ["cpu.limit", "half%", '"50%"'],
  ["recycling.periodicRestart.schedule", 180, "list", "180"],
  ["recycling.periodicRestart.schedule", { at: "3:00" }, "an object"],
  ["recycling.periodicRestart.schedule", "24:00", '"24:00"', '"23:59"'],
  ["recycling.periodicRestart.schedule", "03:00:30", "whole minutes"],
  ["recycling.periodicRestart.schedule", "3", '"3"'],
  ["recycling.periodicRestart.schedule", "1.03:00:00", '"23:59"'],
  ["recycling.logEventOnRecycle", "Time|Memory", '"Time|Memory"', "IsapiUnhealthy"],
  ["recycling.logEventOnRecycle", 256, "256", "PrivateMemory"],
  ["recycling.logEventOnRecycle", -1, "-1"],
  ["recycling.logEventOnRecycle", 1.5, "1.5"],
  ["recycling.logEventOnRecycle", "None, Time", '"None"'],
  ["recycling.logEventOnRecycle", {}, "an object"],
  ["managedPipelineMode", "ISAPI", '"ISAPI"', "Integrated, Classic"],
  ["managedPipelineMode", 2, "2", "Integrated, Classic"],
  ["managedPipelineMode", "", "Integrated, Classic"],
  ["autoStart", "yes", '"yes"', "true or false"],
  ["autoStart", 1, "true or false"],
  ["queueLength", 9, "must be between 10 and 65535 requests, got 9"],
  ["queueLength", 65_536, "65536", "between 10 and 65535 requests"],
  ["queueLength", "0x3E8", '"0x3E8"'],
  ["queueLength", "1000.5", '"1000.5"'],
  ["queueLength", "", 'got ""'],
  ["queueLength", -Infinity, "Infinity"],
  ["queueLength", 1e300, "1e+300"],
  ["queueLength", [1000], "a list"],
  ["queueLength", 10n, "a bigint"],
  ["failure.rapidFailProtectionMaxCrashes", 0, "must be between 1 and 2147483647 crashes, got 0"],
  ["cpu.processorGroup", -1, "between 0 and 2147483647"],
  ["managedRuntimeVersion", 4, "got 4", "quotes"],
  ["managedRuntimeVersion", "No Managed Code", '"No Managed Code"', 'write ""', "503"],
  ["managedRuntimeVersion", "no managed code", 'write ""'],
  ["managedRuntimeVersion", "Kein verwalteter Code", 'write ""'],
  ["managedRuntimeVersion", "Aucun code managé", 'write ""'],
  ["managedRuntimeVersion", "マネージド コードなし", 'write ""'],
  ["managedRuntimeVersion", "none", 'write ""'],
  ["managedRuntimeVersion", "net8.0", 'write ""'],
  ["managedRuntimeVersion", "v4.5", 'write "v4.0"'],
  ["managedRuntimeVersion", "v4.0.30319", 'write "v4.0"'],
  ["managedRuntimeVersion", ".NET CLR Version v4.0.30319", 'write "v4.0"'],
  ["managedRuntimeVersion", "4.0", 'write "v4.0"'],
  ["managedRuntimeVersion", "v4", 'write "v4.0"'],
  ["managedRuntimeVersion", "v4.0 ", 'write "v4.0"'],
  ["managedRuntimeVersion", "v3.5", 'write "v2.0"'],
  ["managedRuntimeVersion", "v2.0.50727", 'write "v2.0"'],
  ["managedRuntimeVersion", "1.1", 'write "v1.1"'],
  ["processModel.userName", "CORP/svc", "'CORP\\svc'"],
  ["processModel.userName", "CORP\\\\svc", "'CORP\\svc'"],
  ["processModel.userName", "\\\\CORP\\svc", "'CORP\\svc'"],
  ["processModel.userName", " CORP\\svc", "'CORP\\svc'", "blanks"],
  ["processModel.userName", "CORP\\ svc ", "'CORP\\svc'", "blanks"],
  ["processModel.userName", " ", "blanks"],
  ["processModel.userName", "\\svc", "DOMAIN\\user"],
  ["processModel.userName", "CORP\\", "DOMAIN\\user"],
  ["processModel.userName", "A\\B\\svc", "one backslash"],
  ["processModel.userName", "@", "user@domain"],
  ["processModel.userName", "svc@", "user@domain"],
  ["processModel.userName", "@corp.example", "user@domain"],
  ["processModel.userName", "svc@corp example", "user@domain"],
  ["processModel.userName", "'CORP\\svc'", "remove the quotes: 'CORP\\svc'"],
  ["processModel.userName", "\u202aCORP\\svc", "invisible character U+202A"],
  ["processModel.userName", "svc\u200b@corp.example", "invisible character U+200B"],
  ["processModel.userName", "CORP\\a,b", "cannot hold ,"],
  ["processModel.userName", "CORP/svc:hidden", "got 'CORP/svc:…'; write a backslash: 'CORP\\svc:…'"],
  ["managedRuntimeVersion", "a\u0000b", "U+0000"],
  ["managedRuntimeVersion", "a\r\nb", "U+000D"],
  ["managedRuntimeVersion", "\ud800", "surrogate"],
  ["environmentVariables", [], "a list", '"value"'],
  ["environmentVariables", "A=1", "got a text"],
  ["environmentVariables", { A: "" }, "empty value"],
  ["environmentVariables", { "": "x" }, "name"],
  ["environmentVariables", { PATH: "x", Path: "y" }, "PATH", "letter case"],
  ["environmentVariables", { "A=B": "x" }, "equals sign"],
  ["environmentVariables", { A: "x".repeat(32_768) }, "32767 characters"],
  ["environmentVariables", { A: "x".repeat(33_000) }, "32767 characters"],
];

const refusals = refused.map(([path, input, ...words]) => [path, inspect(input), input, words] as const);

test.each(refusals)("%s refuses %s and says why", (path, _, input, words) => {
  const error = refusal(path, input);
  for (const word of words) expect(error.message).toContain(word);
});

test("every bad item of a list is named with its place", () => {
  expect(refusal("recycling.periodicRestart.schedule", ["24:00", "3:00", 180]).problems).toEqual([
    { subpath: "[0]", message: expect.stringContaining('"24:00"') as string },
    { subpath: "[2]", message: expect.stringContaining("180") as string },
  ]);
  expect(refusal("recycling.logEventOnRecycle", ["Time", "Tme"]).subpath).toBe("[1]");
});

test("every bad variable is named with its place, odd names in brackets", () => {
  const error = refusal("environmentVariables", { GOOD: "x", PORT: 8080, "A\nB": "x" });
  expect(error.problems.map(({ subpath }) => subpath)).toEqual([".PORT", '["A\\nB"]']);
});

test.each([
  ["processModel.password", "hunter2\n"],
  ["processModel.password", 12_345],
  ["environmentVariables", { TOKEN: "hunter2\n" }],
  ["environmentVariables", { TOKEN: 12_345 }],
  ["environmentVariables", "TOKEN=hunter2"],
  ["environmentVariables", 12_345],
  ["environmentVariables", ["TOKEN=hunter2"]],
  ["environmentVariables", { "TOKEN=hunter2": "x" }],
  ["environmentVariables", { "TOKEN=hunter2\n": "x" }],
])("an error about %s never repeats the value", (path, input) => {
  expect(JSON.stringify(refusal(path, input).problems)).not.toMatch(/hunter2|12345/);
});

function refusal(path: string, input: unknown): ValueError {
  try {
    parseValue(attributeOf(path), input);
  } catch (error) {
    if (error instanceof ValueError) return error;
    throw error;
  }
  throw new Error("was accepted");
}
