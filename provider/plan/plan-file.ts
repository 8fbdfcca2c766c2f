import { createHash } from "node:crypto";
import type { EditTarget } from "../appcmd/edit";
import { type Fault, IisError } from "../errors";
import type { PoolChange } from "./change";
import { type Desired, targetName } from "./desired";
import type { ChangeReason } from "./host-plan";
import { encodeChange, encodeDesired, type Json, PlanReader } from "./plan-file-values";

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
 * @throws IisError `PLAN_HOLDS_SECRET` where a secret comes from no environment variable
 */
export function writePlanFile(hosts: readonly SavedHost[], secretName: SecretName): string {
  const encoded = hosts.map((host) => encodeHost(host, secretName));
  return `${JSON.stringify({ schema: planSchema, digest: digestOf(encoded), hosts: encoded }, null, 2)}\n`;
}

function encodeHost({ name, connection, changes }: SavedHost, secretName: SecretName): Json {
  return {
    name,
    connection: connection as Record<string, Json>,
    changes: changes.map(({ reason, change, desired }) => {
      const nameSecret = (path: string): string => {
        const variable = secretName(name, change.target, path);
        if (variable !== undefined) return variable;
        const where = `${name}: pool "${targetName(change.target)}": ${path}`;
        const message = `${where} stands in the pool file in clear and a plan file holds no secrets; write \${env:NAME} there`;
        throw new IisError("PLAN_HOLDS_SECRET", message);
      };
      return {
        reason,
        change: encodeChange(change, nameSecret, (path) => desired !== undefined && !(path in desired.settings)),
        ...(desired && { desired: encodeDesired(desired, nameSecret) }),
      };
    }),
  };
}

/** Of what the file holds, so that a plan that was edited is not taken for the one that was reviewed. */
function digestOf(hosts: unknown): string {
  return `sha256:${createHash("sha256")
    .update(JSON.stringify([planSchema, hosts]))
    .digest("hex")}`;
}

/** How to read a plan file. */
export interface ReadPlanOptions {
  /** The file's name, for messages. */
  readonly file: string;
  /** Where the secrets are read from, again. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Every fault of a connection; left out: none is looked for. */
  readonly checkConnection?: (input: unknown) => readonly Fault[];
}

/**
 * The plan that a file holds, its secrets read from the environment.
 *
 * @throws IisError `PLAN_UNREADABLE` with everything that is wrong, each with its path in the file
 */
export function readPlanFile(text: string, options: ReadPlanOptions): SavedHost[] {
  const { file, env } = options;
  const refuse = (what: string): never => {
    throw new IisError("PLAN_UNREADABLE", `${file}: ${what}`);
  };
  const document = parse(text) ?? refuse("is no JSON; write it with: iispools plan --out FILE");
  const { schema, digest, hosts } = document;
  if (typeof schema === "string" && schema.startsWith("iispools.plan/")) {
    return refuse("is the report of a plan and no saved plan; write one with: iispools plan --out FILE");
  }
  if (typeof schema !== "string" || !schema.startsWith("iispools.saved-plan/")) {
    return refuse(`is no plan, its schema is not ${planSchema}; write it with: iispools plan --out FILE`);
  }
  if (schema !== planSchema) {
    return refuse(`is of schema ${schema} and this version reads ${planSchema}; plan anew with this version`);
  }
  const reader = new PlanReader(env);
  reader.object(document, "plan", ["schema", "digest", "hosts"]);
  const found = reader.list(hosts, "hosts").map((host, index) => readHost(host, `hosts[${index}]`, reader, options));
  if (reader.faults.length === 0 && digest !== digestOf(hosts)) {
    return refuse("was changed after it was written, its digest is another; plan anew");
  }
  if (reader.faults.length > 0) {
    return refuse(reader.faults.map(({ path, message }) => `${path} ${message}`).join("; "));
  }
  return found;
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === "object" && document !== null ? (document as Record<string, unknown>) : {};
  } catch {
    return undefined;
  }
}

function readHost(input: unknown, path: string, reader: PlanReader, options: ReadPlanOptions): SavedHost {
  const { name, connection, changes } = reader.object(input, path, ["name", "connection", "changes"]);
  const keys = typeof connection === "object" && connection !== null ? Object.keys(connection) : [];
  for (const fault of options.checkConnection?.(connection) ?? []) {
    reader.fault(`${path}.${fault.path}`, fault.message);
  }
  return {
    name: reader.text(name, `${path}.name`),
    connection: reader.object(connection, `${path}.connection`, keys),
    changes: reader
      .list(changes, `${path}.changes`)
      .map((one, index) => readChange(one, `${path}.changes[${index}]`, reader)),
  };
}

function readChange(input: unknown, path: string, reader: PlanReader): SavedChange {
  const { reason, change, desired } = reader.object(input, path, ["reason", "change", "desired"]);
  const read = reader.change(change, `${path}.change`);
  if (read.kind !== "delete" && desired === undefined) reader.fault(`${path}.desired`, "is missing");
  return {
    reason: reader.oneOf(reason, `${path}.reason`, ["declared", "absent", "pruned"]),
    change: read,
    ...(desired !== undefined && { desired: reader.desired(desired, `${path}.desired`) }),
  };
}
