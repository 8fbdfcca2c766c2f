import * as z from "zod";
import { bool, mustBe, number, oneOf, optional, secretText, text, textLike, wholeNumber } from "../input/members";
import { object } from "../input/object";
import { secretsByReference } from "../input/secrets-by-reference";
import { lazily } from "../lazily";
import { codePageNumbers } from "./code-pages";
import {
  address,
  environmentPrefix,
  hostKeyForm,
  hostKeyRules,
  hostKeyRulesOverSsh,
  passphrase,
  privateKeyForm,
  sshDefaults,
} from "./ssh-forms";

/**
 * A connection: where appcmd is, and how to log in there. All facts about its fields are in this file. To add a field, write
 * a key with its TSDoc and its member here. The member has its type, its check, its default, its environment variable, whether it
 * is a secret, and whether another value means another server. Types, checks, JSON Schemas, the plugin's package schema and the
 * tables of the pages are derived from it. The code that uses the field is elsewhere.
 */

/** The fields that lead to a machine over SSH. @param prefix of their environment variables */
function sshShape(prefix: string) {
  return {
    /** Name or address of the server, alone: user and port are fields of their own. */
    host: optional(
      address("the server", "web-01.example.com").meta({
        description: "Name or address of the server, alone: user and port are fields of their own.",
        examples: ["web-01.example.com"],
        isIdentity: true,
      }),
    ),
    /**
     * The port of its SSH server.
     *
     * @default 22
     */
    port: optional(wholeNumber(1, 65535)).meta({
      description: "The port of its SSH server.",
      defaultsTo: String(sshDefaults.port),
      isIdentity: true,
    }),
    /**
     * The user who logs in; appcmd requires an administrator.
     *
     * @default the environment variable PULUMI_IIS_SSH_USER, else the user who runs the program
     */
    user: optional(text("the name of a user, such as Administrator or CORP\\deploy")).meta({
      description: "The user who logs in; appcmd requires an administrator.",
      examples: ["CORP\\deploy"],
      environment: `${prefix}USER`,
      defaultsTo: "the user who runs the program",
    }),
    /**
     * The user's password. It is also the answer to a server that asks for it in a question (keyboard-interactive).
     *
     * @default the environment variable PULUMI_IIS_SSH_PASSWORD
     */
    password: optional(passphrase()).meta({
      description:
        "The user's password. It is also the answer to a server that asks for it in a question (keyboard-interactive).",
      environment: `${prefix}PASSWORD`,
    }),
    /**
     * A private key: the text itself, in the format of OpenSSH, PEM or PuTTY. It is tried before the password.
     *
     * @default the environment variable PULUMI_IIS_SSH_PRIVATE_KEY
     */
    privateKey: optional(
      secretText(
        'the text of a private key, not the path of its file (fs.readFileSync(path, "utf8") reads it)',
        privateKeyForm,
      ),
    ).meta({
      description:
        "A private key: the text itself, in the format of OpenSSH, PEM or PuTTY. It is tried before the password.",
      environment: `${prefix}PRIVATE_KEY`,
    }),
    /**
     * The passphrase of the private key.
     *
     * @default the environment variable PULUMI_IIS_SSH_PRIVATE_KEY_PASSWORD
     */
    privateKeyPassword: optional(passphrase()).meta({
      description: "The passphrase of the private key.",
      environment: `${prefix}PRIVATE_KEY_PASSWORD`,
    }),
    /**
     * The socket of an SSH agent, on Windows the name of its pipe.
     *
     * @default the environment variable SSH_AUTH_SOCK if there is no private key
     */
    agentSocketPath: optional(text("a path")).meta({
      description: "The socket of an SSH agent, on Windows the name of its pipe.",
      examples: ["\\\\.\\pipe\\openssh-ssh-agent"],
      defaultsTo: "the environment variable SSH_AUTH_SOCK if there is no private key",
    }),
    /**
     * The server's own key: its public key (`ssh-ed25519 AAAA…`) or its fingerprint (`SHA256:…`).
     *
     * @default what `knownHosts` has for the server
     */
    hostKey: optional(
      textLike(
        hostKeyForm,
        'a public key ("ssh-ed25519 AAAA…") or its fingerprint ("SHA256:…"), as ssh-keyscan or ssh-keygen -lf print it',
      ),
    ).meta({
      description: "The server's own key: its public key (`ssh-ed25519 AAAA…`) or its fingerprint (`SHA256:…`).",
      defaultsTo: "what `knownHosts` has for the server",
    }),
    /**
     * A file with the keys of known servers, in the format of `ssh`.
     *
     * @default ~/.ssh/known_hosts
     */
    knownHosts: optional(text("a path")).meta({
      description: "A file with the keys of known servers, in the format of `ssh`.",
      defaultsTo: "~/.ssh/known_hosts",
    }),
    /**
     * Log in to whatever machine answers, and send it the password. For test machines that are recreated each time.
     *
     * @default false
     */
    insecureIgnoreHostKey: optional(bool()).meta({
      description:
        "Log in to whatever machine answers, and send it the password. For test machines that are recreated each time.",
      defaultsTo: "false",
    }),
    /**
     * How long one attempt to log in may take, in seconds, without the way through a proxy; 0 is without limit.
     *
     * @default 15
     */
    perDialTimeout: optional(number(0, 86_400, "seconds, 0 for no limit")).meta({
      description:
        "How long one attempt to log in may take, in seconds, without the way through a proxy; 0 is without limit.",
      defaultsTo: String(sshDefaults.perDialTimeout),
    }),
    /**
     * How many attempts may fail, 0.2 to 2 seconds apart; -1 is without limit. A login that the server ends before it answers
     * a command is such an attempt. Refused logins and keys are never tried again.
     *
     * @default 10
     */
    dialErrorLimit: optional(wholeNumber(-1, 1_000_000)).meta({
      description:
        "How many attempts may fail, 0.2 to 2 seconds apart; -1 is without limit. A login that the server ends before it answers a command is such an attempt. Refused logins and keys are never tried again.",
      defaultsTo: String(sshDefaults.dialErrorLimit),
    }),
  };
}

