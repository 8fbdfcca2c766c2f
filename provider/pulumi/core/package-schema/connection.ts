import {
  type ConnectionField,
  connectionFields,
  sshFields as fieldsOverSsh,
} from "../../../transport/connection-fields";
import type { ProviderFlags } from "../provider-config";
import { enumOf, type PropertySpecs, type PropertySpec, refTo, tokenOf, type Types, type TypeSpec } from "./spec";

/** A connection, as resources and functions take it. */
export const connectionProperty: PropertySpec = {
  ...refTo("Connection"),
  description:
    "Where appcmd is. Default: what the provider's configuration has of it (`iis:host`, `iis:configFile` …), else appcmd.exe of this machine. Another host is another resource.",
};

/** The types that a connection is made of. */
export function connectionTypes(): Types {
  const overSsh = {
    description:
      "How to log in to a machine over SSH. A secret may be `${env:NAME}`: then an environment variable holds it, and no state does.",
    type: "object",
    properties: fieldProperties(fieldsOverSsh),
    required: ["host"],
  } as const;
  return {
    [tokenOf("Connection")]: {
      description:
        "Where appcmd is. Left out: `%windir%\\system32\\inetsrv\\appcmd.exe` on this machine. With `host`: the same on that server, over SSH. With `configFile`: no server at all.",
      type: "object",
      properties: fieldProperties(connectionFields),
    },
    [tokenOf("SshFields")]: overSsh,
    // The generator for Java writes a type twice that both functions and the config have, and stops.
    [tokenOf("ConfigProxy")]: overSsh,
    [tokenOf("Shell")]: enumOf("The shells in which OpenSSH for Windows runs commands.", {
      cmd: "cmd.exe.",
      powershell: "Windows PowerShell.",
    }),
  };
}

const flagDocs: Readonly<Record<keyof ProviderFlags, string>> = {
  adopt: "Take over pools that exist, for every pool that does not say itself. Default: false.",
  forceDelete:
    "Delete pools even while applications use them, for every pool that does not say itself. Default: false.",
  readOnly: "Refuse every write, as for previews and drift jobs. Default: false.",
  backup: "Have appcmd make a backup before the first write to a host. Default: false.",
  refreshBeforeUpdate:
    "Have the engine read every resource before each preview and update, so that what drifted is shown with its live " +
    "value, also without --refresh. From the next update or refresh on. Default: false.",
};

/** What the provider takes: the fields of a connection, and what is to hold for every pool. */
export function providerProperties(): PropertySpecs {
  const flags = Object.entries(flagDocs).map(([name, description]): [string, PropertySpec] => [
    name,
    { type: "boolean", description },
  ]);
  return { ...fieldProperties(connectionFields), ...Object.fromEntries(flags) };
}

/** The same in the config of a stack. */
export function configProperties(): PropertySpecs {
  const { proxy, ...others } = providerProperties();
  return { ...others, ...(proxy && { proxy: { ...proxy, ...refTo("ConfigProxy") } }) };
}

function fieldProperties(fields: Readonly<Record<string, ConnectionField>>): PropertySpecs {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldProperty(name, field)]));
}

function fieldProperty(name: string, field: ConnectionField): PropertySpec {
  return {
    ...fieldType(name, field),
    description: field.default === undefined ? field.doc : `${field.doc} Default: ${field.default}.`,
    ...(field.secret === true && { secret: true }),
    ...(field.isIdentity === true && { willReplaceOnChanges: true }),
  };
}

function fieldType(name: string, { type }: ConnectionField): TypeSpec {
  if (name === "shell") return refTo("Shell");
  return type === "object" ? refTo("SshFields") : { type };
}
