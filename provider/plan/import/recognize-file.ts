import { attributeValue, parseXml, type XmlNode } from "../../xml/parse";

/** The kind of a file to import: a supported one, or a description of the file and what to do. */
type Recognized =
  { readonly kind: "metabase" | "pools" } | { readonly kind: "other"; readonly what: string; readonly remedy?: string };

const other = (what: string, remedy?: string): Recognized => ({
  kind: "other",
  what,
  ...(remedy !== undefined && { remedy }),
});

const howToExport = "export the pools with: appcmd list apppool /config /xml";

/** The output of `appcmd list <object> /xml`, by the element of an object. */
const objects: ReadonlyMap<string, string> = new Map(
  ["SITE", "APP", "VDIR", "WP", "REQUEST", "MODULE", "BACKUP", "CONFIG", "TRACE"].map((name) => [
    name,
    name === "TRACE" ? "trace" : name.toLowerCase(),
  ]),
);

/** Files by their root element. */
const roots: ReadonlyMap<string, Recognized> = new Map([
  ["system.applicationHost", other("a section of the configuration, as appcmd list config prints it", howToExport)],
  ["applicationPools", other("a piece of an applicationHost.config", howToExport)],
  ["applicationPoolDefaults", other("a piece of an applicationHost.config", howToExport)],
  ["DatabaseMeta", other("MBSchema.xml, the schema of the metabase", "name the MetaBase.xml beside it")],
  ["MetaData", other("the schema of the metabase", "name the MetaBase.xml beside it")],
  ["configSchema", other("a schema of IIS's configuration")],
  ["Objs", other("the output of PowerShell's Export-Clixml", howToExport)],
  ["Objects", other("the output of PowerShell's ConvertTo-Xml", howToExport)],
  ["html", other("a web page")],
]);

/** Sections that identify the kind of a `<configuration>`; the first match is used. */
const sections: readonly (readonly [name: RegExp, is: Recognized])[] = [
  [/^MBProperty$/, { kind: "metabase" }],
  [/^system\.applicationHost$/, other("an applicationHost.config", "read it with --config-file instead of --from")],
  [/^configurationRedirection$/, other("redirection.config", "the configuration is where it points to")],
  [/^(?:moduleProviders|administrators|trustedProviders)$/, other("administration.config of IIS Manager")],
  [
    /^(?:system\.web|system\.webServer|appSettings|connectionStrings|runtime|startup|system\.serviceModel|configSections)$/,
    other("a web.config or another .config file of .NET", "application pools are in applicationHost.config"),
  ],
];

/**
 * Recognizes a MetaBase.xml, exports of appcmd, and other files that people may give.
 *
 * @throws XmlError for XML that is not well-formed
 */
export function recognizeFile(text: string): Recognized {
  const start = text.replace(/^\uFEFF/, "").trimStart();
  if (start === "") return other("empty", howToExport);
  if (!start.startsWith("<")) return start.includes("<appcmd") ? { kind: "pools" } : recognizeText(start);
  // Without /xml appcmd prints one element for each pool, and no root.
  if (/^<add[\s/>]/.test(start)) return { kind: "pools" };
  const root = parseXml(start);
  if (root.name === "appcmd") return recognizeAnswer(root);
  if (root.name === "configuration") return recognizeConfiguration(root);
  return roots.get(root.name) ?? other(`XML with the root <${root.name}>`, howToExport);
}

function recognizeText(text: string): Recognized {
  if (/^APPPOOL "/.test(text)) return other("a list of names, as appcmd list apppool prints it", howToExport);
  if (/^(?:SITE|APP|VDIR|WP) "/.test(text)) return other("a list that appcmd printed, but not of application pools");
  if (/^(?:APPPOOL|\[?add\]?)\s/.test(text))
    return other("text, as appcmd list apppool /text:* prints it", howToExport);
  if (/^ERROR \(/.test(text)) return other("an error of appcmd", howToExport);
  if (/^[{[]/.test(text)) return other("JSON", howToExport);
  if (/^(?:pools|version|hosts|defaults)\s*:/m.test(text))
    return other("a pool file already", "plan it with iispools plan");
  return other("not XML", howToExport);
}

function recognizeAnswer({ children }: XmlNode): Recognized {
  const names = new Set(children.map(({ name }) => name));
  if (names.size === 0) return other("an answer of appcmd without an application pool", howToExport);
  if (names.has("ERROR")) return other("an error of appcmd", howToExport);
  if (names.has("APPPOOL")) {
    const hasSettings = children.some((child) => child.children.length > 0);
    return hasSettings
      ? { kind: "pools" }
      : other("a list of names, as appcmd list apppool /xml prints it", howToExport);
  }
  const [known] = [...names].flatMap((name) => objects.get(name) ?? []);
  return other(known === undefined ? "an answer of appcmd" : `the output of appcmd list ${known}`, howToExport);
}

function recognizeConfiguration(root: XmlNode): Recognized {
  const names = sectionsOf(root);
  const found = sections.find(([name]) => names.some((one) => name.test(one)));
  return found?.[1] ?? other("a .config file without application pools", howToExport);
}

/** The sections of a configuration, also those inside a `<location>`. */
function sectionsOf(root: XmlNode): string[] {
  const inner = root.children.filter(({ name }) => name === "location").flatMap(({ children }) => children);
  const declared = root.children
    .filter(({ name }) => name === "configSections")
    .flatMap(({ children }) => children.flatMap((group) => attributeValue(group, "name") ?? []));
  return [...root.children, ...inner].map(({ name }) => name).concat(declared);
}
