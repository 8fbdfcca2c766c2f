import type { Fault } from "../../errors";
import { checkConnection, type Connection, connectionKey } from "../../transport/connection";
import { type ConnectionField, connectionFields } from "../../transport/connection-fields";
import type { Checked, CoreResource, ResourceDiff } from "./resource";
import { inputsOf, type Properties } from "./resource-inputs";
import { hasUnknowns, isUnknown } from "./unknowns";

/** The provider's own settings besides the fields of a connection: what every resource starts from. */
export interface ProviderFlags {
  /** {@link AppPoolArgs.adopt} of every pool that says nothing. */
  readonly adopt: boolean;
  /** {@link AppPoolArgs.forceDelete} of every pool that says nothing. */
  readonly forceDelete: boolean;
  /** Refuse every write. */
  readonly readOnly: boolean;
  /** Have appcmd make a backup before the first write to a host. */
  readonly backup: boolean;
  /** Have the engine read every resource before each preview and update, so that what drifted is shown with its live value. */
  readonly refreshBeforeUpdate: boolean;
}

/** What the provider is configured with. */
export interface ProviderConfig extends ProviderFlags {
  /** Left out: appcmd.exe of this machine. */
  readonly connection?: Connection;
}

/** All of {@link ProviderFlags}; each is off by default. */
export const providerFlags: readonly (keyof ProviderFlags)[] = [
  "adopt",
  "forceDelete",
  "readOnly",
  "backup",
  "refreshBeforeUpdate",
];

/** What the engine adds of its own. */
const engineFields: ReadonlySet<string> = new Set(["version", "pluginDownloadURL", "pluginChecksums", "__internal"]);

type FieldType = ConnectionField["type"];
const types: ReadonlyMap<string, FieldType> = new Map([
  ...Object.entries(connectionFields).map(([name, { type }]) => [name, type] as const),
  ...providerFlags.map((name) => [name, "boolean"] as const),
]);

/** Every fault of the provider's configuration; the inputs stay in the form in which the engine keeps them. */
export function checkConfig(news: Properties): Checked {
  const given = known(news);
  const { flags, connection } = split(given);
  const faults = [
    ...Object.keys(given)
      .filter((key) => !types.has(key))
      .map((key) => ({ path: key, message: `unknown key; it takes ${[...types.keys()].join(", ")}` })),
    ...Object.entries(flags)
      .filter(([, value]) => typeof value !== "boolean")
      .map(([path]) => ({ path, message: "must be true or false" })),
    ...checkConnection(connection, (key) => isUnknown(news[key])).map(withoutGroup),
  ];
  return { inputs: news, faults: faults.map(({ path, message }) => ({ path: `iis:${path}`, message })) };
}

/** The configuration, checked before, typed. */
export function readConfig(inputs: Properties): ProviderConfig {
  const { flags, connection } = split(known(inputs));
  const off = Object.fromEntries(providerFlags.map((name) => [name, false])) as unknown as ProviderFlags;
  return { ...off, ...flags, ...(connection && { connection: connection }) };
}

/**
 * Another host is another provider: whatever it holds has to be made there. A new password is not, nor is it a move where
 * the old configuration names no place: so it may be with the dynamic provider, whose resources each know their host, and
 * to replace those when a stack comes from there would stop sites.
 */
export function diffConfig(olds: Properties, news: Properties): ResourceDiff {
  if (hasUnknowns(news)) return { changes: true, properties: [], differences: [] };
  const before = ofDynamicProvider(olds);
  const keys = [...new Set([...Object.keys(news), ...Object.keys(before)])].filter((key) => types.has(key));
  const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(news[key]));
  const [old, now] = [before, news].map((inputs) => connectionKey(readConfig(inputs).connection));
  const isMoved = old !== connectionKey(undefined) && old !== now;
  return {
    changes: changed.length > 0,
    properties: changed.map((path) => ({ path, kind: isMoved && isIdentity(path) ? "replace" : "update" })),
    differences: [],
  };
}

/** The dynamic provider is configured with the whole config of the stack: `iis:host`, and what concerns others. */
function ofDynamicProvider(olds: Properties): Properties {
  return Object.fromEntries(Object.entries(olds).map(([key, value]) => [key.replace(/^iis:/, ""), value]));
}

/** Whether the field says which host it is. */
function isIdentity(name: string): boolean {
  const fields: Readonly<Record<string, ConnectionField>> = connectionFields;
  return fields[name]?.isIdentity === true;
}

/** The resource for an engine that has configured the provider: what it leaves out, it has from there. */
export function configured(resource: CoreResource, config: ProviderConfig): CoreResource {
  const { connection, adopt, forceDelete } = config;
  const defaults: Properties = {
    ...(connection && { connection }),
    ...(adopt && { adopt }),
    ...(forceDelete && { forceDelete }),
  };
  const fill = (properties: Properties): Properties => ({ ...defaults, ...properties });
  const own = (outs: Properties, given: Properties): Properties =>
    Object.fromEntries(Object.entries(outs).filter(([key]) => !(key in defaults) || key in given));
  return {
    ...resource,
    declare: (inputs, identity) => resource.declare?.(fill(inputs), identity) ?? [],
    expectDiff: (news) => resource.expectDiff?.(fill(news)),
    diff: (id, olds, news, options) => resource.diff(id, fill(olds), fill(news), options),
    preview: (inputs) => own(resource.preview(fill(inputs)), inputs),
    foresee: async (inputs, how) => (await resource.foresee?.(fill(inputs), how)) ?? [],
    async create(inputs, options) {
      const created = await resource.create(fill(inputs), options);
      return { ...created, outs: own(created.outs, inputs) };
    },
    async read(id, props) {
      const { inputs, ...read } = await resource.read(id, fill(props));
      return { ...read, props: own(read.props, props), ...(inputs && { inputs: own(inputs, props) }) };
    },
    async update(id, olds, news, options) {
      const written = await resource.update(id, fill(olds), fill(news), options);
      return { ...written, outs: own(written.outs, news) };
    },
    delete: (id, props, options) => resource.delete(id, fill(props), options),
  };
}

/** The arguments of a function, with the provider's connection where they name none. */
export function withConnection(args: Properties, { connection }: ProviderConfig): Properties {
  return inputsOf(args).connection === undefined && connection !== undefined ? { ...args, connection } : args;
}

/** Without what is not known yet, and what is the engine's own; texts of the stack's config as what they stand for. */
function known(inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([key, value]) => !engineFields.has(key) && value !== undefined && !isUnknown(value))
      .map(([key, value]) => [key, readText(value, types.get(key))]),
  );
}

/** The stack's config holds texts, and so does the state of a provider; what is no such text is left for the check. */
function readText(value: unknown, type: FieldType | undefined): unknown {
  if (typeof value !== "string" || type === undefined || type === "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

function split(given: Properties): { flags: Properties; connection: Properties | undefined } {
  const isFlag = (key: string): boolean => providerFlags.some((name) => name === key);
  const entries = Object.entries(given);
  const connection = Object.fromEntries(entries.filter(([key]) => types.has(key) && !isFlag(key)));
  return {
    flags: Object.fromEntries(entries.filter(([key]) => isFlag(key))),
    connection: Object.keys(connection).length === 0 ? undefined : connection,
  };
}

/** A fault of the connection, which has no group here. */
function withoutGroup({ path, message }: Fault): Fault {
  return { path: path.replace(/^connection\.?/, ""), message };
}
