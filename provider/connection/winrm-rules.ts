import { faultAt, type InputFault } from "../input/faults-of";
import { describeMissing } from "../input/wording";
import { onlyOverSsh } from "./schema";
import { certificateText, keyText, winrmSchema } from "./winrm-schema";

type Given = ReadonlyMap<string, unknown>;

/** The field over WinRM that does what a field over SSH does. */
const counterparts: Readonly<Partial<Record<string, string>>> = {
  privateKey: "clientKey",
  privateKeyFile: "clientKey",
  hostKey: "certFingerprint",
  knownHosts: "caCert",
  insecureIgnoreHostKey: "insecure",
};

/**
 * The faults of a connection in rules about `type`, and in those over several fields of a server over WinRM, with paths
 * below the connection.
 *
 * @param isUnknown whether an absent key has a value that is not known yet
 */
export function typeFaults(given: Given, isUnknown: (key: string) => boolean): InputFault[] {
  if (given.has("configFile") || isUnknown("type")) return [];
  const type = given.get("type") ?? "ssh";
  if (type === "winrm") {
    return [
      ...notOfSsh(given),
      ...cmdOnly(given),
      ...needHttps(given),
      ...certificateLogin(given, isUnknown),
      ...oneCheck(given),
    ];
  }
  if (type !== "ssh") return [];
  return present(given, Object.keys(winrmSchema().shape)).map((key) =>
    faultAt([key], "is for a server over WinRM and requires type: winrm"),
  );
}

function present(given: Given, keys: readonly string[]): readonly string[] {
  return keys.filter((key) => given.has(key));
}

function notOfSsh(given: Given): InputFault[] {
  return present(given, onlyOverSsh()).map((key) => {
    const instead = counterparts[key] === undefined ? "" : `; over WinRM use ${counterparts[key]}`;
    return faultAt([key], `is for a server over SSH and cannot be combined with type: winrm${instead}`);
  });
}

/** A service starts a program alone, or in cmd.exe. */
function cmdOnly(given: Given): InputFault[] {
  if (given.get("shell") !== "powershell") return [];
  return [faultAt(["shell"], "powershell is for a server over SSH; with type: winrm omit shell, or use cmd")];
}

/** Why a login is over HTTPS only. */
const overHttpsOnly: ReadonlyMap<unknown, string> = new Map([
  ["kerberos", "the package kerberos cannot encrypt messages"],
  ["basic", "it does not encrypt the password"],
  ["certificate", "it is a login of HTTPS"],
]);

/** Over HTTP there is no certificate, and only a login that encrypts messages is safe. */
function needHttps(given: Given): InputFault[] {
  if (given.get("https") !== false) return [];
  const auth = given.get("auth");
  const why = overHttpsOnly.get(auth);
  return [
    ...present(given, ["insecure", "caCert", "certFingerprint"]).map((key) =>
      faultAt([key], "cannot be combined with https: false, because without HTTPS there is no certificate"),
    ),
    ...(why === undefined
      ? []
      : [faultAt(["auth"], `${String(auth)} cannot be combined with https: false, because ${why}`)]),
  ];
}

function certificateLogin(given: Given, isUnknown: (key: string) => boolean): InputFault[] {
  const fields = { clientCert: certificateText, clientKey: keyText };
  const keys = Object.entries(fields);
  if (given.get("auth") === "certificate") {
    return keys
      .filter(([key]) => !given.has(key) && !isUnknown(key))
      .map(([key, what]) => faultAt([key], describeMissing(what, "with auth: certificate")));
  }
  if (isUnknown("auth")) return [];
  return present(given, Object.keys(fields)).map((key) => faultAt([key], "requires auth: certificate"));
}

/** A certificate is either checked or not. */
function oneCheck(given: Given): InputFault[] {
  const others = present(given, ["caCert", "certFingerprint"]);
  if (given.get("insecure") !== true || others.length === 0) return [];
  return [faultAt(["insecure"], `cannot be combined with ${others.join(" and ")}`)];
}
