// The JSON Schema of pool files against the loader: it accepts what is loaded, and of all else only what notInTheSchema names.
import { parse, stringify } from "yaml";
import { checkPool } from "../../provider/pool-file/pool/app-pool";
import { appPoolJsonSchema, poolFileJsonSchema } from "../../provider/pool-file/schema/pool-file";
import type { LoadOptions } from "../../provider/pool-file/load/load-pool-files";
import { SourceText } from "../../provider/pool-file/yaml/source-text";
import { readYaml } from "../../provider/pool-file/yaml/document";
import { type Files, textsOf } from "../golden/given";
import { readCases } from "../golden/golden";
import { acceptedBy, holdAgainst } from "./agreement";
import { anyPoolFile, anySettings, env, filesBeside } from "./any-pool-file";
import { load } from "./memory-files";
import { isInTheSchema, notInTheSchema } from "./not-in-the-schema";

const isValid = acceptedBy(poolFileJsonSchema());

/** The faults of a file beside others. */
function faultsOf(text: string) {
  return load({ ...filesBeside, "f.yaml": text }, ["f.yaml"], { env }).faults;
}

test("the schema accepts exactly what is loaded, but for the rules that it does not have", () => {
  holdAgainst(anyPoolFile, isValid, (document) => {
    const faults = faultsOf(stringify(document, { aliasDuplicateObjects: false }));
    const those = faults.filter(isInTheSchema);
    return { document, faults: those, isForReader: faults.length > 0 };
  });
});

test("the schema of settings accepts exactly what a resource accepts", () => {
  holdAgainst(anySettings(false), acceptedBy(appPoolJsonSchema()), (document) => {
    const { faults } = checkPool(document, { kind: "defaults" });
    const those = faults.filter(isInTheSchema);
    return { document, faults: those, isForReader: faults.length > 0 };
  });
});

test.each([
  "hosts: { a: { configfile: x } }",
  "groups: { €x: local }",
  "pools: { A: { cpu: { limit: 200% } } }",
  "pools: { A: { probe: { url: http://x, timeout: '1:1:1:1' } } }",
  "pools: { A: { CLRConfigFile: '${env:SHOP_PASSWORD}' } }",
  "pools: { A: { processModel: { password: 'x${env:SHOP_PASSWORD}' } } }",
])("schema and loader refuse %s", (section) => {
  const text = `version: 1\n${section}\n`;
  expect([faultsOf(text).length > 0, isValid(parse(text))]).toEqual([true, false]);
});

test.each(["state: ' STARTED '", "state: Absent", "processModel: { password: '${env:SHOP_PASSWORD}' }"])(
  "schema and loader accept a pool with %s",
  (member) => {
    const text = `version: 1\ndefaults: { processModel: { identityType: SpecificUser, userName: a } }\npools: { A: { ${member} } }\n`;
    expect([faultsOf(text).filter(isInTheSchema), isValid(parse(text))]).toEqual([[], true]);
  },
);

describe.each(notInTheSchema)("the loader alone knows that $name", ({ messages, example }) => {
  test("its example", () => {
    const text = `version: 1\n${example}\n`;
    const found = faultsOf(text).map(({ message }) => messages.test(message));
    expect({ found: new Set(found), accepts: isValid(parse(text)) }).toEqual({ found: new Set([true]), accepts: true });
  });
});

interface Given {
  readonly files: Files;
  readonly paths?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly secrets?: LoadOptions["secrets"];
}

const doors = ["pool-files", "pool-files-several", "pool-files-yaml", "connections-yaml"];
const faulty = doors.flatMap((door) => readCases(door).map(({ id, given }) => [id, given as Given] as const));

test.each(faulty)("faulty input %s", (_, { files, paths, env: variables = {}, secrets = "required" }) => {
  const texts = textsOf(files);
  const { faults } = load(texts, paths ?? Object.keys(files), { env: variables, secrets });
  for (const [name, text] of Object.entries(texts)) {
    // What is no YAML is no document for a schema.
    if (typeof text !== "string" || readYaml(new SourceText(name, text), []).faults.length > 0) continue;
    const those = faults.filter(({ position }) => position?.file === name).filter(isInTheSchema);
    expect({ those, accepts: isValid(parse(text, { stringKeys: true })) }).toEqual({
      those,
      accepts: those.length === 0,
    });
  }
});
