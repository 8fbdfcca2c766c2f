import type { Connection } from "./connection";
import { shells, type SshFields } from "./ssh-fields";

/** What there is to know of one field of a connection, besides its rules. */
export interface ConnectionField {
  readonly type: "string" | "integer" | "number" | "boolean" | "object";
  /** What the field says, as in the TSDoc of its interface; a test compares the two. */
  readonly doc: string;
  /** What holds where it is left out, in words. */
  readonly default?: string;
  /** All accepted texts, where there are few. */
  readonly values?: readonly string[];
  /** The value must never be shown. */
  readonly secret?: true;
  /** With another value the connection leads to another host: {@link connectionKey}. */
  readonly isIdentity?: true;
}

/** The fields that lead to a machine over SSH, in the order in which they are documented. */
export const sshFields = {
  host: { type: "string", doc: "Name or address of the machine.", isIdentity: true },
  port: { type: "integer", doc: "The port of its SSH server.", default: "22", isIdentity: true },
  user: {
    type: "string",
    doc: "Who logs in; appcmd needs an administrator.",
    default: "the environment variable PULUMI_IIS_SSH_USER, else who runs the program",
  },
  password: {
    type: "string",
    doc: "The user's password.",
    default: "the environment variable PULUMI_IIS_SSH_PASSWORD, which keeps it out of every state",
    secret: true,
  },
  privateKey: {
    type: "string",
    doc: "A private key: the text itself, in the format of OpenSSH, PEM or PuTTY. It is tried before the password.",
    default: "the environment variable PULUMI_IIS_SSH_PRIVATE_KEY",
    secret: true,
  },
  privateKeyPassword: {
    type: "string",
    doc: "The passphrase of the private key.",
    default: "the environment variable PULUMI_IIS_SSH_PRIVATE_KEY_PASSWORD",
    secret: true,
  },
  agentSocketPath: {
    type: "string",
    doc: "The socket of an SSH agent, on Windows the name of its pipe.",
    default: "the environment variable SSH_AUTH_SOCK, where there is no private key",
  },
  hostKey: {
    type: "string",
    doc: "The machine's own key: its public key (`ssh-ed25519 AAAA…`) or its fingerprint (`SHA256:…`).",
    default: "whatever `knownHosts` has for it",
  },
  knownHosts: {
    type: "string",
    doc: "A file with the keys of known machines, as `ssh` keeps it.",
    default: "~/.ssh/known_hosts",
  },
  insecureIgnoreHostKey: {
    type: "boolean",
    doc: "Log in to whatever machine answers, and hand it the password. For test machines that are made anew each time.",
    default: "false",
  },
  perDialTimeout: {
    type: "number",
    doc: "How long one attempt to log in may take, in seconds; 0 is without limit.",
    default: "15",
  },
  dialErrorLimit: {
    type: "integer",
    doc: "How many attempts may fail, a little longer apart each time; -1 is without limit. A login that the server ends before it answers a command is such an attempt. Refused logins and keys are never tried again.",
    default: "10",
  },
} as const satisfies Readonly<Record<keyof SshFields, ConnectionField>>;

/** Every field of a connection, in the order in which they are documented. */
export const connectionFields: Readonly<Record<keyof Connection, ConnectionField>> = {
  configFile: {
    type: "string",
    doc: "An `applicationHost.config` to work on offline, with the appcmd emulator of this package: for trying out, for checks of pull requests, on any machine. Relative paths start at the folder of the Pulumi program.",
    isIdentity: true,
  },
  appcmdPath: {
    type: "string",
    doc: "An executable with appcmd's command line, in place of `%windir%\\system32\\inetsrv\\appcmd.exe`. With `host`: on that server, where it may begin with `%windir%`.",
    isIdentity: true,
  },
  codePage: {
    type: "integer",
    doc: "The number of the code page in which appcmd prints where it does not print UTF-8: 437, 850, 866, 1252 …, as `chcp` tells it on the host.",
    default: "on Windows what `chcp` says; elsewhere an answer that is no UTF-8 is refused",
  },
  ...sshFields,
  shell: {
    type: "string",
    doc: "The shell in which the server's OpenSSH runs commands: cmd.exe, unless its registry says otherwise (`DefaultShell`).",
    default: "cmd",
    values: shells,
  },
  proxy: {
    type: "object",
    doc: "A machine on the way to the server, which is reached from there: the same fields.",
    isIdentity: true,
  },
};

/** The names of the fields of {@link sshFields}. */
export const sshFieldNames = Object.keys(sshFields) as readonly (keyof SshFields)[];

/** The names of the fields of {@link connectionFields}. */
export const connectionFieldNames = Object.keys(connectionFields) as readonly (keyof Connection)[];
