const text = { type: "string", minLength: 1 };
const level = { enum: ["none", "note", "warning", "error"] };
const uri = { type: "string", pattern: "^[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]+$" };
const index = { type: "integer", minimum: 0 };
const place = { type: "integer", minimum: 1 };

function list(items: object): object {
  return { type: "array", items };
}

function closed(required: Readonly<Record<string, object>>, optional: Readonly<Record<string, object>> = {}): object {
  const properties = { ...required, ...optional };
  return { type: "object", additionalProperties: false, required: Object.keys(required), properties };
}

const message = closed({ text });
const properties = closed({}, { code: text, host: text, pool: text, path: text, hint: text });

/** Of SARIF 2.1.0 (OASIS) what this package writes, and nothing else; stricter than the standard's own schema. */
export const sarifSchema = closed({
  $schema: { const: "https://json.schemastore.org/sarif-2.1.0.json" },
  version: { const: "2.1.0" },
  runs: {
    ...list(
      closed({
        tool: closed({
          driver: closed({ name: text, rules: list(closed({ id: text, shortDescription: message, helpUri: uri })) }),
        }),
        columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
        invocations: list(
          closed(
            { executionSuccessful: { type: "boolean" } },
            {
              toolExecutionNotifications: list(
                closed({ level, message }, { descriptor: closed({ id: text }), properties }),
              ),
            },
          ),
        ),
        results: list(
          closed(
            {
              ...{ ruleId: text, ruleIndex: index, level, message },
              locations: {
                ...list(
                  closed(
                    {
                      physicalLocation: closed({
                        artifactLocation: closed({ uri }),
                        region: closed({ startLine: place }, { startColumn: place }),
                      }),
                    },
                    { logicalLocations: list(closed({ fullyQualifiedName: text })) },
                  ),
                ),
                ...{ minItems: 1, maxItems: 1 },
              },
              partialFingerprints: closed({ "iispools/v1": { type: "string", pattern: "^[0-9a-f]{64}$" } }),
            },
            { properties },
          ),
        ),
      }),
    ),
    ...{ minItems: 1, maxItems: 1 },
  },
});
