import { attributeOf } from "../../settings/app-pool-attributes";
import { parseValue, ValueError } from "../../settings/codecs/codecs";
import type { SettingValue } from "../../settings/value";

/** A property of IIS 6, and its equivalent in IIS 7. */
export interface MetabaseProperty {
  readonly name: string;
  /** Its number, which identifies it in a `<Custom>` element of any name. */
  readonly id: number;
  /** The setting. */
  readonly path: string;
  /** The unit of IIS 6's number, or how to read its text. */
  readonly as: "m" | "s" | "number" | "bool" | "text" | "flags" | "times";
  /** The value for "unlimited": 4294967295, which scripts write as -1. */
  readonly unlimited?: number;
  /** Numbers of IIS 6 with another meaning in IIS 7: the new number, or why there is none. */
  readonly instead?: Readonly<Record<number, number | string>>;
  /** Whether a pool does not inherit it. */
  readonly isOwn?: boolean;
  /** Whether a value at `/LM/W3SVC` also applies to all pools. */
  readonly isGlobal?: boolean;
}

type More = Partial<Omit<MetabaseProperty, "name" | "id" | "path" | "as">>;

const property = (
  id: number,
  name: string,
  path: string,
  as: MetabaseProperty["as"],
  more: More = {},
): MetabaseProperty => ({ id, name, path, as, ...more });

const zero = { unlimited: 0 };
const longest = { unlimited: 4_294_967 };
const noProcessor = "no processor is an error condition, also in IIS 6";

/**
 * The properties of `IIsApplicationPool` that IIS 7 also has. Bits have the same meaning in both. In IIS 6 durations
 * are numbers of minutes or seconds; memory is KB and cpu.limit 1/1000 % in both. Sources:
 * https://learn.microsoft.com/en-us/previous-versions/iis/6.0-sdk/ms524484(v=vs.90) and the page of each property;
 * numbers: iiscnfg.h of the Windows SDK.
 */
export const metabaseProperties: readonly MetabaseProperty[] = [
  property(2144, "CPUResetInterval", "cpu.resetInterval", "m", zero),
  property(7501, "WAMUserName", "processModel.userName", "text"),
  property(9001, "PeriodicRestartTime", "recycling.periodicRestart.time", "m", zero),
  property(9002, "PeriodicRestartRequests", "recycling.periodicRestart.requests", "number", zero),
  property(9003, "MaxProcesses", "processModel.maxProcesses", "number", {
    instead: { 0: "0 means a pool without a worker process in IIS 6, but one for each NUMA node since IIS 8" },
  }),
  property(9004, "PingingEnabled", "processModel.pingingEnabled", "bool"),
  property(9005, "IdleTimeout", "processModel.idleTimeout", "m", zero),
  property(9006, "RapidFailProtection", "failure.rapidFailProtection", "bool"),
  property(9007, "SMPAffinitized", "cpu.smpAffinitized", "bool"),
  property(9008, "SMPProcessorAffinityMask", "cpu.smpProcessorAffinityMask", "number", {
    ...{ unlimited: 4_294_967_295, instead: { 0: noProcessor } },
  }),
  property(9009, "OrphanWorkerProcess", "failure.orphanWorkerProcess", "bool"),
  property(9011, "StartupTimeLimit", "processModel.startupTimeLimit", "s", longest),
  property(9012, "ShutdownTimeLimit", "processModel.shutdownTimeLimit", "s", longest),
  property(9013, "PingInterval", "processModel.pingInterval", "s", longest),
  property(9014, "PingResponseTime", "processModel.pingResponseTime", "s", longest),
  property(9015, "DisallowOverlappingRotation", "recycling.disallowOverlappingRotation", "bool"),
  // IIS 6 can have no limit of requests; IIS 7 always has one, of at most 65535.
  property(9017, "AppPoolQueueLength", "queueLength", "number", { unlimited: 65_535, instead: { 0: 65_535 } }),
  property(9018, "DisallowRotationOnConfigChange", "recycling.disallowRotationOnConfigChange", "bool"),
  property(9020, "PeriodicRestartSchedule", "recycling.periodicRestart.schedule", "times"),
  property(9021, "AppPoolIdentityType", "processModel.identityType", "number"),
  property(9022, "CPUAction", "cpu.action", "number", {
    instead: { 2: "2 is capacity tracing, which IIS 7 does not have", 3: "3 is reserved in IIS 6" },
  }),
  property(9023, "CPULimit", "cpu.limit", "number", zero),
  property(9024, "PeriodicRestartMemory", "recycling.periodicRestart.memory", "number", zero),
  property(9028, "AppPoolAutoStart", "autoStart", "bool", { isOwn: true }),
  property(9029, "RapidFailProtectionInterval", "failure.rapidFailProtectionInterval", "m"),
  property(9030, "RapidFailProtectionMaxCrashes", "failure.rapidFailProtectionMaxCrashes", "number", {
    unlimited: 2_147_483_647,
  }),
  property(9031, "OrphanActionExe", "failure.orphanActionExe", "text"),
  property(9032, "OrphanActionParams", "failure.orphanActionParams", "text"),
  property(9034, "LoadBalancerCapabilities", "failure.loadBalancerCapabilities", "number"),
  property(9035, "AutoShutdownAppPoolExe", "failure.autoShutdownExe", "text"),
  property(9036, "AutoShutdownAppPoolParams", "failure.autoShutdownParams", "text"),
  property(9037, "LogEventOnRecycle", "recycling.logEventOnRecycle", "flags"),
  property(9038, "PeriodicRestartPrivateMemory", "recycling.periodicRestart.privateMemory", "number", zero),
  property(9039, "ManagedRuntimeVersion", "managedRuntimeVersion", "text"),
  property(9040, "Enable32BitAppOnWin64", "enable32BitAppOnWin64", "bool", { isGlobal: true }),
  property(9041, "ManagedPipelineMode", "managedPipelineMode", "number"),
];

