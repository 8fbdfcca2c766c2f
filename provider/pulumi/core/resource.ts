import { connectionKey } from "../../connection/connection";
import type { Fault, IisError } from "../../errors";
import { poolKey } from "../../names";
import type { ResourceIdentity } from "./owners/pool-owners";
import { inputsOf, type Properties } from "./resource-inputs";
import { hasUnknowns } from "./unknowns";

/**
 * Which pool on which host: the same text for all resources that write to the same pool. Holds no secret. Undefined where
 * the name or the connection is not known yet.
 */
export function poolPlace(properties: Properties): string | undefined {
  const { name, connection } = inputsOf(properties);
  if (name === undefined || hasUnknowns({ name, connection })) return undefined;
  return `${connectionKey(connection)} ${poolKey(name)}`;
}

/** The defaults of which host, as {@link poolPlace} says it; no pool can have a name of this kind. */
export function defaultsPlace(properties: Properties): string | undefined {
  const { connection } = inputsOf(properties);
  return hasUnknowns({ connection }) ? undefined : `${connectionKey(connection)} <applicationPoolDefaults>`;
}

/** Canonical inputs, or every fault of them. */
export interface Checked {
  readonly inputs: Properties;
  readonly faults: readonly Fault[];
}

/** What becomes of one property; `replace`: it needs a new resource. */
export type DifferenceKind = "add" | "update" | "delete" | "replace";

/** One property that is to change. */
export interface PropertyDifference {
  /** As Pulumi writes it: `recycling.periodicRestart.schedule[1]`, `environmentVariables["a.b"]`. */
  readonly path: string;
  readonly kind: DifferenceKind;
}

/** What the engine asks of a diff. */
export interface ResourceDiff {
  readonly changes: boolean;
  /** Each property that is to change; none where something changes that is not known yet. */
  readonly properties: readonly PropertyDifference[];
  /** Each live difference in words, live -> desired, never a secret. */
  readonly differences: readonly string[];
  /** What `up` may fail with, or what could not be compared, a sentence each. */
  readonly warnings?: readonly string[];
}

/** The properties that need a new resource. */
export function replacedProperties({ properties }: ResourceDiff): string[] {
  return properties.filter(({ kind }) => kind === "replace").map(({ path }) => path);
}

/** What differs on the host, a line for people each: in a preview they stand beside those of other resources. */
export function differenceLines(id: string, { differences }: ResourceDiff): string[] {
  const name = id.slice(id.lastIndexOf("/") + 1);
  return differences.map((difference) => `${name}: ${difference} (live -> desired)`);
}

/** A resource that was created or updated, or, with `error`, one that was so in part and is there to be mended. */
export interface Written {
  readonly outs: Properties;
  /** What the person who runs it has to know, though it was done. */
  readonly warnings: readonly string[];
  readonly error?: IisError;
}

/** A resource that was created. */
export interface Created extends Written {
  readonly id: string;
}

/** A resource as it is on its host; an empty `id` where it is gone. */
export interface ReadResult {
  readonly id: string;
  readonly props: Properties;
  readonly inputs?: Properties;
  /** What could not be read as it is, a sentence each; never a secret. */
  readonly warnings?: readonly string[];
}

/** What is asked of one call besides its properties. */
export interface CallOptions {
  /** How long it may take, in seconds; left out or 0: as long as its commands may. */
  readonly timeoutSeconds?: number;
  /** Paths of properties that stay as they are on the host, of `ignoreChanges`. */
  readonly ignored?: readonly string[];
  /** The resource's URN, where the engine passes it on. */
  readonly urn?: string;
}

/** What is asked of a diff besides the properties. */
export type DiffOptions = Pick<CallOptions, "ignored" | "urn">;

/** How a preview asks about a creation. */
export interface PreviewContext {
  readonly resource: ResourceIdentity;
  /** Whether the engine goes on meanwhile, so that waiting shows what else the run does. */
  readonly canWait: boolean;
}

/**
 * A kind of resource as plain functions over plain JSON: what stands between the engine and the host, whichever way the
 * engine asks. Every function throws IisError where the host cannot be asked or refuses.
 */
export interface CoreResource {
  /**
   * Brings what the program declares to canonical form, in the same shape.
   *
   * @param resourceName is the name of a pool that has none of its own.
   */
  check(news: Properties, resourceName?: string): Checked;
  /** Notes that the program declares this, as `check` made it. @returns faults: another resource declares the same. */
  declare?(inputs: Properties, resource: ResourceIdentity): readonly Fault[];
  /**
   * Says that a diff with these inputs will follow, or that the resource will be created: what a diff reads is started, and
   * requests that wait to be sent wait for this one.
   */
  expect?(news: Properties, isInState: boolean): void;
  /** A resource that is replaced goes before the new one comes: its name is its key on the host. */
  diff(id: string, olds: Properties, news: Properties, options?: DiffOptions): Promise<ResourceDiff>;
  /** The outputs that creating or updating would have, as far as they are known before it. */
  preview(inputs: Properties): Properties;
  /** Checks a creation in a preview and returns warnings. It throws what `create` would throw. */
  checkPreview?(inputs: Properties, how: PreviewContext): Promise<readonly string[]>;
  create(inputs: Properties, options?: CallOptions): Promise<Created>;
  /** The properties are those of the state; none where the resource is to be imported. */
  read(id: string, props: Properties): Promise<ReadResult>;
  update(id: string, olds: Properties, news: Properties, options?: CallOptions): Promise<Written>;
  /** @returns what people have to know: that the pool was kept, as another resource has it. */
  delete(id: string, props: Properties, options?: CallOptions): Promise<readonly string[]>;
}

/** A function that programs call for what is on a host. */
export interface CoreFunction {
  /** Every fault of the arguments. */
  check(args: Properties): readonly Fault[];
  call(args: Properties): Promise<Properties>;
}
