import { type ListedPool, parsePools } from "../../appcmd/answers/pools";
import type { UnknownTexts } from "../../appcmd/answers/document";
import { poolKey } from "../../names";
import { settingAttributes } from "../../settings/app-pool-attributes";
import type { Settings } from "../../settings/value";
import { attributeValue, parseXml, type XmlNode } from "../../xml/parse";
import { type ImportedHost, importPools } from "./import-pools";

/** What a file that is to be imported is: one that can be, or else in words what it is and what to do. */
type Recognized =
  { readonly kind: "metabase" | "pools" } | { readonly kind: "other"; readonly what: string; readonly remedy?: string };

const other = (what: string, remedy?: string): Recognized => ({
  kind: "other",
  what,
  ...(remedy !== undefined && { remedy }),
});

const exportAnew = "export the pools with: appcmd list apppool /config /xml";

/** What `appcmd list <object> /xml` prints, by the element of an object. */
const objects: ReadonlyMap<string, string> = new Map(
  ["SITE", "APP", "VDIR", "WP", "REQUEST", "MODULE", "BACKUP", "CONFIG", "TRACE"].map((name) => [
    name,
    name === "TRACE" ? "trace" : name.toLowerCase(),
  ]),
);

/** Files by their root element. */
const roots: ReadonlyMap<string, Recognized> = new Map([
  ["system.applicationHost", other("a section of the configuration, as appcmd list config prints it", exportAnew)],
  ["applicationPools", other("a piece of an applicationHost.config", exportAnew)],
  ["applicationPoolDefaults", other("a piece of an applicationHost.config", exportAnew)],
  ["DatabaseMeta", other("MBSchema.xml, the schema of the metabase", "name the MetaBase.xml beside it")],
  ["MetaData", other("the schema of the metabase", "name the MetaBase.xml beside it")],
  ["configSchema", other("a schema of IIS's configuration")],
  ["Objs", other("what PowerShell's Export-Clixml writes", exportAnew)],
  ["Objects", other("what PowerShell's ConvertTo-Xml writes", exportAnew)],
  ["html", other("a web page")],
]);

/** Sections that tell what a `<configuration>` is, the first that it has. */
const sections: readonly (readonly [name: RegExp, is: Recognized])[] = [
  [/^MBProperty$/, { kind: "metabase" }],
  [/^system\.applicationHost$/, other("an applicationHost.config", "read it with --config-file in place of --from")],
  [/^configurationRedirection$/, other("redirection.config", "the configuration is where it points to")],
  [/^(?:moduleProviders|administrators|trustedProviders)$/, other("administration.config of IIS Manager")],
  [
    /^(?:system\.web|system\.webServer|appSettings|connectionStrings|runtime|startup|system\.serviceModel|configSections)$/,
    other("a web.config or another .config file of .NET", "application pools stand in applicationHost.config"),
  ],
];

/**
 * Tells a MetaBase.xml and what appcmd exports from all else that people have at hand.
 *
 * @throws XmlError for XML that is not well-formed
 */
export function recognizeExport(text: string): Recognized {
  const start = text.replace(/^\uFEFF/, "").trimStart();
  if (start === "") return other("empty", exportAnew);
  if (!start.startsWith("<")) return start.includes("<appcmd") ? { kind: "pools" } : recognizeText(start);
  // Without /xml appcmd prints one element a pool, and no root.
  if (/^<add[\s/>]/.test(start)) return { kind: "pools" };
  const root = parseXml(start);
  if (root.name === "appcmd") return recognizeAnswer(root);
  if (root.name === "configuration") return recognizeConfiguration(root);
  return roots.get(root.name) ?? other(`XML with the root <${root.name}>`, exportAnew);
}

function recognizeText(text: string): Recognized {
  if (/^APPPOOL "/.test(text)) return other("a list of names, as appcmd list apppool prints it", exportAnew);
  if (/^(?:SITE|APP|VDIR|WP) "/.test(text)) return other("a list that appcmd printed, and not of application pools");
  if (/^(?:APPPOOL|\[?add\]?)\s/.test(text)) return other("text, as appcmd list apppool /text:* prints it", exportAnew);
  if (/^ERROR \(/.test(text)) return other("an error of appcmd", exportAnew);
  if (/^[{[]/.test(text)) return other("JSON", exportAnew);
  if (/^(?:pools|version|hosts|defaults)\s*:/m.test(text))
    return other("a pool file already", "plan it with iispools plan");
  return other("no XML", exportAnew);
}

function recognizeAnswer({ children }: XmlNode): Recognized {
  const names = new Set(children.map(({ name }) => name));
  if (names.size === 0) return other("an answer of appcmd without an application pool", exportAnew);
  if (names.has("ERROR")) return other("an error of appcmd", exportAnew);
  if (names.has("APPPOOL")) {
    const hasSettings = children.some((child) => child.children.length > 0);
    return hasSettings
      ? { kind: "pools" }
      : other("a list of names, as appcmd list apppool /xml prints it", exportAnew);
  }
  const [known] = [...names].flatMap((name) => objects.get(name) ?? []);
  return other(known === undefined ? "an answer of appcmd" : `what appcmd list ${known} prints`, exportAnew);
}

function recognizeConfiguration(root: XmlNode): Recognized {
  const names = sectionsOf(root);
  const found = sections.find(([name]) => names.some((one) => name.test(one)));
  return found?.[1] ?? other("a .config file without application pools", exportAnew);
}

/** The sections of a configuration, those inside a `<location>` as well. */
function sectionsOf(root: XmlNode): string[] {
  const inner = root.children.filter(({ name }) => name === "location").flatMap(({ children }) => children);
  const declared = root.children
    .filter(({ name }) => name === "configSections")
    .flatMap(({ children }) => children.flatMap((group) => attributeValue(group, "name") ?? []));
  return [...root.children, ...inner].map(({ name }) => name).concat(declared);
}

/** Settings that every IIS has: an export that gives a pool all of them was made with `/config:*`. */
const everywhere = settingAttributes.filter(({ since, secret }) => since === "7.0" && secret !== true);

const allInForce =
  "the export gives every value in force, also what pools inherit, and all of it is declared here; export with /config for what is written at each pool alone";

/**
 * The pools that somebody exported with `appcmd list apppool /config`, with or without `/xml`, as declarations. What was
 * exported with `/config:*` is declared as a whole: nothing in it says what is inherited.
 *
 * @throws IisError `UNREADABLE_OUTPUT`
 */
export function importListedPools(text: string): ImportedHost {
  const effective = parsePools(text);
  const isWhole = effective.length > 0 && effective.every(({ settings }) => hasAll(settings));
  const pools = isWhole ? effective : parsePools(text, "explicit");
  const imported = importPools({
    pools: byKey(pools),
    explicit: {
      ...{ pools: new Map(pools.map(({ name, settings }) => [poolKey(name), settings])), defaults: {} },
      unknown: unknownOf(pools),
    },
  });
  return isWhole ? { ...imported, notes: [allInForce, ...imported.notes] } : imported;
}

function hasAll(settings: Settings): boolean {
  return everywhere.every(({ path }) => settings[path] !== undefined);
}

function byKey<T extends ListedPool>(pools: readonly T[]): Map<string, T> {
  return new Map(pools.map((pool) => [poolKey(pool.name), pool]));
}

/** What each pool has that is not known, by its path in the section. */
function unknownOf(pools: readonly ListedPool[]): UnknownTexts {
  return Object.fromEntries(
    pools.flatMap(({ name, unknown = {} }) =>
      Object.entries(unknown).map(([path, text]) => [`[name='${name}'].${path}`, text] as const),
    ),
  );
}
