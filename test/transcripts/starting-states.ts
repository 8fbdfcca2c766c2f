import { poolsConfig } from "../emulator/memory-world";

/** How the publisher changed the text, and what of it can be compared. */
export type Publishing =
  /** Byte for byte but for line ends, and the line end at the very end. */
  | "line ends"
  /** Byte for byte. */
  | "nothing"
  /** Line ends, and blank lines come and go: CR CR LF counts once or twice. */
  | "blank lines"
  /** Line ends and indents. */
  | "layout"
  /** Only a piece of the answer was published. */
  | "piece"
  /** The end of the answer is missing: `…`, or "tail cut". */
  | "cut off";

/** The machine a transcript was taken on, as far as it can be known, and what was not printed of the call. */
export interface StartingState {
  /** Content of the section of the pools; an empty section when left out. */
  readonly pools?: string;
  /** The whole configuration file, in place of `pools`. */
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Calls that bring the machine into its state. */
  readonly before?: readonly (readonly string[])[];
  /** The arguments, where the command that was published is none or abridged. */
  readonly argv?: readonly string[];
  /** What the publisher put in place of a name, and the name. */
  readonly renamed?: readonly [published: string, real: string];
  /** Standard input, or the call whose answer is piped in. */
  readonly input?: string | readonly string[];
  readonly published?: Publishing;
  /** For transcripts without exit code; 0 when left out. */
  readonly exitCode?: number;
  /** What the answer must match, where none was published. */
  readonly answer?: RegExp;
  /** Text that the configuration must hold afterwards. */
  readonly leaves?: string;
}

const section = "-section:system.applicationHost/applicationPools";
const fault = (text: string): Record<string, string> => ({ APPCMD_EMULATOR_FAULT: text });
const p = '<add name="p"><environmentVariables><add name="k" value="v" /></environmentVariables></add>';
const scheduled = (name: string): string =>
  `<add name="${name}"><recycling><periodicRestart><schedule><add value="01:00:00" /><add value="06:00:00" /></schedule></periodicRestart></recycling></add>`;
