/**
 * How to log in to a machine over SSH: the field names of `connection` in `@pulumi/command`, and by what it is recognised.
 * A secret may be `${env:NAME}`: then an environment variable holds it, and no state and no file does.
 */
export interface SshFields {
  /** Name or address of the machine. */
  readonly host?: string;
  /**
   * The port of its SSH server.
   *
   * @default 22
   */
  readonly port?: number;
  /**
   * Who logs in; appcmd needs an administrator.
   *
   * @default the environment variable PULUMI_IIS_SSH_USER, else who runs the program
   */
  readonly user?: string;
  /**
   * The user's password.
   *
   * @default the environment variable PULUMI_IIS_SSH_PASSWORD, which keeps it out of every state
   */
  readonly password?: string;
  /**
   * A private key: the text itself, in the format of OpenSSH, PEM or PuTTY. It is tried before the password.
   *
   * @default the environment variable PULUMI_IIS_SSH_PRIVATE_KEY
   */
  readonly privateKey?: string;
  /**
   * The passphrase of the private key.
   *
   * @default the environment variable PULUMI_IIS_SSH_PRIVATE_KEY_PASSWORD
   */
  readonly privateKeyPassword?: string;
  /**
   * The socket of an SSH agent, on Windows the name of its pipe.
   *
   * @default the environment variable SSH_AUTH_SOCK, where there is no private key
   */
  readonly agentSocketPath?: string;
  /**
   * The machine's own key: its public key (`ssh-ed25519 AAAA…`) or its fingerprint (`SHA256:…`).
   *
   * @default whatever `knownHosts` has for it
   */
  readonly hostKey?: string;
  /**
   * A file with the keys of known machines, as `ssh` keeps it.
   *
   * @default ~/.ssh/known_hosts
   */
  readonly knownHosts?: string;
  /**
   * Log in to whatever machine answers, and hand it the password. For test machines that are made anew each time.
   *
   * @default false
   */
  readonly insecureIgnoreHostKey?: boolean;
  /**
   * How long one attempt to log in may take, in seconds; 0 is without limit.
   *
   * @default 15
   */
  readonly perDialTimeout?: number;
  /**
   * How many attempts may fail, a little longer apart each time; -1 is without limit. A login that the server ends before
   * it answers a command is such an attempt. Refused logins and keys are never tried again.
   *
   * @default 10
   */
  readonly dialErrorLimit?: number;
}

/** The shells in which OpenSSH for Windows runs commands. */
export const shells = ["cmd", "powershell"] as const;

/** One of {@link shells}. */
export type Shell = (typeof shells)[number];

/** The fields that hold secrets. */
export const secretFields = ["password", "privateKey", "privateKeyPassword"] as const;
