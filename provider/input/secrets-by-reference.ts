import * as z from "zod";
import { envReferenceForm, noSecretsInFiles } from "../env-reference";
import { optional } from "./members";
import { object } from "./object";

/**
 * The schema of an object in a file: each secret is `${env:NAME}`, the environment variable that holds it, or the path of
 * another file if it can be one (`formInFile`). No other text contains such a reference. Only the JSON Schema states the latter; the file reader reports it as its own fault.
 */
export function secretsByReference<S extends z.core.$ZodLooseShape>(schema: z.ZodObject<S>): z.ZodObject<S> {
  const members = Object.entries(schema.shape as Record<string, z.ZodType>).map(([key, member]) => [
    key,
    inFile(member),
  ]);
  return withMeta(object(Object.fromEntries(members) as S), schema);
}

const reference = textInFile(envReferenceForm, noSecretsInFiles());

function textInFile(form: RegExp, error: string): z.ZodString {
  return z.string({ error }).regex(form, { error });
}

function inFile(member: z.ZodType): z.ZodType {
  const inner = member instanceof z.ZodOptional ? (member.unwrap() as z.ZodType) : member;
  const meta = { ...inner.meta(), ...member.meta() };
  const wrap = (changed: z.ZodType): z.ZodType => (inner === member ? changed : optional(changed));
  if (meta.secret === true && meta.formInFile !== undefined) {
    const error = noSecretsInFiles("${env:NAME}, or the path of a file");
    return wrap(textInFile(new RegExp(meta.formInFile), error)).meta(meta);
  }
  if (meta.secret === true) return wrap(reference).meta({ ...meta, examples: ["${env:NAME}"] });
  if (inner instanceof z.ZodObject) return withMeta(wrap(secretsByReference(inner)), member);
  return inner instanceof z.ZodString ? member.meta({ ...meta, not: { pattern: "\\$\\{env:" } }) : member;
}

function withMeta<S extends z.ZodType>(schema: S, source: z.ZodType): S {
  const meta = source.meta();
  return meta === undefined ? schema : schema.meta(meta);
}
