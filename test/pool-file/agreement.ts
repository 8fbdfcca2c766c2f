import Ajv from "ajv";
import fc from "fast-check";
import type { JsonSchema } from "../../provider/input/json-schema";
import { mutated, mutations } from "./mutate";

/** An input as a reader and a schema see it. */
export interface Judged {
  readonly document: unknown;
  /** What the reader refuses and the schema must refuse. */
  readonly faults: readonly unknown[];
  /** Whether the reader refuses it for a rule that the schema does not have. */
  readonly isForReader: boolean;
}

/** Whether a JSON Schema accepts a document. */
export function acceptedBy(schema: JsonSchema): (document: unknown) => boolean {
  const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
  return (document) => validate(document);
}

/**
 * Holds a schema against a reader with documents, each with one mutation or none. The counts of what was accepted and refused
 * are printed. `AGREEMENT_SEED` and `AGREEMENT_RUNS` set the seed and how many documents there are.
 */
export function holdAgainst(
  documents: fc.Arbitrary<unknown>,
  accepts: (document: unknown) => boolean,
  judge: (document: unknown) => Judged,
): void {
  const seed = Number(process.env["AGREEMENT_SEED"] ?? 12);
  const numRuns = Number(process.env["AGREEMENT_RUNS"] ?? 1000);
  const counts: Record<string, { accepted: number; refused: number; refusedByReaderOnly: number }> = {};
  const property = fc.property(mutated(documents), ({ kind, document: generated }) => {
    const { document, faults, isForReader } = judge(generated);
    const count = (counts[kind] ??= { accepted: 0, refused: 0, refusedByReaderOnly: 0 });
    if (faults.length > 0) count.refused += 1;
    else count[isForReader ? "refusedByReaderOnly" : "accepted"] += 1;
    expect({ document, faults, accepts: accepts(document) }).toEqual({
      document,
      faults,
      accepts: faults.length === 0,
    });
  });
  fc.assert(property, { seed, numRuns });
  process.stdout.write(`${JSON.stringify({ seed, counts })}\n`);
  expect(counts["none"]).toMatchObject({ refused: 0 });
  expect(Object.keys(counts).toSorted()).toEqual(["none", ...mutations].toSorted());
}
