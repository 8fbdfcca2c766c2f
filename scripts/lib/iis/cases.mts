// The command lines that are run by the real appcmd and by the emulator.
import { settingAttributes } from "#dist/provider/settings/app-pool-attributes.js";
import { testPrefix } from "./pools.mts";

/** A call of appcmd, and the calls that bring a server without pools of the checks into the state for it. */
export interface Case {
  readonly before: readonly (readonly string[])[];
  readonly argv: readonly string[];
}

const pool = `${testPrefix}-diff`;
const add = ["add", "apppool", `/name:${pool}`];
const section = "-section:system.applicationHost/applicationPools";
const set = (...edits: readonly string[]): string[] => ["set", "apppool", pool, ...edits];
const ofPool = (...argv: readonly string[]): Case => ({ before: [add], argv });
const after = (edit: string, ...argv: readonly string[]): Case => ({ before: [add, set(edit)], argv });

type Attribute = (typeof settingAttributes)[number];

/** Values that the attribute takes, and that it refuses. */
function valuesOf({ codec: { iisType }, values, ranges }: Attribute): string[] {
  const named = values?.map(({ name }) => name) ?? [];
  if (named.length > 0) return [named.at(-1) ?? "", named.slice(0, 2).join(","), "1", "nonsense", ""];
  if (iisType === "bool") return ["true", "False", "1", "nonsense", ""];
  if (iisType === "timeSpan") return ["00:10:00", "1.00:00:00", "00:00:30.5", "600", "-00:01:00", "nonsense"];
  if (/int/i.test(iisType)) {
    const range = Array.isArray(ranges) ? undefined : (ranges as { min: number; max: number } | undefined);
    const edges = range === undefined ? [] : [range.min, range.max, range.max + 1].map(String);
    return [...edges, "50", "0x20", "1.5", "-1", "nonsense"];
  }
  return ["text", "Größe (50%25)", ""];
}

const ofAttributes = settingAttributes.flatMap((attribute): Case[] => {
  const { path, secret } = attribute;
  if (attribute.codec.shape !== "scalar" || secret === true) return [];
  const values = valuesOf(attribute);
  const [good = ""] = values;
  return [
    ofPool("list", "apppool", pool, `/text:${path}`),
    ...values.map((value) => ofPool(...set(`/${path}:${value}`))),
    after(`/${path}:${good}`, "list", "apppool", pool, "/config"),
    after(`/${path}:${good}`, "list", "apppool", pool, `/text:${path}`),
  ];
});

const schedule = "recycling.periodicRestart.schedule";
const variables = "environmentVariables";
const entry = (path: string, text = ""): string => `/[name='${pool}'].${path}${text}`;

const ofLists: Case[] = [
  ofPool(...set(`/+${schedule}.[value='02:00:00']`)),
  ofPool(...set(`/+${schedule}.[value='2:00']`)),
  ofPool(...set(`/+${schedule}.[value='24:00:00']`)),
  ofPool(...set(`/+${schedule}.[value='nonsense']`)),
  after(`/+${schedule}.[value='02:00:00']`, ...set(`/+${schedule}.[value='02:00:00']`)),
  after(`/+${schedule}.[value='02:00:00']`, ...set(`/-${schedule}.[value='02:00:00']`)),
  after(`/+${schedule}.[value='02:00:00']`, ...set(`/-${schedule}.[value='03:00:00']`)),
  after(`/+${schedule}.[value='02:00:00']`, "list", "apppool", pool, "/config"),
  after(`/+${schedule}.[value='02:00:00']`, "clear", "config", section, entry(schedule), "/commit:apphost"),
  ofPool("set", "config", section, `/+[name='${pool}'].${variables}.[name='A',value='1']`, "/commit:apphost"),
  ofPool("set", "config", section, `/+[name='${pool}'].${variables}.[name='A']`, "/commit:apphost"),
  ofPool("set", "config", section, entry("queueLength", ":2000"), "/commit:apphost"),
  ofPool("set", "config", section, entry("queueLength", ":2000"), entry("autoStart", ":false"), "/commit:apphost"),
  ofPool("set", "config", section, entry("queueLength", ":2000"), "/commit:nonsense"),
  ofPool("set", "config", section, entry("nonsense", ":2000"), "/commit:apphost"),
  ofPool("set", "config", section, "/[name='zz-none'].queueLength:2000", "/commit:apphost"),
  ofPool("set", "config", section, `/+[name='${pool}']`, "/commit:apphost"),
  ofPool("set", "config", section, `/-[name='${pool}']`, "/commit:apphost"),
  ofPool("set", "config", section, "/-[name='zz-none']", "/commit:apphost"),
  ofPool("clear", "config", section, entry("queueLength"), "/commit:apphost"),
  after("/queueLength:2000", "clear", "config", section, entry("queueLength"), "/commit:apphost"),
];

