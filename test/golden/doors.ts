import { rmSync } from "node:fs";
import { join } from "node:path";
import { setAllConfig } from "@pulumi/pulumi/runtime/config";
import { checkAssumptions } from "../../emulator/assume";
import { IisError } from "../../provider/errors";
import type { LoadOptions } from "../../provider/pool-file/load/load-pool-files";
import { readPlanFile, sealPlan } from "../../provider/plan/saved/plan-file";
import { checkResource } from "../../provider/pulumi/core/check";
import { functions } from "../../provider/pulumi/core/functions";
import { checkConfig } from "../../provider/pulumi/core/provider-config";
import { checkRecycle } from "../../provider/pulumi/core/recycle/command";
import { recycleAppPool } from "../../provider/pulumi/core/recycle/resource";
import type { Properties, ResourceKind } from "../../provider/pulumi/core/resource-inputs";
import type { PoolFileArgs } from "../../provider/pulumi/core/declared-resources";
import { PoolFile } from "../../provider/pulumi/program/pool-file";
import { rollout, type RolloutArgs } from "../../provider/pulumi/program/rollout";
import { connectionOf } from "../../provider/pulumi/program/registered-properties";
import { checkConnection } from "../../provider/connection/connection";
import type { Connection } from "../../provider/connection/schema";
import type { SshFields } from "../../provider/connection/ssh-schema";
import { sshLogin } from "../../provider/connection/login";
import { winrmLogin } from "../../provider/connection/winrm-login";
import * as dynamic from "../../provider/pulumi/dynamic";
import { makeServers, sample } from "../cli/servers";
import { load } from "../pool-file/memory-files";
import { type Files, textsOf, withOthers, writeFiles } from "./given";
import type { GoldenFault, Outcome } from "./golden";
import { failureLines, faultOfJson, faultOfLine, faultOfPlan, type JsonError, outcomeOf } from "./take-apart";

type Env = Readonly<Record<string, string>>;

/** Puts an input through its door. What a door is, is known here only. */
export type Door = (given: never) => Outcome | Promise<Outcome>;

/** The doors by the names of the golden files. */
export const doors: Readonly<Record<string, Door>> = {
  "pool-files": poolFiles,
  "pool-files-several": poolFiles,
  "pool-files-yaml": poolFiles,
  connections,
  "connections-yaml": poolFiles,
  "provider-config": providerConfig,
  resources,
  "dynamic-provider": dynamicProvider,
  functions: functionArguments,
  recycling,
  programs,
  "stack-config": stackConfig,
  "ssh-logins": sshLogins,
  "winrm-logins": winrmLogins,
  "saved-plans": savedPlans,
  assumptions,
  "command-lines": commandLines,
};

interface PoolFilesGiven {
  readonly files: Files;
  /** What is named; left out: every file. */
  readonly paths?: readonly string[];
  readonly env?: Env;
  readonly secrets?: LoadOptions["secrets"];
}

function poolFiles({ files, paths, env = {}, secrets = "required" }: PoolFilesGiven): Outcome {
  return outcomeOf(load(textsOf(files), paths ?? Object.keys(files), { env, secrets }).faults);
}

function connections(given: { readonly connection: unknown; readonly unknown?: readonly string[] }): Outcome {
  return outcomeOf(checkConnection(withOthers(given.connection), (key) => given.unknown?.includes(key) === true));
}

function providerConfig({ config }: { readonly config: Properties }): Outcome {
  return outcomeOf(checkConfig(config).faults);
}

interface ResourceGiven {
  readonly kind: ResourceKind;
  readonly inputs: Properties;
  /** Its name in the program, of the plugin's resources. */
  readonly resourceName?: string;
}

function resources({ kind, inputs, resourceName }: ResourceGiven): Outcome {
  return outcomeOf(checkResource(kind, withOthers(inputs) as Properties, resourceName).faults);
}

async function dynamicProvider({ kind, inputs }: ResourceGiven): Promise<Outcome> {
  const provider = kind === "pool" ? dynamic.appPool : dynamic.appPoolDefaults;
  const { failures = [] } = await provider.check({}, inputs);
  return { faults: failures.map(({ reason }) => faultOfLine(reason)) };
}

function functionArguments({ token, args }: { readonly token: string; readonly args: Properties }): Outcome {
  return outcomeOf(functions[token]!.check(args));
}

/** `inputs` go to the plugin's resource, `pool` and `connection` to the one that is a command of `@pulumi/command`. */
function recycling(given: {
  readonly inputs?: Properties;
  readonly pool?: unknown;
  readonly connection?: unknown;
}): Outcome {
  return outcomeOf(
    given.inputs === undefined ? checkRecycle(given.pool, given.connection) : recycleAppPool.check(given.inputs).faults,
  );
}

interface ProgramGiven {
  readonly rollout?: RolloutArgs;
  readonly poolFile?: PoolFileArgs;
  readonly files?: Files;
}

