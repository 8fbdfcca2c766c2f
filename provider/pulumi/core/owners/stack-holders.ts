import * as z from "zod";
import type { Connection } from "../../../connection/schema";
import { lazily } from "../../../lazily";
import { readConfig } from "../provider-config";
import { poolPlace } from "../resource";
import type { Properties } from "../resource-inputs";
import { signatureKey } from "../secret-properties";

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
