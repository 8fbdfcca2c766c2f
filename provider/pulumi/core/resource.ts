import { connectionKey } from "../../connection/connection";
import type { Fault, IisError } from "../../errors";
import { poolKey } from "../../names";
import type { ResourceIdentity } from "./owners/pool-owners";
import { inputsOf, type Properties } from "./resource-inputs";
import { hasUnknowns } from "./unknowns";

/**
 * The pool and its host: the same text for all resources that write to the same pool. It contains no secret. Undefined
 * if the name or the connection is not known yet.
 */
export function poolPlace(properties: Properties): string | undefined {
  const { name, connection } = inputsOf(properties);
  if (name === undefined || hasUnknowns({ name, connection })) return undefined;
  return `${connectionKey(connection)} ${poolKey(name)}`;
}

/** The defaults of a host, in the format of {@link poolPlace}; no pool can have such a name. */
export function defaultsPlace(properties: Properties): string | undefined {
  const { connection } = inputsOf(properties);
  return hasUnknowns({ connection }) ? undefined : `${connectionKey(connection)} <applicationPoolDefaults>`;
}

/** Canonical inputs, or every fault of them. */
export interface Checked {
  readonly inputs: Properties;
  readonly faults: readonly Fault[];
}

/** The kind of change of one property; `replace`: it requires a new resource. */
export type DifferenceKind = "add" | "update" | "delete" | "replace";

/** One property that will change. */
export interface PropertyDifference {
  /** In Pulumi's format: `recycling.periodicRestart.schedule[1]`, `environmentVariables["a.b"]`. */
  readonly path: string;
  readonly kind: DifferenceKind;
}

/** The answer to a diff request of the engine. */
export interface ResourceDiff {
  readonly changes: boolean;
  /** Each property that will change; absent if a changed value is not known yet. */
  readonly properties: readonly PropertyDifference[];
  /** Each live difference in words, never a secret: see {@link describeLiveDifferences}. */
  readonly differences: readonly string[];
  /** Possible failures of `up`, and values that could not be compared, one sentence each. */
  readonly warnings?: readonly string[];
}

/** The properties that require a new resource. */
export function replacedProperties({ properties }: ResourceDiff): string[] {
  return properties.filter(({ kind }) => kind === "replace").map(({ path }) => path);
}

/**
 * The differences on the host, one line each, with the pool and its host, because a preview lists them together with
 * those of others: `Shop on web-01: Queue Length (queueLength) is 20, program says 30`.
 */
export function differenceLines(id: string, { differences }: ResourceDiff): string[] {
  const end = id.lastIndexOf("/");
  return differences.map((difference) => `${id.slice(end + 1)} on ${id.slice(0, end)}: ${difference}`);
}

/** A resource that was created or updated; with `error`, only in part, and to be repaired. */
export interface Written {
  readonly outs: Properties;
  /** Warnings for the user about a successful change. */
  readonly warnings: readonly string[];
  readonly error?: IisError;
}

/** A resource that was created. */
export interface Created extends Written {
  readonly id: string;
}

/** A resource on its host; an empty `id` if it no longer exists. */
export interface ReadResult {
  readonly id: string;
  readonly props: Properties;
  readonly inputs?: Properties;
  /** Values that could not be read exactly, one sentence each; never a secret. */
  readonly warnings?: readonly string[];
}

/** Options of one call besides its properties. */
export interface CallOptions {
  /** The time limit, in seconds. Default, and 0: as long as its commands may take. */
  readonly timeoutSeconds?: number;
  /** Paths of properties that stay as they are on the host, from `ignoreChanges`. */
  readonly ignored?: readonly string[];
  /** The resource's URN, if the engine passes it on. */
  readonly urn?: string;
}

/** Options of a diff besides the properties. */
export type DiffOptions = Pick<CallOptions, "ignored" | "urn">;

/** Options of a preview of a creation. */
export interface PreviewContext {
  readonly resource: ResourceIdentity;
  /** Whether the engine continues during the call, so that waiting shows more of the run. */
  readonly canWait: boolean;
}

/**
 * A kind of resource as plain functions over plain JSON: the layer between the engine and the host, for both adapters.
 * Every function throws IisError if the host cannot be read or refuses.
 */
export interface CoreResource {
  /**
   * Converts the program's inputs to canonical form, in the same shape.
   *
   * @param resourceName the default name of a pool
   */
  check(news: Properties, resourceName?: string): Checked;
  /**
   * Records that the program declares this, as returned by `check`. @returns faults: another resource declares the same
   */
  declare?(inputs: Properties, resource: ResourceIdentity): readonly Fault[];
  /**
   * Signals that a diff with these inputs will follow, or that the resource will be created: the read for the diff
   * starts, and waiting requests wait for this one.
   */
  expect?(news: Properties, isInState: boolean): void;
  /** A resource that is replaced is deleted before the new one is created: its name is its key on the host. */
  diff(id: string, olds: Properties, news: Properties, options?: DiffOptions): Promise<ResourceDiff>;
  /**
   * The outputs after a creation or update, as far as they are known before it.
   *
   * @param olds the outputs before an update
   */
  preview(inputs: Properties, olds?: Properties): Properties;
  /** Checks a creation in a preview and returns warnings. It throws what `create` would throw. */
  checkPreview?(inputs: Properties, how: PreviewContext): Promise<readonly string[]>;
  create(inputs: Properties, options?: CallOptions): Promise<Created>;
  /** The properties are those of the state; empty for an import. */
  read(id: string, props: Properties): Promise<ReadResult>;
  update(id: string, olds: Properties, news: Properties, options?: CallOptions): Promise<Written>;
  /** @returns notices for the user: that the pool was kept, because another resource has it */
  delete(id: string, props: Properties, options?: CallOptions): Promise<readonly string[]>;
}

/** A function that programs call to read a host. */
export interface CoreFunction {
  /** Every fault of the arguments. */
  check(args: Properties): readonly Fault[];
  call(args: Properties): Promise<Properties>;
}
