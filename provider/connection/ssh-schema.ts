import * as z from "zod";
import { bool, number, optional, secretText, text, textLike, wholeNumber } from "../input/members";
import { object } from "../input/object";
import { lazily } from "../lazily";
import {
  address,
  environmentPrefix,
  hostKeyForm,
  keyRules,
  passphrase,
  privateKeyForm,
  sshDefaults,
} from "./ssh-forms";

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
     * The path of a file with the private key, in place of `privateKey`, read on the machine that connects. Relative paths
     * start at the working directory of the Pulumi program, or at the folder of the pool file; `~/` is the home folder.
     */
    privateKeyFile: optional(text("a path")).meta({
      description:
        "The path of a file with the private key, in place of `privateKey`, read on the machine that connects. Relative paths start at the working directory of the Pulumi program, or at the folder of the pool file; `~/` is the home folder.",
      examples: ["~/.ssh/deploy"],
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
     * @default the environment variable PULUMI_IIS_SSH_KNOWN_HOSTS, else ~/.ssh/known_hosts
     */
    knownHosts: optional(text("a path")).meta({
      description: "A file with the keys of known servers, in the format of `ssh`.",
      environment: `${prefix}KNOWN_HOSTS`,
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
export const proxySchema = lazily((): z.ZodObject<ProxyShape, z.core.$strict> =>
  object(proxyShape()).meta({ dependencies: keyRules }),
);

/** The fields that lead to a server over SSH, the proxy apart. */
export const sshSchema = lazily((): z.ZodObject<SshShape, z.core.$strict> => object(sshShape(environmentPrefix.host)));

// Named, because the declarations of other files would repeat a shape without a name, and without the TSDoc of its keys.

/** The fields of {@link sshSchema}. */
export interface SshShape extends ReturnType<typeof sshShape> {}

/** The fields of {@link proxySchema}. */
export interface ProxyShape extends ReturnType<typeof proxyShape> {}

/** How to log in to a machine over SSH: the field names of `connection` in `@pulumi/command`, and the host key. */
export interface SshFields extends Readonly<z.input<ReturnType<typeof sshSchema>>> {}
