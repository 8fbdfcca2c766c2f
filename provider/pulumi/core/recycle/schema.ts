import * as z from "zod";
import { lazily } from "../../../lazily";
import { bool, list, optional } from "../../../input/members";
import { object, rule, type RuleFault } from "../../../input/object";
import { describeWrong } from "../../../input/wording";
import { poolName } from "../../../pool-file/schema/names";
import { type Connection, connectionSchema } from "../../../connection/schema";
import type { SshFields } from "../../../connection/ssh-schema";
import { isVisible } from "../../../visible-text";
import { connectionMember } from "../pool-own-schema";

function recycledShape() {
  return {
    /** The pool's name on the server. Use the `name` output of an AppPool to apply its settings first. */
    pool: poolName().meta({
      description: "The pool's name on the server. Use the `name` output of an AppPool to apply its settings first.",
      isIdentity: true,
    }),
    /**
     * Values that identify what the pool serves: a build number, the hash of a package. If one of them changes, the
     * pool recycles; otherwise it does not.
     */
    triggers: list(
      z.unknown(),
      "a list of values that identify what the pool serves, such as a build number: the pool recycles if one changes",
    ).meta({
      description:
        "Values that identify what the pool serves: a build number, the hash of a package. If one of them changes, the pool recycles; otherwise it does not.",
    }),
  };
}

/** The inputs of every kind of recycling. */
export const recycledSchema = lazily(() => object(recycledShape()));

/** The inputs of the plugin's RecycleAppPool. */
export const recycleSchema = lazily(() =>
  object({
    ...recycledShape(),
    /**
     * Wait until the old worker processes have ended, and fail if one still runs 10 s after the pool's
     * shutdownTimeLimit. Otherwise the hand-over is watched until it has begun, 5 s at most.
     *
     * @default false
     */
    wait: optional(bool()).meta({
      description:
        "Wait until the old worker processes have ended, and fail if one still runs 10 s after the pool's shutdownTimeLimit. Otherwise the hand-over is watched until it has begun, 5 s at most.",
      defaultsTo: "false",
    }),
    /**
     * Where appcmd is. Another host is another resource.
     *
     * @default the connection of the provider's configuration (`iis:host`, `iis:configFile` …), else appcmd.exe of this
     *   machine
     */
    connection: connectionMember("Where appcmd is. Another host is another resource."),
  }),
);

/** The inputs of the RecycleAppPool that is a command of `@pulumi/command`, besides its triggers. */
export const recycleCommandSchema = lazily(() =>
  object({
    pool: recycledShape().pool.refine(isVisible, { error: ({ input }) => printedProblem(String(input)) }),
    connection: optional(connectionSchema().check(rule(commandFaults))),
  }),
);

/** If it fails, `@pulumi/command` prints the command and appcmd's output unchanged. */
function printedProblem(pool: string): string {
  return `"${pool}" contains characters that a terminal or a CI system would execute, and @pulumi/command prints them unchanged; use RecycleAppPool of the provider plugin`;
}

/**
 * `@pulumi/command` accepts any machine if it gets no key, and supports neither known_hosts nor fingerprints. It stores
 * the key itself in the state, so none is read from a file for it.
 */
function commandFaults(connection: Connection): readonly RuleFault[] {
  if (connection.host === undefined) return [];
  if (connection.type === "winrm") return [{ keys: ["type"], message: noWinrm }];
  const machines: readonly [string[], SshFields | undefined][] = [
    [[], connection],
    [["proxy"], connection.proxy],
  ];
  return machines.flatMap(([keys, fields]) => {
    const { hostKey, insecureIgnoreHostKey, privateKeyFile }: SshFields = fields ?? { insecureIgnoreHostKey: true };
    const ofFile = privateKeyFile === undefined ? [] : [{ keys: [...keys, "privateKeyFile"], message: noKeyFile }];
    if (insecureIgnoreHostKey === true || (hostKey !== undefined && !hostKey.startsWith("SHA256:"))) return ofFile;
    const wrong = describeWrong("the machine's public key (ssh-ed25519 AAAA…)", hostKey, () => "its fingerprint");
    const reason =
      "@pulumi/command, which runs the recycle, reads no known_hosts file and compares no fingerprints, and accepts any machine without a key";
    return [...ofFile, { keys: [...keys, "hostKey"], message: `${wrong}; ${reason}` }];
  });
}

const noWinrm =
  "must be ssh, because @pulumi/command, which runs the recycle, has no WinRM; use RecycleAppPool of the provider plugin";

const noKeyFile =
  "@pulumi/command, which runs the recycle, would store the key in the state; use an agent, or RecycleAppPool of the provider plugin";

/** The inputs of every kind of recycling besides the connection. */
export interface Recycled extends z.input<ReturnType<typeof recycledSchema>> {}

/** The inputs of a recycling, after `check`. */
export type RecycleInputs = Readonly<Partial<z.output<ReturnType<typeof recycleSchema>>>>;
