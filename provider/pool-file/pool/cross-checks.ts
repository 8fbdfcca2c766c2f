import type { Fault } from "../../errors";
import type { AttributeValue } from "../../settings/codecs/codecs";
import { accountPaths, identityTypePath, passwordPath, userNamePath } from "../../settings/key-path";

/** The key of a pool that states whether its applications can run in two worker processes at once. */
export const multiInstanceKey = "multiInstance";

/** The settings of `multiInstance: false`: no second worker process, not even while recycling. */
const singleInstance: Readonly<Record<string, AttributeValue>> = {
  "processModel.maxProcesses": 1,
  "recycling.disallowOverlappingRotation": true,
};

/** The settings that a declared `multiInstance` implies; `true` and the default imply nothing. */
export function impliedSettings(multiInstance: unknown): Readonly<Record<string, AttributeValue>> {
  return multiInstance === false ? singleInstance : {};
}

/** Declared settings that contradict the declared `multiInstance`. */
export function contradictions(multiInstance: unknown, declared: (path: string) => Known): readonly Fault[] {
  return Object.entries(impliedSettings(multiInstance)).flatMap(([path, value]) => {
    const found = declared(path);
    if (found.kind !== "value" || found.value === value) return [];
    return [
      {
        path,
        message: `contradicts multiInstance: false, which sets it to ${JSON.stringify(value)}; remove one of them`,
      },
    ];
  });
}

/** One setting of the input: its value, absent, or not known (yet). */
export type Known =
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "absent" }
  | { readonly kind: "unknown" };

/**
 * The rules over several settings of one pool. Unknown values are never reported. An empty user name or password counts
 * as absent: it clears the old one.
 */
export function crossChecks(declared: (path: string) => Known): readonly Fault[] {
  const identityType = declared(identityTypePath);
  switch (identityType.kind) {
    case "unknown":
      return managedAccountFaults(declared);
    case "absent":
      return undeclaredIdentityFaults(declared);
    case "value":
      return textOf(identityType) === "SpecificUser"
        ? [...specificUserFaults(declared), ...managedAccountFaults(declared)]
        : otherIdentityFaults(declared, textOf(identityType) ?? "");
  }
}

function specificUserFaults(declared: (path: string) => Known): readonly Fault[] {
  const faults: Fault[] = [];
  const userName = declared(userNamePath);
  if (!isSetOrUnknown(userName)) {
    faults.push({ path: userNamePath, message: "is required with identityType SpecificUser" });
  }
  if (textOf(userName) !== undefined && !isManaged(userName) && !isSetOrUnknown(declared(passwordPath))) {
    faults.push({
      path: passwordPath,
      message:
        "is required with identityType SpecificUser, except for a managed service account (a userName that ends in $)",
    });
  }
  return faults;
}

function managedAccountFaults(declared: (path: string) => Known): readonly Fault[] {
  if (!isManaged(declared(userNamePath)) || textOf(declared(passwordPath)) === undefined) return [];
  return [
    {
      path: passwordPath,
      message: "is not allowed, because userName ends in $: Windows keeps the password of a managed service account",
    },
  ];
}

function otherIdentityFaults(declared: (path: string) => Known, identityType: string): readonly Fault[] {
  return accountPaths
    .filter((path) => textOf(declared(path)) !== undefined)
    .map((path) => ({
      path,
      message: `has no effect with identityType ${identityType}; remove it or write identityType: SpecificUser`,
    }));
}

function undeclaredIdentityFaults(declared: (path: string) => Known): readonly Fault[] {
  const given = accountPaths.filter((path) => textOf(declared(path)) !== undefined);
  if (given.length === 0) return [];
  const names = given.map((path) => path.slice(path.indexOf(".") + 1)).join(" and ");
  return [
    {
      path: identityTypePath,
      message: `is required with ${names}. Write identityType: SpecificUser`,
    },
  ];
}

function isManaged(userName: Known): boolean {
  return textOf(userName)?.endsWith("$") === true;
}

function isSetOrUnknown(declared: Known): boolean {
  return declared.kind === "unknown" || textOf(declared) !== undefined;
}

function textOf(declared: Known): string | undefined {
  return declared.kind === "value" && typeof declared.value === "string" && declared.value !== ""
    ? declared.value
    : undefined;
}
