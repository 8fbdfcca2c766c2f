import { quote } from "../input/wording";
import { accountNameLink, readAccountName } from "../settings/codecs/account-name";
import { attributeOf } from "../settings/app-pool-attributes";
import { clrVersionLink, readClrVersion } from "../settings/codecs/clr-version";
import { variableProblem, variablesLink } from "../settings/codecs/variables";
import { ValueError } from "../settings/codecs/value-error";
import { encryptionOf } from "../secret";
import { paths } from "./pool-view";
import type { LintRule } from "./rule";

/** Accounts that are values of identityType, by the text after the last backslash of a user name. */
const builtIn: ReadonlyMap<string, string> = new Map([
  ["system", "LocalSystem"],
  ["localsystem", "LocalSystem"],
  ["local service", "LocalService"],
  ["localservice", "LocalService"],
  ["network service", "NetworkService"],
  ["networkservice", "NetworkService"],
  ["applicationpoolidentity", "ApplicationPoolIdentity"],
]);

/**
 * Values that IIS accepts but a worker process cannot use. The certain ones are already errors in files and programs.
 */
export const valueRules: readonly LintRule[] = [
  {
    id: "clr-version",
    profile: "recommended",
    severity: "error",
    doc: "With any value except the empty text, v1.1, v2.0 and v4.0, no worker process starts.",
    link: clrVersionLink,
    check: ({ text }) => problemAt(paths.clr, text(paths.clr), readClrVersion),
  },
  {
    id: "clr-1-1",
    profile: "recommended",
    severity: "warning",
    doc: "The CLR 1.1 exists only on servers up to IIS 7.5, as 32-bit, and supports only the Classic pipeline.",
    link: "https://learn.microsoft.com/en-us/previous-versions/iis/settings-schema/aa347554(v=vs.90)",
    check: ({ text }) => {
      if (text(paths.clr)?.toLowerCase() !== "v1.1") return [];
      const pipeline = text(paths.pipeline) === "Classic" ? "" : ", and also managedPipelineMode: Classic";
      return [
        {
          path: paths.clr,
          message: `Windows Server 2012 and later have no .NET Framework 1.1; write v2.0 or v4.0, or keep it for an old server${pipeline}`,
        },
      ];
    },
  },
  {
    id: "account-name",
    profile: "recommended",
    severity: "error",
    doc: "A user name with a slash, two backslashes or blanks around it is not an account; the worker process cannot log on.",
    link: accountNameLink,
    check: ({ text }) => problemAt(paths.userName, text(paths.userName), readAccountName),
  },
  {
    id: "built-in-account",
    profile: "recommended",
    severity: "warning",
    doc: "A built-in account is selected by identityType; as a user name it would require a password that it does not have.",
    link: attributeOf(paths.identityType).link,
    check: ({ text }) => {
      const [name = "", domain = ""] = (text(paths.userName) ?? "").toLowerCase().split("\\").reverse();
      const type = domain === "iis apppool" ? "ApplicationPoolIdentity" : builtIn.get(name);
      if (type === undefined || !["", ".", "nt authority", "iis apppool"].includes(domain)) return [];
      const message = `is a built-in account; remove userName and password and write identityType: ${type}`;
      return [{ path: paths.userName, message }];
    },
  },
  {
    id: "managed-account-domain",
    profile: "recommended",
    severity: "warning",
    doc: "A managed service account is a domain account, and its name includes the domain.",
    link: "https://learn.microsoft.com/en-us/windows-server/identity/ad-ds/manage/group-managed-service-accounts/group-managed-service-accounts/getting-started-with-group-managed-service-accounts",
    check: ({ text }) => {
      const name = text(paths.userName) ?? "";
      if (!name.endsWith("$") || (name.includes("\\") && !name.startsWith(".\\"))) return [];
      return [{ path: paths.userName, message: "ends in $ but has no domain; write DOMAIN\\name$" }];
    },
  },
  {
    id: "environment-variable",
    profile: "recommended",
    severity: "error",
    doc: "A variable whose name or value Windows does not allow is missing in the worker process, or prevents its start.",
    link: variablesLink,
    check: ({ map }) =>
      Object.entries(map(paths.variables)).flatMap(([name, value]) => {
        const problem = variableProblem(name, value);
        // In `NAME=value` as a name, the value may be a secret.
        const [shown = ""] = name.split("=", 1);
        return problem === undefined ? [] : [{ path: paths.variables, message: `${quote(shown)}: ${problem}` }];
      }),
  },
  {
    id: "environment-variable-blanks",
    profile: "recommended",
    severity: "warning",
    doc: "Blanks around the name of a variable are part of the name, but programs use the name without them.",
    link: variablesLink,
    check: ({ map }) =>
      Object.keys(map(paths.variables))
        .filter((name) => name !== name.trim() && name.trim() !== "")
        .map((name) => ({ path: paths.variables, message: `${quote(name)} has blanks around it; remove them` })),
  },
];

function problemAt(
  path: string,
  text: string | undefined,
  read: (text: string) => string,
): readonly { readonly path: string; readonly message: string }[] {
  // A value that another server's key encrypted may be correct.
  const isReadable = text !== undefined && encryptionOf(text) === undefined;
  const message = isReadable ? ValueError.messageOf(() => read(text)) : undefined;
  return message === undefined ? [] : [{ path, message }];
}
