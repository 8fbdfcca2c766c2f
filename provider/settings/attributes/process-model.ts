import type { Attribute } from "../codecs/codec";
import type { Range } from "../attribute-facts";
import { accountName } from "../codecs/account-name";
import { boolean } from "../codecs/boolean";
import { choice } from "../codecs/choice";
import { timeSpan } from "../codecs/time-span";
import { flags } from "../codecs/flags";
import { integer } from "../codecs/integer";
import { string } from "../codecs/string";
import type { Since } from "../iis-version";
import { attributeGroup, enumeration, flagBits, range } from "./group";

const attribute = attributeGroup("processModel", "processmodel");
const limit = { ranges: range(1, 4_294_967) } as const;
const maxProcesses: Since<Range> = [
  ["7.0", { min: 1, max: 2_147_483_647 }],
  ["8.0", { min: 0, max: 2_147_483_647 }],
];

/** The attributes of `processModel`: identity, lifetime and health of worker processes. */
export const processModelAttributes: readonly Attribute[] = [
  attribute(
    "identityType",
    choice,
    [
      ["7.0", "NetworkService"],
      ["7.5", "ApplicationPoolIdentity"],
    ],
    "The account that worker processes run as; SpecificUser uses userName and password.",
    {
      label: "Identity",
      values: enumeration({
        LocalSystem: "The account of Windows itself, which has full rights on the machine.",
        LocalService: "A built-in account with few rights, which is anonymous on the network.",
        NetworkService: "A built-in account with few rights, which is the machine's account on the network.",
        SpecificUser: "The account of userName and password.",
        ApplicationPoolIdentity: "A virtual account that IIS creates for each pool, named after the pool.",
      }),
      examples: ["ApplicationPoolIdentity"],
    },
  ),
  attribute(
    "userName",
    accountName,
    "",
    "The account of identityType SpecificUser; a name that ends in $ is a managed service account, which has no password.",
    { label: "Identity User Name", examples: ["CORP\\svc-shop", "CORP\\gmsa-shop$"] },
  ),
  attribute("password", string, "", "The password of userName; IIS stores it encrypted and it is never shown.", {
    label: "Identity Password",
    secret: true,
  }),
  attribute("loadUserProfile", boolean, "false", "Whether the user profile of the identity is loaded.", {
    label: "Load User Profile",
  }),
  attribute(
    "setProfileEnvironment",
    boolean,
    "true",
    "Whether worker processes get the environment of the identity's user profile.",
    { since: "7.5" },
  ),
  attribute("logonType", choice, "LogonBatch", "The type of logon that Windows uses for the identity.", {
    since: "7.5",
    values: enumeration({
      LogonBatch: "The identity must have the right to log on as a batch job.",
      LogonService: "The identity must have the right to log on as a service.",
    }),
  }),
  attribute(
    "manualGroupMembership",
    boolean,
    "false",
    "Whether you add the identity to the IIS_IUSRS group yourself; else IIS does.",
  ),
  attribute("idleTimeout", timeSpan, "00:20:00", "How long a worker process may be without a request before it ends.", {
    label: "Idle Time-out",
    ranges: range(0, 2_592_000, 60),
    zero: "never",
    zeroName: "off",
    examples: ["20m", "00:00:00"],
  }),
  attribute("idleTimeoutAction", choice, "Terminate", "What happens to a worker process after idleTimeout.", {
    label: "Idle Time-out Action",
    since: "8.5",
    values: enumeration({
      Terminate: "The worker process ends.",
      Suspend: "The worker process is paged out to disk and continues with the next request.",
    }),
    examples: ["Suspend"],
  }),
  attribute("maxProcesses", integer, "1", "How many worker processes serve the pool; more than 1 is a web garden.", {
    label: "Maximum Worker Processes",
    unit: "worker processes",
    ranges: maxProcesses,
    zero: "one for each NUMA node (since IIS 8.0)",
  }),
  attribute(
    "shutdownTimeLimit",
    timeSpan,
    "00:01:30",
    "How long a stopping worker process may take to finish its requests.",
    { label: "Shutdown Time Limit", ...limit, examples: ["90s"] },
  ),
  attribute("startupTimeLimit", timeSpan, "00:01:30", "How long a worker process may take to start.", {
    ...limit,
    label: "Startup Time Limit",
  }),
  attribute("pingingEnabled", boolean, "true", "Whether IIS pings worker processes to check that they respond.", {
    label: "Ping Enabled",
  }),
  attribute("pingInterval", timeSpan, "00:00:30", "The time between two pings.", {
    label: "Ping Period",
    ...limit,
    examples: ["30s"],
  }),
  attribute(
    "pingResponseTime",
    timeSpan,
    "00:01:30",
    "How long a worker process may take to respond to a ping before it is ended.",
    { ...limit, label: "Ping Maximum Response Time" },
  ),
  attribute("logEventOnProcessModel", flags, "IdleTimeout", "Which process-model events go to the event log.", {
    label: "Generate Process Model Event Log Entry",
    since: "8.0",
    values: flagBits({ IdleTimeout: "A worker process ended after idleTimeout." }),
    examples: [["IdleTimeout"], []],
  }),
];
