// The JSON Schema of saved plans against their reader: it accepts what is read, and of all else only what the rules below refuse.
import fc from "fast-check";
import { IisError } from "../../provider/errors";
import { isRecord } from "../../provider/record";
import { readPlanFile, sealPlan, writePlanFile } from "../../provider/plan/saved/plan-file";
import { type SavedHost, savedPlanJsonSchema } from "../../provider/plan/saved/schema";
import type { PoolChange } from "../../provider/plan/change/change";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import { Secret } from "../../provider/secret";
import { checkConnection } from "../../provider/connection/connection";
import { acceptedBy, holdAgainst } from "../pool-file/agreement";
import { anyLiveValue, anyValue } from "../settings/values";

const env = { SHOP_PASSWORD: "secret" };
const schema = "iispools.saved-plan/1";

/** What the reader alone knows: rules over several keys, digest and environment, and `notInTheSchema` of pool files. */
const readerOnly =
  /must be (absent or pruned|declared) for a change|is not allowed for a deletion|because the pool is not deleted|must be the target of the change|is changed twice|is also the name of another host|the environment variable \S+ is not set|was changed after it was written|cannot start|is the same variable as|must be a whole number of KB,|is known; declare/;

/** Of a live value, the schema has what it can be, and the reader whether it is canonical too. */
const canonical = /in the format of a plan, got/;

const accepts = acceptedBy(savedPlanJsonSchema());

const setting = fc.constantFrom(...settingAttributes).chain((attribute) => {
  const isSecret = attribute.secret === true;
  const secret = fc.constantFrom(new Secret("secret"), new Secret(""));
  return fc.record(
    {
      path: fc.constant(attribute.path),
      from: isSecret ? secret : anyLiveValue(attribute),
      to: isSecret ? secret : anyValue(attribute),
    },
    { noNullPrototype: true, requiredKeys: ["path", "to"] },
  );
});

const plan = fc.uniqueArray(setting, { maxLength: 3, selector: ({ path }) => path }).map((settings): unknown => {
  const target = { pool: "Shop" };
  const wanted = { settings: Object.fromEntries(settings.map(({ path, to }) => [path, to])), inherit: ["queueLength"] };
  const state = { from: "Stopping", to: "Started" } as const;
  const renamed: PoolChange = {
    ...{ kind: "rename", target: { pool: "New" }, from: "Old", isNew: true, settings: [], deletes: false },
    moves: [{ site: "S", application: "/a" }, {}],
  };
  const hosts: SavedHost[] = [
    {
      name: "web-01",
      connection: { host: "web-01", user: "me" },
      changes: [
        {
          reason: "declared",
          change: { kind: "update", target, settings: settings as never, state },
          desired: { target, ...wanted },
        },
        {
          reason: "declared",
          change: renamed,
          desired: { target: { pool: "New" }, settings: {}, inherit: [], renamedFrom: "Old" },
        },
        { reason: "pruned", change: { kind: "delete", target: { pool: "Gone" } } },
      ],
    },
    { name: "web-02", connection: { configFile: "a.config" }, changes: [] },
  ];
  return JSON.parse(writePlanFile({ hosts, files: ["pools.yaml"] }, () => "SHOP_PASSWORD"));
});

function refusal(text: string): readonly string[] {
  try {
    readPlanFile(text, { file: "plan.json", checkConnection, env });
    return [];
  } catch (error) {
    if (error instanceof IisError || error instanceof AggregateError) return error.message.split("; ");
    throw error;
  }
}

test("the schema accepts exactly what is read, but for rules over several keys", () => {
  holdAgainst(plan, accepts, (generated) => {
    // Whoever changes a plan can seal it again.
    const isSealed =
      isRecord(generated) && typeof generated["digest"] === "string" && generated["digest"].startsWith("sha256:");
    const document = isSealed
      ? { ...generated, ...sealPlan({ schema, hosts: generated["hosts"], files: generated["files"] }, undefined) }
      : generated;
    const faults = refusal(JSON.stringify(document));
    const those = faults.filter((one) => !readerOnly.test(one) && !(canonical.test(one) && accepts(document)));
    return { document, faults: those, isForReader: faults.length > 0 };
  });
});
