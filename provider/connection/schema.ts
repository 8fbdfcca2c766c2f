import * as z from "zod";
import { mustBe, oneOf, optional, text, wholeNumber } from "../input/members";
import { object } from "../input/object";
import { secretsByReference } from "../input/secrets-by-reference";
import { lazily } from "../lazily";
import { connectionDependencies } from "./dependencies";
import { passphrase, sshDefaults } from "./ssh-forms";
import { proxySchema, sshSchema, type SshShape } from "./ssh-schema";
import { winrmDefaults, winrmSchema, type WinrmShape } from "./winrm-schema";

/**
 * A connection: where appcmd is, and how to log in there. All facts about its fields are in this file, those of a machine
 * over SSH in ssh-schema.ts, those of a server over WinRM only in winrm-schema.ts. To add a field, write a key with its TSDoc and its member there. The member has its type, its
 * check, its default, its environment variable, whether it is a secret, and whether another value means another server.
 * Types, checks, JSON Schemas, the plugin's package schema and the tables of the pages are derived from it. The code that
 * uses the field is elsewhere.
 */

/** How a server is reached. */
function typeShape() {
  return {
    /**
     * How the server is reached.
     *
     * @default ssh
     */
    type: optional(oneOf(["ssh", "winrm"], { meaning: "how the server is reached" })).meta({
      description: "How the server is reached.",
      valueDocs: { ssh: "Over SSH: OpenSSH runs on the server.", winrm: "Over WinRM: Windows Remote Management." },
      defaultsTo: "ssh",
    }),
  };
}

/** The fields of {@link sshSchema} that have another default over WinRM. */
function eitherShape() {
  return {
    /**
     * The port of its SSH server, or of its WinRM.
     *
     * @default 22; over WinRM 5986, with `https: false` 5985
     */
    port: optional(wholeNumber(1, 65535)).meta({
      description: "The port of its SSH server, or of its WinRM.",
      defaultsTo: `${sshDefaults.port}; over WinRM ${winrmDefaults.port.https}, with \`https: false\` ${winrmDefaults.port.http}`,
      isIdentity: true,
    }),
    /**
     * The user who logs in; appcmd requires an administrator.
     *
     * @default the environment variable PULUMI_IIS_SSH_USER, else the user who runs the program; over WinRM the environment
     *   variable PULUMI_IIS_WINRM_USER
     */
    user: optional(text("the name of a user, such as Administrator or CORP\\deploy")).meta({
      description: "The user who logs in; appcmd requires an administrator.",
      examples: ["CORP\\deploy"],
      defaultsTo:
        "the environment variable PULUMI_IIS_SSH_USER, else the user who runs the program; over WinRM the environment variable PULUMI_IIS_WINRM_USER",
    }),
    /**
     * The user's password. Over SSH it is also the answer to a server that asks for it in a question
     * (keyboard-interactive).
     *
     * @default the environment variable PULUMI_IIS_SSH_PASSWORD, over WinRM PULUMI_IIS_WINRM_PASSWORD
     */
    password: optional(passphrase()).meta({
      description:
        "The user's password. Over SSH it is also the answer to a server that asks for it in a question (keyboard-interactive).",
      defaultsTo: "the environment variable PULUMI_IIS_SSH_PASSWORD, over WinRM PULUMI_IIS_WINRM_PASSWORD",
    }),
  };
}

/** The fields of a server besides {@link sshSchema} and {@link winrmSchema}. */
function besideSsh() {
  return {
    /** A machine on the way to the server, from which the server is reached: the same fields, over SSH. */
    proxy: optional(proxySchema()).meta({
      description: "A machine on the way to the server, from which the server is reached: the same fields, over SSH.",
      isIdentity: true,
    }),
    /**
     * The shell in which the server's OpenSSH runs commands: cmd.exe, unless its registry says otherwise (`DefaultShell`). Over
     * WinRM: `cmd` for a server that does not start a program without cmd.exe.
     *
     * @default cmd; over WinRM no shell
     */
    shell: optional(oneOf(["cmd", "powershell"], { meaning: "the shell in which the server runs commands" })).meta({
      description:
        "The shell in which the server's OpenSSH runs commands: cmd.exe, unless its registry says otherwise (`DefaultShell`). Over WinRM: `cmd` for a server that does not start a program without cmd.exe.",
      valueDocs: { cmd: "cmd.exe.", powershell: "Windows PowerShell, over SSH only." },
      defaultsTo: "cmd; over WinRM no shell",
    }),
  };
}