// The shapes are functions of their own: within the call of object(), TypeScript would drop the TSDoc of spread keys from the
// package's declarations.
function proxyShape() {
  return {
    ...sshShape(environmentPrefix.proxy),
    /** Name or address of the machine on the way, alone: user and port are fields of their own. */
    host: address("the machine on the way", "jump.example.com").meta({
      description: "Name or address of the machine on the way, alone: user and port are fields of their own.",
      examples: ["jump.example.com"],
      isIdentity: true,
    }),
  };
}

/** The machine on the way to a server. */
export const proxySchema = lazily(() => object(proxyShape()).meta({ dependencies: hostKeyRules }));

/** The fields that lead to a server over SSH, the proxy apart. */
export const sshSchema = lazily(() => object(sshShape(environmentPrefix.host)));

/** The fields that are for a server over SSH only. */
function overSsh() {
  return {
    ...sshSchema().shape,
    /** A machine on the way to the server, from which the server is reached: the same fields. */
    proxy: optional(proxySchema()).meta({
      description: "A machine on the way to the server, from which the server is reached: the same fields.",
      isIdentity: true,
    }),
    /**
     * The shell in which the server's OpenSSH runs commands: cmd.exe, unless its registry says otherwise (`DefaultShell`).
     *
     * @default cmd
     */
    shell: optional(
      oneOf(["cmd", "powershell"], { meaning: "the shell in which the server's OpenSSH runs commands" }),
    ).meta({
      description:
        "The shell in which the server's OpenSSH runs commands: cmd.exe, unless its registry says otherwise (`DefaultShell`).",
      valueDocs: { cmd: "cmd.exe.", powershell: "Windows PowerShell." },
      defaultsTo: "cmd",
    }),
  };
}

/** The fields that need `host`, in the order in which they are documented. */
export const needHost = lazily((): readonly string[] => Object.keys(overSsh()).filter((key) => key !== "host"));

/** The fields that `configFile` excludes, because there is no server. */
export const notOffline = lazily((): readonly string[] => ["appcmdPath", "host", ...needHost()]);

function connectionShape() {
  return {
    /**
     * An `applicationHost.config` to work on offline, with the appcmd emulator of this package: for trying out, for checks of
     * pull requests, on any machine. Relative paths start at the folder of the Pulumi program, or of the pool file.
     */
    configFile: optional(text("a path")).meta({
      description:
        "An `applicationHost.config` to work on offline, with the appcmd emulator of this package: for trying out, for checks of pull requests, on any machine. Relative paths start at the folder of the Pulumi program, or of the pool file.",
      examples: ["./applicationHost.config"],
      isIdentity: true,
    }),
    /**
     * An executable with appcmd's command line, in place of `%windir%\system32\inetsrv\appcmd.exe`. With `host`: on that
     * server, where it may begin with `%windir%`.
     */
    appcmdPath: optional(text("a path")).meta({
      description:
        "An executable with appcmd's command line, in place of `%windir%\\system32\\inetsrv\\appcmd.exe`. With `host`: on that server, where it may begin with `%windir%`.",
      isIdentity: true,
    }),
    /**
     * The number of the code page in which appcmd prints where it does not print UTF-8: 437, 850, 866, 1252 …, as `chcp`
     * prints it on the server.
     *
     * @default what `chcp` prints there; on other systems than Windows an answer that is not UTF-8 is refused
     */
    codePage: optional(
      z.literal(codePageNumbers, {
        error: mustBe("the number of a code page of Windows, such as 437, 850, 866, 1252 or 65001 (UTF-8)"),
      }),
    ).meta({
      description:
        "The number of the code page in which appcmd prints where it does not print UTF-8: 437, 850, 866, 1252 …, as `chcp` prints it on the server.",
      examples: [850],
      defaultsTo: "what `chcp` prints there; on other systems than Windows an answer that is not UTF-8 is refused",
    }),
    ...overSsh(),
  };
}

/** A connection, in programs and in the provider's configuration. */
export const connectionSchema = lazily(() =>
  object(connectionShape()).meta({
    dependencies: {
      ...Object.fromEntries(needHost().map((key) => [key, { required: ["host"], properties: { host: true } }])),
      ...hostKeyRulesOverSsh,
      configFile: { properties: Object.fromEntries(notOffline().map((key) => [key, false])) },
    },
  }),
);

/** A connection in a file, where each secret is `${env:NAME}`, the environment variable that holds it. */
export const connectionInFileSchema = lazily(() => secretsByReference(connectionSchema()));

/**
 * Where appcmd is. Default: `%windir%\system32\inetsrv\appcmd.exe` on this machine. With `host`: the same on that server,
 * over SSH; the field names are those of `@pulumi/command`. With `configFile`: no server at all. A secret may be
 * `${env:NAME}`: then an environment variable holds it, and no state and no file does.
 */
export interface Connection extends Readonly<z.input<ReturnType<typeof connectionSchema>>> {}

/** How to log in to a machine over SSH: the field names of `connection` in `@pulumi/command`, and the host key. */
export interface SshFields extends Readonly<z.input<ReturnType<typeof sshSchema>>> {}

/** The shells in which OpenSSH for Windows runs commands. */
export type Shell = NonNullable<Connection["shell"]>;
