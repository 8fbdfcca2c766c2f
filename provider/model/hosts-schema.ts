import type { JsonSchema } from "../input/json-schema";

const noControl = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$";
/** A text that is not empty and has no control characters. */
export const textSchema = { type: "string", minLength: 1, pattern: noControl };

/** The schema of `hosts` in a pool file: each host with its connection. */
export function hostsSchema(): JsonSchema {
  return {
    description:
      "The hosts that this file is for, each with its connection; { } is appcmd of this machine. Left out: the hosts that the other files name, or this machine.",
    type: "object",
    minProperties: 1,
    propertyNames: { pattern: "^(?=.*[^\\s])[^\\u0000-\\u001f\\u007f-\\u009f*?/\\\\]+$" },
    additionalProperties: {
      type: "object",
      not: {
        ...needs("configFile"),
        anyOf: [needs("appcmdPath"), needs("host")],
      },
      properties: {
        configFile: {
          ...textSchema,
          description:
            "An applicationHost.config to work on offline, with the appcmd emulator; relative to this file's folder.",
          examples: ["./applicationHost.config"],
        },
        appcmdPath: {
          ...textSchema,
          description: "An executable with appcmd's command line, in place of %windir%\\system32\\inetsrv\\appcmd.exe.",
        },
        codePage: {
          type: "integer",
          description: "The code page in which appcmd prints where it does not print UTF-8, as chcp tells it there.",
          examples: [850],
        },
        ...sshFields(),
        shell: {
          enum: ["cmd", "powershell"],
          description: "The shell of the host's OpenSSH; cmd unless it was changed.",
        },
        proxy: {
          type: "object",
          required: ["host"],
          additionalProperties: false,
          properties: sshFields(),
          description: "A machine on the way, from which the host is reached.",
        },
      },
    },
    examples: [{ "web-01": {}, lab: { configFile: "./applicationHost.config" } }],
  };
}

/** That a key is there, whatever it holds. */
function needs(key: string): JsonSchema {
  return { properties: { [key]: true }, required: [key] };
}

/** How to log in over SSH. */
function sshFields(): Readonly<Record<string, JsonSchema>> {
  const secret = (what: string): JsonSchema => ({
    type: "string",
    pattern: "^\\$\\{env:[A-Za-z_]\\w*\\}$",
    description: `${what}: \${env:NAME}, the environment variable that holds it.`,
  });
  return {
    host: {
      ...textSchema,
      description: "The name or address that is reached over SSH.",
      examples: ["web-01.example.com"],
    },
    port: { type: "integer", minimum: 1, maximum: 65535, description: "Its SSH server's port; 22 if left out." },
    user: { ...textSchema, description: "Who logs in: an administrator.", examples: ["CORP\\deploy"] },
    password: secret("The user's password"),
    privateKey: secret("A private key, tried before the password"),
    privateKeyPassword: secret("The passphrase of the private key"),
    agentSocketPath: { ...textSchema, description: "The socket of an SSH agent; SSH_AUTH_SOCK if left out." },
    hostKey: { ...textSchema, description: "The machine's own public key, or its fingerprint (SHA256:…)." },
    knownHosts: { ...textSchema, description: "A file with keys of known machines; ~/.ssh/known_hosts if left out." },
    insecureIgnoreHostKey: { type: "boolean", description: "Log in to whatever machine answers." },
    perDialTimeout: { type: "number", minimum: 0, description: "Seconds for one attempt to log in; 15 if left out." },
    dialErrorLimit: { type: "integer", minimum: -1, description: "Attempts that may fail; 10 if left out." },
  };
}
