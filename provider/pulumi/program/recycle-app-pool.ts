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

/** The release whose inputs this package knows. */
const release = "1.2.1";

/**
 * `@pulumi/command`, loaded when it is needed: a program that recycles nothing works without it.
 *
 * @throws pulumi.RunError where it is not installed
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

/** Whether it is the package itself that is missing, and not something that it needs. */
function isMissing(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "MODULE_NOT_FOUND" && message.includes("'@pulumi/command'");
}

/** What a {@link RecycleAppPool} takes. */
export interface RecycleAppPoolArgs extends ResourceArgs<Recycled> {
  /**
   * Where appcmd is, as for an AppPool. A server over SSH is recognised by its `hostKey`, a public key, as
   * `@pulumi/command` reads no known_hosts.
   *
   * @default what the stack's config has of it (`iis:host`, `iis:configFile` …), else appcmd.exe of this machine
   */
  connection?: DeepInputs<Connection> | undefined;
}

/**
 * Recycles an application pool when what it serves has changed: with the first `up`, which knows of no earlier build, and
 * whenever a trigger, the pool or its host is another one. Nothing else recycles it, be it a new password of the
 * connection, nor does `destroy`. A pool without worker process needs none and fails nothing; one that is missing, and a
 * server whose IIS does not answer, fail the deployment.
 *
 * It is a `local.Command` or `remote.Command` of `@pulumi/command`, which has to be installed: `npm i
 * @pulumi/command@1.2.1`.
 */
export class RecycleAppPool extends pulumi.ComponentResource {
  /** The type as the engine and policy packs name it. */
  static readonly __pulumiType = "iis:index:RecycleAppPool";

  /** What appcmd said when the pool was recycled the last time. */
  readonly stdout: pulumi.Output<string>;

  /** @throws pulumi.RunError where `@pulumi/command` is not installed */
  constructor(name: string, args: RecycleAppPoolArgs, opts?: pulumi.ComponentResourceOptions) {
    const { local, remote } = loadCommand();
    super(RecycleAppPool.__pulumiType, name, {}, opts);
    const connection = connectionOf(args.connection);
    // Which of the two commands it is has to be known before any value is.
    if (pulumi.Output.isInstance(connection)) {
      const wrong = describeWrong("an object", connection, () => "an output");
      throw runError(`RecycleAppPool "${name}": connection ${wrong}; its fields can be outputs`);
    }
    // No secret gets into the command line, and @pulumi/command makes the whole connection one.
    const given = pulumi.unsecret(pulumi.output({ pool: args.pool, connection })).apply((raw) => check(name, raw));
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
          // An output of undefined is left out, as the types cannot tell.
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

function check(name: string, { pool, connection }: { pool: string; connection: unknown }): Known {
  const faults = checkRecycle(pool, connection);
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
