import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import {
  applyRequests,
  connect,
  type Desired,
  desiredOf,
  inspectHost,
  type LiveHost,
  packCommands,
  planChanges,
  reverseChange,
  type Transport,
} from "../../provider/engine";
import { poolNameProblem } from "../../provider/pool-file/schema/names";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import type { AttributeValue } from "../../provider/settings/codecs/codecs";
import { equalSettings } from "../../provider/settings/value";
import { Secret } from "../../provider/secret";
import { memoryTransport } from "../emulator/memory-transport";
import { memoryWorld } from "../emulator/memory-world";
import { anyValue } from "../settings/values";
import { sampleConfig } from "./offline-host";

const sample = readFileSync(sampleConfig, "utf8");

const identity = fc.oneof(
  fc.constant({}),
  fc.record({
    "processModel.identityType": fc.constantFrom("LocalSystem", "NetworkService", "ApplicationPoolIdentity"),
  }),
  fc.record({
    "processModel.identityType": fc.constant("SpecificUser"),
    "processModel.userName": fc.string({ minLength: 1, unit: fc.constantFrom("a", "\\", "'", "%", " ", "$", "ü") }),
    "processModel.password": fc.string({ minLength: 1, unit: fc.constantFrom("a", '"', "'", "%", " ", "4", "1", "€") }),
  }),
);

const others = settingAttributes.filter(({ path }) => !/identityType|userName|password/.test(path));

const settings: fc.Arbitrary<Record<string, AttributeValue>> = fc
  .tuple(
    identity,
    fc.record(Object.fromEntries(others.map((attribute) => [attribute.path, anyValue(attribute)])), {
      requiredKeys: [],
    }),
  )
  .map(([first, second]) => ({ ...first, ...second }));

const poolName = fc
  .string({ unit: fc.constantFrom("a", "B", "1", ".", "'", "%", "(", " ", "ü", "4"), minLength: 1, maxLength: 12 })
  .filter((name) => poolNameProblem(name) === undefined);

const desiredPools: fc.Arbitrary<Desired[]> = fc
  .uniqueArray(fc.tuple(fc.oneof(poolName, fc.constantFrom("DefaultAppPool", "Legacy .NET v2.0")), settings), {
    selector: ([name]) => name.toLowerCase(),
    maxLength: 4,
  })
  .map((pools) => pools.map(([pool, values]) => desiredOf({ pool }, { settings: values })));

const defaults = fc.option(settings, { nil: undefined });

/** Entries of a collection have no order: each is a line of the file. */
function lines(text: string): string[] {
  return text.split("\r\n").sort();
}

/** Every effective value of every pool, secrets by whether they are set. */
function effective(live: LiveHost): unknown {
  return [...live.pools.values()].map(({ name, settings: values }) => [
    name,
    Object.entries(values).map(([path, value]) => [path, value instanceof Secret ? value.isSet : value]),
  ]);
}

describe("any valid desired state on any valid configuration", () => {
  it("reads back equal, is not written a second time, and can be taken back", async () => {
    const earlier = fc.tuple(defaults, desiredPools);
    await fc.assert(
      fc.asyncProperty(
        earlier,
        desiredPools,
        fc.integer({ min: 4000, max: 30_000 }),
        async ([shared, first], second, maxLength) => {
          const world = memoryWorld(sample);
          const transport = memoryTransport(world, maxLength);
          if (shared !== undefined)
            await ensure(transport, [desiredOf("applicationPoolDefaults", { settings: shared })]);
          await ensure(transport, first);

          const before = world.config();
          const wasThere = await inspectHost(transport, { explicit: true });
          const changes = await ensure(transport, second);
          const live = await inspectHost(transport);
          for (const { target, settings: wanted } of second) {
            const pool = live.pools.get((target as { pool: string }).pool.toLowerCase());
            const different = Object.entries(wanted).filter(
              ([path, value]) => !equalSettings(path, pool!.settings[path]!, value),
            );
            expect(different).toEqual([]);
          }

          const after = world.config();
          expect(await ensure(transport, second)).toEqual([]);
          expect(world.config()).toBe(after);

          const reversed = changes.map((change) => reverseChange(change, wasThere)!).reverse();
          for (const command of packCommands(planChanges(reversed), maxLength)) {
            expect(world.appcmd(...command.map(({ text }) => text))).toMatchObject({ exitCode: 0 });
          }
          // A pool that mixes entries of its own with inherited ones says the same afterwards in another way.
          const isInherited = settingAttributes.some(
            ({ codec, path }) => codec.shape !== "scalar" && path in (shared ?? {}),
          );
          if (isInherited) expect(effective(await inspectHost(transport))).toEqual(effective(wasThere));
          else expect(lines(world.config())).toEqual(lines(before));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("reaches a real emulator process the same way", async () => {
    const configFile = join(__dirname, "../../examples/basic/applicationHost.config");
    expect((await inspectHost(connect({ configFile }))).pools.size).toBe(2);
  });
});

async function ensure(transport: Transport, desired: readonly Desired[]) {
  const outcomes = await applyRequests(
    transport,
    desired.map((one) => ({ kind: "ensure", desired: one, mustBeNew: false })),
  );
  return outcomes.flatMap((outcome) => {
    if (!outcome.ok) throw outcome.error;
    return outcome.change === undefined ? [] : [outcome.change];
  });
}
