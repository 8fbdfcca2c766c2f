import * as z from "zod";
import { isPlain, isRecord } from "../record";

/**
 * zod's objects and records with own keys only: without those of a prototype, but with a key called `__proto__`, which
 * zod ignores. Maps, dates and lists are not objects with keys.
 */

/** zod's objects. A key called `__proto__` is read as an unknown key. */
export class ZodOwnObject extends z.ZodObject {
  constructor(def: z.core.$ZodObjectDef) {
    super(def);
    readOwnKeys(this, ZodOwnObject, def.catchall);
  }
}

/** zod's records. No key can be called `__proto__`. */
export class ZodOwnRecord extends z.ZodRecord {
  constructor(def: z.core.$ZodRecordDef) {
    super(def);
    readOwnKeys(this, ZodOwnRecord);
  }
}

const noName = z.never({ error: "__proto__ cannot be a name here" });

/**
 * @param constr creates copies of the schema, with metadata or checks
 * @param ofProto reads the value of a key called `__proto__`, for its faults
 */
function readOwnKeys(
  schema: z.ZodObject | z.ZodRecord,
  constr: typeof ZodOwnObject | typeof ZodOwnRecord,
  ofProto: z.core.$ZodType = noName,
): void {
  const { _zod: internals } = schema;
  const run = internals.run.bind(internals);
  const hasChecks = (internals.def.checks ?? []).length > 0;
  internals.constr = constr;
  internals.run = (payload, context) => {
    const value: unknown = payload.value;
    if (!isRecord(value)) {
      payload.issues.push({ code: "invalid_type", expected: "object", input: value, inst: schema });
      return payload;
    }
    if (Object.hasOwn(value, "__proto__")) {
      const read = ofProto._zod.run({ value: value["__proto__"], issues: [] }, context);
      if ("issues" in read) for (const issue of read.issues) payload.issues.push({ ...issue, path: ["__proto__"] });
    }
    payload.value = isPlain(value) ? value : { ...value };
    // Without checks zod's own `run` is `parse`, which it may replace when it first reads.
    return hasChecks ? run(payload, context) : internals.parse(payload, context);
  };
}
