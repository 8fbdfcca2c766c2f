import { IisError } from "../errors";
import { faultAt, type InputFault } from "../input/faults-of";
import { describeMissing } from "../input/wording";
import { needHost, notOffline, type Shell } from "./schema";
import { remoteShells } from "./remote-shell";
import { typeFaults } from "./winrm-rules";

/**
 * The faults of a connection in rules over several fields, with paths below it. The JSON Schema has these rules too, except the
 * one about `appcmdPath` and the shell.
 *
 * @param given the present keys, also those of a proxy, with any values.
 * @param isUnknown whether an absent key has a value that is not known yet.
 */
export function brokenRules(given: object, isUnknown: (key: string) => boolean): InputFault[] {
  const fields = new Map(Object.entries(given).filter(([, value]) => value !== undefined));
  const proxy: unknown = fields.get("proxy");
  return [
    ...onePlace(fields, isUnknown),
    ...typeFaults(fields, isUnknown),
    ...startable(fields),
    ...keyFaults(fields, []),
    ...(typeof proxy === "object" && proxy !== null ? keyFaults(new Map(Object.entries(proxy)), ["proxy"]) : []),
  ];
}

type Given = ReadonlyMap<string, unknown>;

/** A connection has one target. */
function onePlace(given: Given, isUnknown: (key: string) => boolean): InputFault[] {
  if (given.has("configFile")) {
    const others = notOffline().filter((key) => given.has(key));
    if (others.length === 0) return [];
    const message = `configFile is for offline work and cannot be combined with ${others.join(", ")}`;
    return [faultAt([], message)];
  }
  const others = needHost().filter((key) => given.has(key));
  if (others.length === 0 || given.has("host") || isUnknown("host")) return [];
  const missing = describeMissing("the name or address of the server", `with ${others.join(", ")}`);
  return [faultAt([], `host ${missing}`)];
}

/** A path on a server must pass through a shell. */
function startable(given: Given): InputFault[] {
  const path = given.get("appcmdPath");
  if (typeof path !== "string" || path.trim() === "" || path.includes("\0") || !given.has("host")) return [];
  const shell = given.get("shell") as Shell | undefined;
  try {
    remoteShells[shell === "powershell" ? shell : "cmd"].line(path, []);
    return [];
  } catch (error) {
    if (!(error instanceof IisError)) throw error;
    return [faultAt(["appcmdPath"], error.message)];
  }
}

function keyFaults(given: Given, group: readonly string[]): InputFault[] {
  return [...onePrivateKey(given, group), ...oneHostKey(given, group)];
}

/** A private key is its text or its file. */
function onePrivateKey(given: Given, group: readonly string[]): InputFault[] {
  if (given.get("privateKey") === undefined || given.get("privateKeyFile") === undefined) return [];
  return [faultAt([...group, "privateKeyFile"], "cannot be combined with privateKey")];
}

/** A host key is either verified or ignored. */
function oneHostKey(given: Given, group: readonly string[]): InputFault[] {
  const others = ["hostKey", "knownHosts"].filter((key) => given.get(key) !== undefined);
  if (given.get("insecureIgnoreHostKey") !== true || others.length === 0) return [];
  const message = `cannot be combined with ${others.join(" and ")}`;
  return [faultAt([...group, "insecureIgnoreHostKey"], message)];
}