const ofVerbs: Case[] = [
  { before: [], argv: add },
  ofPool(...add),
  ofPool("add", "apppool", `/name:${pool.toUpperCase()}`),
  { before: [], argv: ["add", "apppool"] },
  { before: [], argv: ["add", "apppool", "/name:"] },
  { before: [], argv: [...add, "/queueLength:2000", "/managedRuntimeVersion:"] },
  { before: [], argv: [...add, "/queueLength:nonsense"] },
  { before: [], argv: [...add, "/nonsense:1"] },
  ofPool("delete", "apppool", pool),
  ofPool("delete", "apppool", `/apppool.name:${pool.toUpperCase()}`),
  { before: [], argv: ["delete", "apppool", pool] },
  ofPool("list", "apppool", pool),
  ofPool("list", "apppool", pool.toUpperCase()),
  ofPool("list", "apppool", `/name:${pool}`),
  ofPool("list", "apppool", pool, "/xml"),
  ofPool("list", "apppool", pool, "/config"),
  ofPool("list", "apppool", pool, "/config:*"),
  ofPool("list", "apppool", pool, "/config", "/xml"),
  ofPool("list", "apppool", pool, "/config:*", "/xml"),
  ofPool("list", "apppool", pool, "/text:*"),
  ofPool("list", "apppool", pool, "/text:name"),
  ofPool("list", "apppool", pool, "/text:nonsense"),
  ofPool("list", "apppool", pool, "/text"),
  ofPool("list", "apppool", pool, "/nonsense"),
  ofPool("list", "apppool", "/name:$=zz-pulumi-iis-test-d*"),
  { before: [], argv: ["list", "apppool", `${pool}-none`] },
  { before: [], argv: ["set", "apppool", `${pool}-none`, "/queueLength:2000"] },
  ofPool("set", "apppool", pool),
  ofPool(...set("/nonsense:1")),
  ofPool(...set("/queueLength")),
  ofPool("stop", "apppool", pool),
  { before: [add, ["stop", "apppool", pool]], argv: ["list", "apppool", pool] },
  { before: [add, ["stop", "apppool", pool]], argv: ["stop", "apppool", pool] },
  { before: [add, ["stop", "apppool", pool]], argv: ["start", "apppool", pool] },
  { before: [add, ["stop", "apppool", pool]], argv: ["recycle", "apppool", pool] },
  { before: [], argv: ["stop", "apppool", `${pool}-none`] },
  { before: [], argv: ["start", "apppool", `${pool}-none`] },
  { before: [], argv: ["recycle", "apppool", `${pool}-none`] },
  ofPool("list", "wp", `/apppool.name:${pool}`),
  ofPool("list", "app", `/apppool.name:${pool}`),
  { before: [], argv: ["nonsense"] },
  { before: [], argv: ["list"] },
  { before: [], argv: ["list", "nonsense"] },
  { before: [], argv: ["list", "config", "-section:nonsense"] },
];

/** All cases, in an order that is the same in every run. */
export const cases: readonly Case[] = [...ofVerbs, ...ofLists, ...ofAttributes];

/** Brings a server back to the state before a case. */
export const cleanUp = ["delete", "apppool", pool] as const;
