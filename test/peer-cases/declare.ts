import { type Desired, inspectHost, type LiveHost, type PoolChange } from "../../provider/engine";
import { type Request, requestChange } from "../../provider/engine/apply/request";
import { poolKey } from "../../provider/names";
import { checkResource } from "../../provider/pulumi/core/check";
import type { Checked } from "../../provider/pulumi/core/resource";
import { desiredResource } from "../../provider/pulumi/core/desired-resource";
import { type ResourceKind } from "../../provider/pulumi/core/resource-inputs";
import { attributeOf } from "../../provider/settings/app-pool-attributes";
import { nestSettings } from "../../provider/settings/paths";
import type { OfflineHost } from "../engine/offline-host";
import { type Flat, type Given, poolsOf, unmarked, type Wanted } from "./cases";

/** A pool or the defaults as a program declares it, through the provider's check. */
export function check(host: OfflineHost, kind: ResourceKind, settings: Flat, name?: string): Checked {
  const connection = { configFile: host.configFile };
  return checkResource(kind, { ...(name !== undefined && { name }), ...nested(settings), connection });
}

/** What is asked of the engine. Everything is declared without a fault. */
export async function requestsOf(host: OfflineHost, wanted: Wanted, given: Given): Promise<Request[]> {
  const explicit = wanted.exact === true ? (await inspectHost(host.transport, { explicit: true })).explicit : undefined;
  const existing = poolsOf(given).map(([name]) => poolKey(name));
  const ensure = (kind: ResourceKind, settings: Flat, name?: string): Request => {
    const { inputs, faults } = check(host, kind, settings, name);
    expect(faults).toEqual([]);
    const before = name === undefined ? explicit?.defaults : explicit?.pools.get(poolKey(name));
    const desired = desiredResource(kind, inputs, nestSettings(before ?? {}));
    return { kind: "ensure", desired, mustBeNew: name !== undefined && !existing.includes(poolKey(name)) };
  };
  const defaults = wanted.applicationPoolDefaults;
  return [
    ...(defaults === undefined ? [] : [ensure("defaults", defaults)]),
    ...poolsOf(wanted).map(([name, settings]) => ensure("pool", settings, name)),
    ...(wanted.absent ?? []).map((pool): Request => ({ kind: "remove", pool })),
  ];
}

/** What differs, as a preview shows it: looked at once for all. A new pool may inherit the entries of collections. */
export async function changesOf(host: OfflineHost, requests: readonly Request[]): Promise<PoolChange[]> {
  const ensured = requests.filter((request) => request.kind === "ensure");
  const live: LiveHost = await inspectHost(host.transport, {
    explicit: ensured.some(
      ({ desired, mustBeNew }) => desired.inherit.length > 0 || (mustBeNew === true && hasCollection(desired)),
    ),
    defaults: ensured.some(({ desired }) => desired.target === "applicationPoolDefaults"),
  });
  return requests.flatMap((request) => requestChange(request, live) ?? []);
}

function hasCollection({ settings }: Desired): boolean {
  return Object.keys(settings).some((path) => attributeOf(path).codec.shape !== "scalar");
}

/** The same a second time: what is there now need not be new. */
export function again(requests: readonly Request[]): Request[] {
  return requests.map((request) => (request.kind === "ensure" ? { ...request, mustBeNew: false } : request));
}

/** Groups as a program writes them. Unlike the provider's own function, it keeps what is no setting. */
function nested(settings: Flat): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(settings)) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    const group = keys.reduce((at, key) => (at[key] ??= {}) as Record<string, unknown>, root);
    group[last] = unmarked(value);
  }
  return root;
}