/** What stands above the faults of a program. */
const heading = /^(?:rollout|PoolFile "pools"|the stack's config):$/;

function faultsOfProgram(error: unknown, folder = "no folder"): GoldenFault[] {
  const lines = (error as Error).message.replaceAll(`${folder}/`, "").replaceAll(folder, ".").split("\n  ");
  return lines.filter((line) => !heading.test(line)).map(faultOfLine);
}

/** Programs fail before anything is registered. The files are real ones; their folder is cut off. */
function programs({ rollout: asked, poolFile, files = {} }: ProgramGiven): Outcome {
  const folder = writeFiles(files);
  try {
    if (asked !== undefined) rollout(asked, () => []);
    if (poolFile !== undefined)
      new PoolFile("pools", { ...poolFile, files: poolFile.files.map((file) => join(folder, file)) });
    return { faults: [] };
  } catch (error) {
    return { faults: faultsOfProgram(error, folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What programs read of the stack's config where a resource names no connection. */
function stackConfig({ config }: { readonly config: Readonly<Record<string, string>> }): Outcome {
  setAllConfig(config);
  try {
    const connection = connectionOf(undefined) as object | undefined;
    return { faults: connection === undefined ? [] : outcomeOf(checkConnection(connection)).faults };
  } catch (error) {
    return {
      faults: faultsOfProgram(error).map(({ message: line }) => {
        const [, path, message = line] = /^(iis(?::[\w.]+)?): (.*)$/s.exec(line) ?? [];
        return { ...(path !== undefined && { path }), message };
      }),
    };
  } finally {
    setAllConfig({});
  }
}

function sshLogins({ fields, kind = "host", env = {} }: SshLoginGiven): Outcome {
  return faultsOfLogin(() => sshLogin(fields, kind, env));
}

function winrmLogins({ fields, env = {} }: { readonly fields: Connection; readonly env?: Env }): Outcome {
  return faultsOfLogin(() => winrmLogin(fields, env));
}

function faultsOfLogin(logIn: () => unknown): Outcome {
  try {
    logIn();
    return { faults: [] };
  } catch (error) {
    if (!(error instanceof IisError)) throw error;
    return { faults: [{ message: error.message, code: error.code }] };
  }
}

interface SshLoginGiven {
  readonly fields: SshFields;
  readonly kind?: "host" | "proxy";
  readonly env?: Env;
}

/** What people choose for the emulator of facts/assumptions.json. */
function assumptions({ flips }: { readonly flips: string }): Outcome {
  try {
    checkAssumptions({ env: { APPCMD_EMULATOR_ASSUME: flips } });
    return { faults: [] };
  } catch (error) {
    return { faults: [{ message: (error as Error).message }] };
  }
}

interface SavedPlanGiven {
  /** The text as it is. */
  readonly text?: string;
  /** The hosts of a plan with the right digest. */
  readonly hosts?: unknown;
  /** More of such a plan, or other than it has. */
  readonly more?: Properties;
  readonly env?: Env;
  readonly key?: string;
  /** The key that it is signed with. */
  readonly signedWith?: string;
}

function savedPlans({ text, hosts, more, env = {}, key, signedWith }: SavedPlanGiven): Outcome {
  const schema = "iispools.saved-plan/1";
  const document = { schema, ...sealPlan({ schema, hosts }, signedWith), hosts, ...more };
  try {
    readPlanFile(text ?? JSON.stringify(document), { file: "plan.json", env, key, checkConnection });
    return { faults: [] };
  } catch (error) {
    if (!(error instanceof IisError || error instanceof AggregateError)) throw error;
    const errors = error instanceof IisError ? [error] : (error.errors as IisError[]);
    return { faults: errors.map(faultOfPlan) };
  }
}

interface CommandLineGiven {
  readonly argv: readonly string[];
  readonly files?: Files;
  readonly env?: Env;
}

/** A call of the CLI in a folder with these files and the servers web-01 and web-02. */
async function commandLines({ argv, files = {}, env = {} }: CommandLineGiven): Promise<Outcome> {
  const servers = makeServers({ "web-01": sample, "web-02": sample });
  try {
    for (const [name, text] of Object.entries(textsOf(files))) servers.write(name, text.toString());
    const { code, stdout, stderr } = await servers.call(argv, { env });
    const cut = (text: string): string => text.replaceAll(`${servers.folder}/`, "").replaceAll(servers.folder, ".");
    const isFailure = stdout.startsWith('{\n  "schema": "iispools.error/');
    return {
      faults: failureLines(cut(stderr)).map(faultOfLine),
      ...(isFailure && { json: (JSON.parse(cut(stdout)) as { errors: JsonError[] }).errors.map(faultOfJson) }),
      exitCode: code,
    };
  } finally {
    servers.dispose();
  }
}
