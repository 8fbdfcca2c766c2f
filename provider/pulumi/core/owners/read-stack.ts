import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, win32 } from "node:path";
import * as z from "zod";
import type { Connection } from "../../../connection/schema";
import { lazily } from "../../../lazily";
import { readConfig } from "../provider-config";
import { poolPlace } from "../resource";
import type { Properties } from "../resource-inputs";
import { signatureKey } from "../secret-properties";

/**
 * The program to start as the Pulumi CLI; undefined if Windows has none. On Windows a bare name is first searched for
 * in the current folder, which may contain any program, and the CLI gets the secrets of the environment.
 *
 * @param path the variable PATH
 */
export function pulumiProgram(
  platform: NodeJS.Platform,
  path: string,
  exists: (file: string) => boolean,
): string | undefined {
  if (platform !== "win32") return "pulumi";
  const folders = path.split(";").filter((folder) => win32.isAbsolute(folder));
  return folders.map((folder) => win32.join(folder, "pulumi.exe")).find(exists);
}

/** The maximum time and output of the CLI. */
const [limitMs, limitBytes] = [30_000, 512 * 1024 * 1024];

/** The stack of a resource, from its URN. */
export interface StackName {
  /** The value of `--stack`: `<organization>/<project>/<stack>`, or only the stack. */
  readonly name: string;
  /** The prefix of the URN of every resource. */
  readonly urnPrefix: string;
}

let stack: StackName | undefined;
let reading: Promise<StackHolders | undefined> | undefined;

/** Sets the stack of this process. */
export function noteStack(name: StackName): void {
  stack ??= name;
}

/**
 * The pools of the stack's resources, in the state at the first call. An engine that deletes names only the resource to
 * delete, so only the state shows whether another resource has the pool. `pulumi stack export` reads it, once for each
 * process. Undefined if that fails: no `pulumi` on PATH, no project, another stack.
 */
export function stackHolders(): Promise<StackHolders | undefined> {
  reading ??= readStack();
  return reading;
}

async function readStack(): Promise<StackHolders | undefined> {
  if (!isInProject(process.cwd())) return undefined;
  const known = stack;
  const named = known === undefined ? undefined : await exportStack(["--stack", known.name]);
  if (named !== undefined && isOf(named, known)) return named;
  const selected = await exportStack([]);
  return selected !== undefined && isOf(selected, known) ? selected : undefined;
}

function isInProject(folder: string): boolean {
  if (["yaml", "yml", "json"].some((extension) => existsSync(join(folder, `Pulumi.${extension}`)))) return true;
  return dirname(folder) !== folder && isInProject(dirname(folder));
}

function isOf({ urns }: StackHolders, known: StackName | undefined): boolean {
  return known === undefined || urns.every((urn) => urn.startsWith(known.urnPrefix));
}

function exportStack(args: readonly string[]): Promise<StackHolders | undefined> {
  const program = pulumiProgram(process.platform, process.env["PATH"] ?? "", existsSync);
  if (program === undefined) return Promise.resolve(undefined);
  const options = { env: environment(), timeout: limitMs, maxBuffer: limitBytes, windowsHide: true };
  return new Promise((resolve) => {
    execFile(program, ["stack", "export", "--non-interactive", ...args], options, (error, stdout) => {
      try {
        resolve(error === null ? readStackHolders(stdout) : undefined);
      } catch {
        resolve(undefined);
      }
    });
  });
}

/** The engine's environment without the variables that make the CLI write log files. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:PULUMI_DEBUG_|PULUMI_OTEL_|OTEL_)/.test(name));
  return { ...Object.fromEntries(own), PULUMI_SKIP_UPDATE_CHECK: "true" };
}

/** An optional member; a value of another type, as in other providers' resources, counts as omitted. */
function lenient<S extends z.ZodType>(schema: S): z.ZodCatch<z.ZodOptional<S>> {
  return schema.optional().catch(undefined);
}

/** The members of a resource in a stack's state that show its pool; others are ignored. */
const exportedResourceSchema = lazily(() =>
  z.object({
    urn: z.string(),
    type: lenient(z.string()),
    inputs: lenient(z.record(z.string(), z.unknown())),
    /** `<urn>::<id>` of its provider. */
    provider: lenient(z.string()),
    /** Only read; another program manages it. */
    external: lenient(z.boolean()),
    /** Deleted already, and not created again yet. */
    pendingReplacement: lenient(z.boolean()),
  }),
);

/** A resource in the output of `pulumi stack export`. */
export type ExportedResource = z.output<ReturnType<typeof exportedResourceSchema>>;

/** The output of `pulumi stack export`. A stack without resources may have `null` for them. */
export const stackExportSchema = lazily(() =>
  z.object({
    deployment: z.object({ resources: z.array(exportedResourceSchema()).nullish() }),
  }),
);

/** The types of an application pool, as the dynamic provider and the plugin name them. */
const poolTypes: ReadonlySet<string> = new Set(["pulumi-nodejs:dynamic/iis:AppPool", "iis:index:AppPool"]);

/** The pools of a stack's resources. */
export interface StackHolders {
  /** The URN of every resource of the stack. */
  readonly urns: readonly string[];
  /** The URNs of the resources that have the pool; a resource that waits for its deletion is included. */
  holdersOf(place: string): readonly string[];
}

/**
 * Reads the output of `pulumi stack export`. A pool whose name or host is a secret of the state is skipped.
 *
 * @throws if it is not such a document
 */
export function readStackHolders(text: string): StackHolders {
  const { deployment } = stackExportSchema().parse(JSON.parse(text));
  const resources = deployment.resources ?? [];
  const providers = new Map(resources.map(({ urn, inputs }) => [urn, inputs ?? {}]));
  const holders = new Map<string, string[]>();
  for (const resource of resources) {
    const place = heldPlace(resource, providers);
    if (place !== undefined) holders.set(place, [...(holders.get(place) ?? []), resource.urn]);
  }
  return { urns: resources.map(({ urn }) => urn), holdersOf: (place) => holders.get(place) ?? [] };
}

function heldPlace(resource: ExportedResource, providers: ReadonlyMap<string, Properties>): string | undefined {
  const { type = "", inputs = {}, provider = "", external, pendingReplacement } = resource;
  if (!poolTypes.has(type) || external === true || pendingReplacement === true) return undefined;
  const configured = providers.get(provider.slice(0, provider.lastIndexOf("::"))) ?? {};
  const connection = inputs["connection"] ?? (type.startsWith("iis:") ? readConfig(configured).connection : undefined);
  if (typeof inputs["name"] !== "string" || !isReadable(connection)) return undefined;
  return poolPlace({ name: inputs["name"], connection });
}

/** Whether every field that identifies the host is in plain text. */
function isReadable(connection: unknown): connection is Connection | undefined {
  if (connection === undefined) return true;
  if (typeof connection !== "object" || connection === null || signatureKey in connection) return false;
  const { configFile, appcmdPath, host, proxy } = connection as Record<string, unknown>;
  const areTexts = [configFile, appcmdPath, host].every((value) => value === undefined || typeof value === "string");
  return areTexts && isReadable(proxy);
}
