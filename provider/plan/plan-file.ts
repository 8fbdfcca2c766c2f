import type { EditTarget } from "../appcmd/edit";
import { hostNameKey, poolKey } from "../name-keys";
import { type ErrorCode, type Fault, IisError } from "../errors";
import type { PoolChange } from "./change";
import { type Desired, targetName } from "./desired";
import { listFaults } from "../list-faults";
import type { ChangeReason } from "./host-plan";
import { encodeChange, encodeDesired, type Json, PlanReader } from "./plan-file-values";
import { isSameSeal, sealPlan } from "./plan-seal";

/** The form of the file. Another one gets another number. */
export const planSchema = "iispools.saved-plan/1";

/** One change of a saved plan. */
export interface SavedChange {
  readonly reason: ChangeReason;
  readonly change: PoolChange;
  /** What is wanted; left out for a deletion. */
  readonly desired?: Desired;
}

/** A host of a saved plan. */
export interface SavedHost {
  readonly name: string;
  /** How it is reached, as the pool file says; it holds no secret. */
  readonly connection: Readonly<Record<string, unknown>>;
  readonly changes: readonly SavedChange[];
}

/** The environment variable that a secret comes from; undefined where it stands in the pool file itself. */
export type SecretName = (host: string, target: EditTarget, path: string) => string | undefined;

/**
 * The text of a plan file. Of a secret it holds the name of its environment variable.
 *
 * @param key signs the plan
 * @throws IisError `PLAN_HOLDS_SECRET` where a secret comes from no environment variable
 */
export function writePlanFile(hosts: readonly SavedHost[], secretName: SecretName, key?: string): string {
  const encoded = hosts.map((host) => encodeHost(host, secretName));
  // As it will be read: without what is undefined.
  const content: unknown = JSON.parse(JSON.stringify(encoded));
  const document = { schema: planSchema, ...sealPlan(planSchema, content, key), hosts: content };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function encodeHost({ name, connection, changes }: SavedHost, secretName: SecretName): Json {
  return {
    name,
    connection: connection as Record<string, Json>,
    changes: changes.map(({ reason, change, desired }) => {
      const nameSecret = (path: string): string => {
        const variable = secretName(name, change.target, path);
        if (variable !== undefined) return variable;
        throw new IisError("PLAN_HOLDS_SECRET", {
          ...{ host: name, pool: targetName(change.target) },
          problem: `${path} stands in the pool file in clear, and a plan file holds no secrets`,
          hint: "Write ${env:NAME} there",
        });
      };
      return {
        reason,
        change: encodeChange(change, nameSecret, (path) => desired !== undefined && !(path in desired.settings)),
        ...(desired && { desired: encodeDesired(desired, nameSecret) }),
      };
    }),
  };
}

/** How to read a plan file. */
export interface ReadPlanOptions {
  /** The file's name, for messages. */
  readonly file: string;
  /** Where the secrets are read from, again. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The key with which the plan must be signed; left out: signatures are not looked at. */
  readonly key?: string | undefined;
  /** Every fault of a connection; left out: none is looked for. */
  readonly checkConnection?: (input: unknown) => readonly Fault[];
}

/**
 * The plan that a file holds, its secrets read from the environment.
 *
 * @throws IisError `PLAN_UNREADABLE` with everything that is wrong, each with its path in the file; `PLAN_UNTRUSTED` where it
 * is not signed with the key
 */
export function readPlanFile(text: string, options: ReadPlanOptions): SavedHost[] {
  const { file, env, key } = options;
  const refuse = (what: string, code: ErrorCode = "PLAN_UNREADABLE"): never => {
    throw new IisError(code, { path: file, problem: what });
  };
  const document = parse(text) ?? refuse("is no JSON; write it with: iispools plan --out FILE");
  const { schema, digest, signature, hosts } = document;
  if (typeof schema === "string" && schema.startsWith("iispools.plan/")) {
    return refuse("is the report of a plan and no saved plan; write one with: iispools plan --out FILE");
  }
  if (typeof schema !== "string" || !schema.startsWith("iispools.saved-plan/")) {
    return refuse(`is no plan, its schema is not ${planSchema}; write it with: iispools plan --out FILE`);
  }
  if (schema !== planSchema) {
    return refuse(`is of schema ${schema} and this version reads ${planSchema}; plan anew with this version`);
  }
  const seal = sealPlan(planSchema, hosts, key);
  if (key !== undefined && signature === undefined) {
    return refuse("is not signed, and a key is set; save the plan anew where the key is set", "PLAN_UNTRUSTED");
  }
  if (seal.signature !== undefined && !isSameSeal(signature, seal.signature)) {
    const what = "was changed after it was signed, or signed with another key; save the plan anew with this key";
    return refuse(what, "PLAN_UNTRUSTED");
  }
  const reader = new PlanReader(env);
  reader.object(document, "plan", ["schema", "digest", "signature", "hosts"]);
  const found = reader.list(hosts, "hosts").map((host, index) => readHost(host, `hosts[${index}]`, reader, options));
  addTwins(found, reader);
  if (reader.faults.length === 0 && !isSameSeal(digest, seal.digest)) {
    return refuse("was changed after it was written, its digest is another; plan anew");
  }
  if (reader.faults.length > 0) {
    const told = listFaults(reader.faults).map(({ path, message }) => `${path} ${message}`.trimStart());
    return refuse(told.join("; "));
  }
  return found;
}

/** Of two hosts of one name, one would get the other's changes; of two changes of one pool, one would not be seen. */
function addTwins(hosts: readonly SavedHost[], reader: PlanReader): void {
  const names = new Set<string>();
  for (const [index, { name, changes }] of hosts.entries()) {
    if (names.has(hostNameKey(name))) {
      reader.fault(`hosts[${index}].name`, "is the name of another host too, whatever their letter case");
    }
    names.add(hostNameKey(name));
    const targets = new Set<string>();
    for (const [at, { change }] of changes.entries()) {
      const target = JSON.stringify([typeof change.target, poolKey(targetName(change.target))]);
      if (targets.has(target)) reader.fault(`hosts[${index}].changes[${at}].change.target`, "is changed twice");
      targets.add(target);
    }
  }
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    // PowerShell 5 writes a byte order mark before UTF-8.
    const document: unknown = JSON.parse(text.replace(/^\ufeff/, ""));
    // Fails where it is nested so deeply that nothing could go through it.
    JSON.stringify(document);
    return typeof document === "object" && document !== null ? (document as Record<string, unknown>) : {};
  } catch {
    return undefined;
  }
}