const defaultPool = '<add name="DefaultAppPool" />';
const v2 = '<add name="DefaultAppPool" managedRuntimeVersion="v2.0" />';
const variables = "[name='DefaultAppPool'].environmentVariables";
const site = poolsConfig(defaultPool).replace(
  "</applicationPools>",
  '</applicationPools><sites><site name="Default Web Site" id="1"><application path="/" applicationPool="DefaultAppPool" /></site><site name="Other" id="2"><application path="/" /></site></sites>',
);
const exported = (pool: string, settings: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<appcmd>\n<APPPOOL APPPOOL.NAME="${pool}" PipelineMode="Integrated" RuntimeVersion="v4.0" state="Started">\n${settings}\n</APPPOOL>\n</appcmd>`;

/** The starting state of every transcript that is replayed, by its id. */
export const startingStates: Readonly<Record<string, StartingState>> = {
  "MS-02": {},
  "MS-03": {},
  "MS-04": {
    before: [
      ["add", "backup"],
      ["add", "backup", "MyBackup"],
    ],
  },
  "MS-05": {
    pools: defaultPool,
    before: [
      ["add", "backup", "MyBackup"],
      ["add", "apppool", "/name:New"],
    ],
    leaves: poolsConfig(defaultPool),
  },
  "MS-06": { config: site },
  "MS-12": { leaves: '<add name="MyAppPool" />' },
  "MS-15": { pools: '<add name="MyAppPool" />', leaves: 'managedRuntimeVersion="v1.1"' },
  "MS-17": { pools: v2 },
  "MS-32": {},
  "CFG-01": { pools: '<add name="Contoso" />', leaves: '<processModel shutdownTimeLimit="00:00:30" />' },
  "CFG-03": { pools: defaultPool, leaves: '<failure rapidFailProtection="true" />' },
  "CFG-04": { pools: defaultPool, leaves: 'rapidFailProtectionInterval="00:05:00"' },
  "CFG-05": { pools: defaultPool, leaves: 'rapidFailProtectionMaxCrashes="5"' },
  "CFG-06": { leaves: '<add name="Contoso" />' },
  "CFG-08": { pools: defaultPool, leaves: '<cpu action="KillW3wp" />' },
  "CFG-09": { pools: defaultPool, leaves: '<cpu resetInterval="00:04:00" />' },
  "CFG-10": { pools: '<add name="Contoso" />', leaves: '<add name="foo" value="bar" />' },
  "CFG-11": { leaves: '<applicationPoolDefaults autoStart="true" />' },
  "CFG-13": { leaves: '<add name="Contoso" autoStart="true" managedPipelineMode="Integrated" />' },
  "CFG-14": { leaves: '<add name="Contoso" />' },
  "TN-06": { pools: '<add name="MSExchangeOWAAppPool" />' },
  "GH-04": {
    pools: p,
    env: { APPCMD_EMULATOR_IIS: "10.0" },
    argv: ["set", "config", section, "/-[name='p'].environmentVariables"],
    exitCode: 87,
  },
  "GH-07": {
    env: { ...fault("rpc:1:C:\\count"), APPCMD_EMULATOR_LANG: "ru" },
    pools: '<add name="AppPool1" startMode="AlwaysRunning" />',
  },
  "GH-08": { env: fault("rejected:1:C:\\count"), argv: ["list", "apppool"], published: "cut off" },
  "GH-09": { pools: '<add name="X" />' },
  "GH-11": {
    pools:
      '<add name="SiteName" managedRuntimeVersion=""><processModel identityType="SpecificUser" userName="user" password="password" /></add>',
    // The blog's author put [SiteName] for the name, which IIS would refuse.
    renamed: ["[SiteName]", "SiteName"],
    published: "layout",
  },
  "GH-12": {
    pools:
      '<add name="DefaultAppPool" /><applicationPoolDefaults managedRuntimeVersion="v4.0"><processModel loadUserProfile="true" /></applicationPoolDefaults>',
    env: { APPCMD_EMULATOR_IIS: "8.5" },
  },
  "GH-13": { pools: '<add name="RubricasAppPool" managedRuntimeVersion="" />' },
  "GH-18": {
    env: { APPCMD_EMULATOR_IIS: "8.5" },
    argv: ["add", "apppool", "/in"],
    input: exported("New", '<add name="New"><environmentVariables></environmentVariables></add>'),
    exitCode: 13,
  },
  "GH-22": { config: site, published: "piece" },
  "GH-24": { pools: '<add name="AppPool1" startMode="AlwaysRunning" />', published: "piece" },
  "GH-27": { config: site, answer: /<APP path="\/" APP\.NAME="Default Web Site\/" APPPOOL\.NAME="DefaultAppPool"/ },
  "GH-28": {
    argv: ["add", "apppool", "/in"],
    input: exported("Copy", '<add name="Copy" queueLength="2000"><processModel idleTimeout="00:00:00" /></add>'),
    answer: /^APPPOOL object "Copy" added\r\n$/,
    leaves: '<add name="Copy" queueLength="2000">',
  },
  "GH-30": {
    pools: defaultPool,
    answer: /^APPPOOL\r\n {2}APPPOOL\.NAME:"DefaultAppPool"\r\n[^]*\r\n {4}queueLength:"1000"\r\n/,
  },
  "GH-31": {
    pools: '<add name="A" />\n<add name="B" />',
    argv: ["set", "apppool", "/in", "/enable32BitAppOnWin64:true"],
    input: ["list", "apppool", "/xml"],
    answer: /^APPPOOL object "A" changed\r\nAPPPOOL object "B" changed\r\n$/,
    leaves: '<add name="A" enable32BitAppOnWin64="true" />\n            <add name="B" enable32BitAppOnWin64="true" />',
  },
  "GH-33": { pools: scheduled("app1"), leaves: '<schedule><add value="03:00:00" /><add value="01:00:00" />' },
  "GH-34": {
    pools: scheduled("p"),
    argv: [
      "set",
      "config",
      section,
      "/[name='p'].recycling.periodicRestart.schedule.[value='06:00:00'].value:07:00:00",
    ],
    leaves: '<add value="07:00:00" />',
  },
  "GH-35": { pools: '<add name="X"><processModel identityType="LocalSystem" /></add>', leaves: '<add name="X" />' },
  "GH-36": { pools: p, leaves: '<add name="p" />' },
  "GH-41": { pools: '<add name="SharePoint Central Administration v3" />' },
  "GH-42": {
    pools: '<add name="Old" managedPipelineMode="Classic" />',
    answer: /APPPOOL.NAME:"([^"]+)"[\s\S]*?managedPipelineMode:"Classic"/,
  },
  "IS-01": { pools: defaultPool },
  "IS-02": { pools: defaultPool, argv: ["set", "config", section, `/+${variables}.[name='a',value='it's']`] },
  "IS-03": { pools: defaultPool, argv: ["set", "config", section, `/+${variables}.[name='X',value='']`] },
  "IS-07": { pools: '<add name="X" />', env: fault("start4312:1:C:\\count"), argv: ["start", "apppool", "X"] },
  "IS-09": {
    pools: scheduled("p"),
    argv: [
      "set",
      "config",
      "/section:applicationPools",
      "/+[name='p'].recycling.periodicRestart.schedule.[value='01:00:00']",
    ],
  },
  "IS-11": {
    // IIS 7.0 as it came first: service pack 2 brought ApplicationPoolIdentity.
    pools: '<add name="p" />',
    env: { APPCMD_EMULATOR_IIS: "7.0" },
    argv: ["set", "config", section, "/[name='p'].processModel.identityType:ApplicationPoolIdentity"],
    published: "cut off",
    exitCode: 87,
  },
  "IS-12": {
    pools: '<add name="p" />',
    argv: ["set", "config", section, "/+[name='p'].recycling.periodicRestart.schedule.[value='']"],
    exitCode: 87,
  },
  "IS-14": {
    pools: '<add name="p" />',
    env: fault("busy:1:C:\\count"),
    argv: ["set", "config", section, "/[name='p'].autoStart:false"],
    published: "blank lines",
  },
  "IS-16": { env: fault("denied"), argv: ["list", "apppool"] },
  "IS-17": {
    env: { APPCMD_EMULATOR_CONFIG: "C:\\Users\\Administrator\\Documents\\IISExpress\\config\\applicationHost.config" },
    config: "not XML",
    argv: ["list", "apppool"],
    published: "blank lines",
    exitCode: 13,
  },
  "IS-18": { pools: '<add name="X" autoStart="false" />', argv: ["stop", "apppool", "/apppool.name:X"] },
  "IS-19": {
    argv: ["set", "config", "-section:system.applicationHost/sites", "-[name='Default", "FTP", "Site']'SslAllow'"],
  },
  "IS-21": {
    pools: '<add name="A"><processModel identityType="SpecificUser" userName="USERNAME" password="******" /></add>',
    argv: ["list", "apppool", "/config", "/xml"],
    published: "piece",
  },
  "CO-01": { leaves: '<add name="p" managedRuntimeVersion="v4.0" managedPipelineMode="Integrated" />' },
  "CO-03": { pools: '<add name="p" />', leaves: 'identityType="SpecificUser" userName="u" password="[enc:' },
  "CO-04": { pools: scheduled("p"), leaves: '<add name="p" />' },
  "CO-05": { pools: '<add name="p" />', leaves: '<add value="03:00:00" />' },
  "CO-06": { pools: '<add name="p"><processModel userName="u" /></add>', leaves: '<processModel userName="" />' },
  "CO-07": { pools: defaultPool, leaves: '<add name="N2" value="V2" />' },
  "CO-08": {
    argv: ["set", "config", section, "/[name='p'].managedRuntimeVersion:"],
    pools: '<add name="p" managedRuntimeVersion="v4.0" />',
    leaves: '<add name="p" managedRuntimeVersion="" />',
  },
  "CO-15": { published: "nothing" },
  "CO-16": { published: "nothing" },
  "CO-18": { answer: /^General purpose IIS command line administration tool\.\r\r\n/ },
  "CO-19": { answer: /^General purpose IIS command line administration tool\.\r\r\n/ },
};
