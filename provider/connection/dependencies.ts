import type { JsonSchema } from "../input/json-schema";
import { keyRules } from "./ssh-forms";

type Dependency = Readonly<{
  required?: readonly string[];
  properties?: Readonly<Record<string, unknown>>;
  allOf?: readonly JsonSchema[];
}>;

/** A client certificate is for one kind of login. */
const ofCertificate: Dependency = {
  required: ["auth"],
  properties: { auth: { const: "certificate" } },
};

const overHttps: Dependency = { properties: { https: { const: true } } };

/** The rules of `rules.ts` and `winrm-rules.ts` that begin with one field, in the form of JSON Schema. */
const ownRules: Readonly<Record<string, Dependency>> = {
  ...keyRules,
  insecure: overHttps,
  caCert: { properties: { ...overHttps.properties, insecure: { const: false } } },
  certFingerprint: { properties: { ...overHttps.properties, insecure: { const: false } } },
  clientCert: ofCertificate,
  clientKey: ofCertificate,
  shell: {
    allOf: [
      {
        if: { required: ["type"], properties: { type: { const: "winrm" } } },
        then: { properties: { shell: { const: "cmd" } } },
      },
    ],
  },
  auth: {
    allOf: [
      { if: { properties: { auth: { enum: ["kerberos", "basic", "certificate"] } } }, then: overHttps },
      {
        if: { properties: { auth: { const: "certificate" } } },
        then: { required: ["clientCert", "clientKey"], properties: { clientCert: true, clientKey: true } },
      },
    ],
  },
};

/**
 * The rules over several fields of a connection as the `dependencies` of its JSON Schema, by the field with which each
 * begins. The checks of the same rules are in rules.ts and winrm-rules.ts.
 *
 * @param needHost the fields of a server besides `host`
 * @param onlyOverSsh those of them that no server over WinRM has
 * @param onlyOverWinrm those of them that no server over SSH has
 */
export function connectionDependencies(
  needHost: readonly string[],
  onlyOverSsh: readonly string[],
  onlyOverWinrm: readonly string[],
): Readonly<Record<string, JsonSchema>> {
  const typeRule = (key: string): Dependency => {
    if (onlyOverSsh.includes(key)) return { properties: { type: { const: "ssh" } } };
    return onlyOverWinrm.includes(key) ? { required: ["type"], properties: { type: { const: "winrm" } } } : {};
  };
  const needsHost: Dependency = { required: ["host"], properties: { host: true } };
  return Object.fromEntries(needHost.map((key) => [key, both(both(needsHost, typeRule(key)), ownRules[key] ?? {})]));
}

function both(one: Dependency, other: Dependency): Dependency {
  return {
    ...{ ...one, ...other },
    required: [...(one.required ?? []), ...(other.required ?? [])],
    properties: { ...one.properties, ...other.properties },
  };
}