function readHost(input: unknown, path: string, reader: PlanReader, options: ReadPlanOptions): SavedHost {
  const { name, connection, changes } = reader.object(input, path, ["name", "connection", "changes"]);
  for (const fault of options.checkConnection?.(connection) ?? []) {
    reader.fault(`${path}.${fault.path}`, fault.message);
  }
  return {
    name: reader.text(name, `${path}.name`),
    connection: reader.object(connection, `${path}.connection`),
    changes: reader
      .list(changes, `${path}.changes`)
      .map((one, index) => readChange(one, `${path}.changes[${index}]`, reader)),
  };
}

function readChange(input: unknown, path: string, reader: PlanReader): SavedChange {
  const { reason, change, desired } = reader.object(input, path, ["reason", "change", "desired"]);
  const read = reader.change(change, `${path}.change`);
  if (read.kind !== "delete" && desired === undefined) reader.fault(`${path}.desired`, "is missing");
  const wanted = desired === undefined ? undefined : reader.desired(desired, `${path}.desired`);
  if (wanted !== undefined && !isSameTarget(wanted.target, read.target)) {
    reader.fault(`${path}.desired.target`, "is not what the change is about");
  }
  return {
    reason: reader.oneOf(reason, `${path}.reason`, ["declared", "absent", "pruned"]),
    change: read,
    ...(wanted && { desired: wanted }),
  };
}

function isSameTarget(one: EditTarget, other: EditTarget): boolean {
  return typeof one === typeof other && poolKey(targetName(one)) === poolKey(targetName(other));
}