/** The fields of a server. */
function serverShape() {
  return { ...typeShape(), ...sshSchema().shape, ...eitherShape(), ...besideSsh(), ...winrmSchema().shape };
}

/** The fields that need `host`, in the order in which they are documented. */
export const needHost = lazily((): readonly string[] => Object.keys(serverShape()).filter((key) => key !== "host"));

/** The fields that `configFile` excludes, because there is no server. */
export const notOffline = lazily((): readonly string[] => ["appcmdPath", "host", ...needHost()]);

/** The fields of a server that SSH and WinRM have in common. */
const ofBoth: ReadonlySet<string> = new Set([
  ...["type", "host", "port", "user", "password", "perDialTimeout", "dialErrorLimit", "proxy", "shell"],
]);

/** The fields that are for a server over SSH only. */
export const onlyOverSsh = lazily((): readonly string[] => {
  const overWinrm = winrmSchema().shape;
  return needHost().filter((key) => !ofBoth.has(key) && !(key in overWinrm));
});

/** The fields of the machine on which appcmd runs. */
function appcmdShape() {
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
  };
}

/** The fields of a connection, by a name that declarations can repeat. */
export interface ConnectionShape
  extends
    ReturnType<typeof appcmdShape>,
    ReturnType<typeof typeShape>,
    Omit<SshShape, keyof ReturnType<typeof eitherShape>>,
    ReturnType<typeof eitherShape>,
    ReturnType<typeof besideSsh>,
    WinrmShape {}

function connectionShape(): ConnectionShape {
  return { ...appcmdShape(), ...serverShape() };
}

/** A connection, in programs and in the provider's configuration. */
export const connectionSchema = lazily(() =>
  object(connectionShape()).meta({
    dependencies: {
      ...connectionDependencies(needHost(), onlyOverSsh(), Object.keys(winrmSchema().shape)),
      configFile: { properties: Object.fromEntries(notOffline().map((key) => [key, false])) },
    },
  }),
);

/** A connection in a file, where each secret is `${env:NAME}`, the environment variable that holds it. */
export const connectionInFileSchema = lazily(() => secretsByReference(connectionSchema()));

/**
 * Where appcmd is. Default: `%windir%\system32\inetsrv\appcmd.exe` on this machine. With `host`: the same on that server,
 * over SSH or WinRM; the field names are those of `@pulumi/command`. With `configFile`: no server at all. A secret may be
 * `${env:NAME}`: then an environment variable holds it, and no state and no file does.
 */
export interface Connection extends Readonly<z.input<ReturnType<typeof connectionSchema>>> {}

/** The shells in which OpenSSH for Windows runs commands. */
export type Shell = NonNullable<Connection["shell"]>;

/**
 * The numbers of the code pages of Windows that this package reads: those that `iconv-lite` knows, and 65001, which is UTF-8.
 * Source: https://learn.microsoft.com/en-us/windows/win32/intl/code-page-identifiers
 */
export const codePageNumbers: readonly number[] = [
  ...[367, 437, 720, 737, 775, 808, 819, 850, 852, 855, 856, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874],
  ...[922, 932, 936, 949, 950, 1046, 1124, 1125, 1129, 1133, 1161, 1162, 1163],
  ...[1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 20866, 21866],
  ...[28591, 28592, 28593, 28594, 28595, 28596, 28597, 28598, 28599, 28600, 28601, 28603, 28604, 28605, 28606, 65001],
];
