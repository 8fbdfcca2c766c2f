// What users of other tools declare: the cases of their test suites and bug reports, as far as they are about input.
import { existsSync, readFileSync } from "node:fs";
import { checkPool } from "../../provider/model/app-pool";

interface PeerCase {
  readonly id: string;
  readonly desired: { readonly pools?: unknown };
  readonly expect: { readonly error?: string | null };
}

const file = "/work/shared/reference/peer-cases.jsonl";
const maybe = existsSync(file) ? it : it.skip;
const place = existsSync(file) ? "" : ` (skipped: ${file} is not there)`;

/** Where this package is stricter than the peer, and why. */
const refusedHere: Record<string, string> = {
  "ANS-06": "a duration of four parts and a fraction is no form of IIS",
  "ANS-07": "a duration of four parts and a fraction is no form of IIS",
  "PUP-04": "a user name without identityType has no effect, or an unforeseen one",
  "PUP-U19": "IIS itself refuses a pingResponseTime of 0",
  "PUP-U21": "IIS itself refuses a shutdownTimeLimit of 0",
  "PUP-U23": "IIS itself refuses a startupTimeLimit of 0",
  "PUP-S58": "a password alone has no effect, or an unforeseen one",
  "PUP-S60": "a password alone has no effect, or an unforeseen one",
  "PUP-S61": "a password alone has no effect, or an unforeseen one",
  "DSC-U097": "an empty list clears a schedule; a list of nothing is a slip",
  "DSC-U114": "SpecificUser without a user name locks the pool out",
  "CARBON-21": "no IIS schema has requestQueueDelegatorIdentity",
};

/** What the peers refuse before any write and this package refuses later, as it depends on the host. */
const refusedLater = ["ISS-22"];

maybe(`what peers take is taken, what they refuse is refused${place}`, () => {
  const rows = readCases().map(({ id, name, settings, error }) => {
    const { faults } = checkPool({ name, ...nest(settings) }, { kind: "pool" });
    return { id, faulty: faults.length > 0, expected: isRefused(id, error), faults };
  });
  expect(rows.length).toBeGreaterThan(200);
  expect(rows.filter(({ faulty, expected }) => faulty !== expected)).toEqual([]);
});

function isRefused(id: string, error: string): boolean {
  return id in refusedHere || (error.startsWith("validation") && !refusedLater.includes(id));
}

function readCases(): { id: string; name: string; settings: Record<string, unknown>; error: string }[] {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines
    .map((line) => JSON.parse(line) as PeerCase)
    .flatMap(({ id, desired, expect: { error } }) =>
      poolsOf(desired.pools).map(([name, settings]) => ({
        id,
        name: name === "<random>" ? "random" : name,
        settings,
        error: error ?? "",
      })),
    );
}

function poolsOf(pools: unknown): [string, Record<string, unknown>][] {
  return isRecord(pools)
    ? Object.entries(pools).flatMap(([name, settings]) => (isRecord(settings) ? [[name, settings]] : []))
    : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nest(settings: Record<string, unknown>): Record<string, unknown> {
  const nested: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(settings)) {
    const keys = path.split(".");
    const last = keys.pop()!;
    const group = keys.reduce<Record<string, unknown>>(
      (at, key) => (at[key] ??= {}) as Record<string, unknown>,
      nested,
    );
    group[last] = typeof value === "object" && value !== null && "secret" in value ? value.secret : value;
  }
  return nested;
}