/**
 * Properties that are not settings: element names, orders and states of the running service, the encrypted password.
 */
const silent: readonly (readonly [id: number, name: string])[] = [
  [0, "Location"],
  [1002, "KeyType"],
  [1099, "Win32Error"],
  [6027, "AdminACL"],
  [6027, "AdminACLBin"],
  [7502, "WAMUserPass"],
  [9026, "AppPoolCommand"],
  [9027, "AppPoolState"],
];

const byId = new Map(metabaseProperties.map((one) => [one.id, one]));
const byName = new Map(metabaseProperties.map((one) => [one.name.toLowerCase(), one]));

/** The property of that name in any letter case, or of that number. */
export function findMetabaseProperty(name: string, id?: number): MetabaseProperty | undefined {
  return byName.get(name.toLowerCase()) ?? (id === undefined ? undefined : byId.get(id));
}

/** Whether a property is omitted without a note. */
export function isSilent(name: string, id?: number): boolean {
  return silent.some(([number, text]) => text.toLowerCase() === name.toLowerCase() || number === id);
}

/** 0xFFFFFFFF, which scripts write as -1. */
const unlimited = 4_294_967_295;

/** The value of an IIS 6 property in IIS 7, and a note about it; without a value if IIS 7 has no equivalent. */
interface MetabaseValue {
  readonly value?: SettingValue;
  readonly note?: string;
}

/** The value of a property from its text in MetaBase.xml. */
export function metabaseValue(property: MetabaseProperty, text: string): MetabaseValue {
  const number = dwordOf(text.trim());
  const special = number === undefined ? undefined : specialOf(property, number);
  if (typeof special === "string") return { note: `is omitted: ${special}` };
  try {
    const value = parseValue(attributeOf(property.path), inputOf(property.as, text.trim(), special ?? number));
    const isPlain = special === undefined || special === 0 || special === number;
    return isPlain ? { value } : { value, note: `is unlimited in IIS 6; here it is ${special}, the maximum of IIS 7` };
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return { note: `is omitted: ${error.problems.map(({ message }) => message).join("; ")}` };
  }
}

/** The replacement of a number with a special meaning; undefined for any other number. */
function specialOf({ instead = {}, unlimited: most }: MetabaseProperty, number: number): number | string | undefined {
  return number === unlimited && most !== undefined ? most : instead[number];
}

/** A DWORD, also in hexadecimal or as the signed number that scripts write. */
function dwordOf(text: string): number | undefined {
  if (!/^(?:-?\d{1,10}|0x[\da-f]{1,8})$/i.test(text)) return undefined;
  const number = Number(text);
  return number < 0 ? number + unlimited + 1 : number;
}

/** The text of the metabase in the format of a pool file. */
function inputOf(as: MetabaseProperty["as"], text: string, number: number | undefined): unknown {
  switch (as) {
    case "m":
    case "s":
      return number === undefined ? text : `${number}${as}`;
    case "number":
      return number ?? text;
    case "flags":
      return number ?? text.replace(/AppPoolRecycle/gi, "").replaceAll("|", ",");
    // XML turns the lines of a MULTISZ into blanks.
    case "times":
      return text === "" ? [] : text.split(/[\s,]+/);
    case "bool":
      return number === undefined ? text : number !== 0;
    case "text":
      return text;
  }
}
