import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../../connection/schema";
import { IisError, messageWithCode } from "../../errors";
import { describeWrong } from "../../input/wording";
import { formatFault } from "../../pool-file/pool-file";
import { checkRecycle, commandConnection, recycleCommand } from "../core/recycle/command";
import type { Recycled } from "../core/recycle/schema";
import { connectionOf, runError } from "./registered-properties";
import type { DeepInputs, ResourceArgs } from "./settings-resource";

type Command = typeof import("@pulumi/command");

/** The release of `@pulumi/command` whose inputs this package uses. */
const release = "1.2.1";

/**
 * `@pulumi/command`, loaded on demand: a program without RecycleAppPool works without it.
 *
 * @throws pulumi.RunError if it is not installed
 */
export function loadCommand(): Command {
  try {
    return require("@pulumi/command") as Command;
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw runError(
      `RecycleAppPool needs the package @pulumi/command, which is not installed: npm i @pulumi/command@${release}`,
    );
  }
}

/** Whether the package itself is missing, and not one of its dependencies. */
function isMissing(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "MODULE_NOT_FOUND" && message.includes("'@pulumi/command'");
}

/** The arguments of a {@link RecycleAppPool}. */
export interface RecycleAppPoolArgs extends ResourceArgs<Recycled> {
  /**
   * Where appcmd is, as for an AppPool. A server over SSH is verified by its `hostKey`, a public key, because
   * `@pulumi/command` reads no known_hosts. It has no WinRM: a server over WinRM is refused.
   *
   * @default the connection of the stack's config (`iis:host`, `iis:configFile` …), else appcmd.exe of this machine
   */
  connection?: DeepInputs<Connection> | undefined;
}

/**
 * Recycles an application pool when its content has changed: at the first `up`, and whenever a trigger, the pool or its
 * host changes. Nothing else recycles it: not a new password of the connection, and not `destroy`. A pool without
 * worker process needs no recycle and causes no error. A missing pool, and a server whose IIS does not respond, fail
 * the deployment.
 *
 * It is a `local.Command` or `remote.Command` of `@pulumi/command`, which must be installed: `npm i
 * @pulumi/command@1.2.1`.
 */
export class RecycleAppPool extends pulumi.ComponentResource {
  /** The type as the engine and policy packs name it. */
  static readonly __pulumiType = "iis:index:RecycleAppPool";

  /** The output of appcmd at the last recycle. */
  readonly stdout: pulumi.Output<string>;

  /** @throws pulumi.RunError if `@pulumi/command` is not installed */
  constructor(name: string, args: RecycleAppPoolArgs, opts?: pulumi.ComponentResourceOptions) {
    const { local, remote } = loadCommand();
    super(RecycleAppPool.__pulumiType, name, {}, opts);
    const connection = connectionOf(args.connection);
    // The command, local or remote, must be known before any output is.
    if (pulumi.Output.isInstance(connection)) {
      const wrong = describeWrong("an object", connection, () => "an output");
      throw runError(`RecycleAppPool "${name}": connection ${wrong}; its fields can be outputs`);
    }
    // The command line contains no secret, and @pulumi/command makes the whole connection one.
    const isPoolSecret = pulumi.isSecret(pulumi.output(args.pool));
    const given = pulumi
      .unsecret(pulumi.output({ pool: args.pool, connection, isPoolSecret }))
      .apply((raw) => check(name, raw));
    const command = given.apply((known) => ({ interpreter: undefined, environment: undefined, ...commandOf(known) }));
    const common = {
      ...{ create: command.create, update: command.update },
      triggers: [command.target, ...args.triggers],
    };
    const child = { parent: this, ...(opts?.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
    const isRemote = (connection as Partial<Connection> | undefined)?.host !== undefined;
    const made = isRemote
      ? new remote.Command(name, { ...common, connection: given.apply(loginOf) }, child)
      : new local.Command(
          name,
          // An output of undefined is omitted, because the types cannot exclude it.
          { ...common, interpreter: command.interpreter as never, environment: command.environment as never },
          child,
        );
    this.stdout = made.stdout;
    this.registerOutputs({ stdout: this.stdout });
  }
}

interface Known {
  readonly pool: string;
  readonly connection: Connection | undefined;
}

/** What a program gives, when it is known. */
interface Given {
  readonly pool: string;
  readonly connection: unknown;
  readonly isPoolSecret: boolean;
}

function check(name: string, { pool, connection, isPoolSecret }: Given): Known {
  const faults = checkRecycle(pool, connection, isPoolSecret);
  if (faults.length === 0) return { pool, connection: connection as Connection | undefined };
  const lines = faults.map(formatFault);
  throw runError([`RecycleAppPool "${name}":`, ...lines].join("\n  "));
}

function commandOf({ pool, connection }: Known): ReturnType<typeof recycleCommand> {
  const { platform, execPath: node } = process;
  return asRunError(() => recycleCommand(pool, connection, { platform, node, folder: process.cwd() }));
}

function loginOf({ connection = {} }: Known): ReturnType<typeof commandConnection> {
  return asRunError(() => commandConnection(connection, process.env));
}

/** The engine prints a RunError without the stack. */
function asRunError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof IisError) throw runError(messageWithCode(error));
    throw error;
  }
}
