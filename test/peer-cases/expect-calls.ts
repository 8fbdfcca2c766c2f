import type { Call } from "../engine/offline-host";
import { type PeerCase, poolsOf } from "./cases";

type Rule = (expected: unknown, calls: readonly Call[], one: PeerCase) => void;

const commits = (calls: readonly Call[]): number => calls.filter(({ commit }) => commit).length;

/** What a case may expect of the calls and of the case itself. */
const rules: Readonly<Record<string, Rule>> = {
  commits: (expected, calls) => {
    expect(commits(calls)).toBe(expected);
  },
  commits_max: (expected, calls) => {
    expect(commits(calls)).toBeLessThanOrEqual(Number(expected));
  },
  peer_commands: (expected, calls) => {
    expect(commits(calls)).toBe(expected);
  },
  external_processes_max: (expected, calls) => {
    expect(calls.length).toBeLessThanOrEqual(Number(expected));
  },
  peer_appcmd_args: expectArguments,
  actions: expectActions,
  properties: (expected, _calls, { desired }) => {
    expect(poolsOf(desired).map(([, settings]) => Object.keys(settings).length)).toEqual([expected]);
  },
};

const password = "processModel.password";

/** What {@link expectCalls} leaves to others, or is no expectation at all. */
const elsewhere = [
  "changed",
  "after",
  "second_run_changed",
  "error",
  "drift",
  "valid",
  "accepted_by_peer",
  "schema_conflict",
  "note",
  "only_when",
  "command_contains_secret",
  "log_contains_secret",
  "event_values",
];

/**
 * Asserts what a case expects of the calls to appcmd. Nothing that it expects is passed over. A password that is not
 * declared is never sent.
 */
export function expectCalls(one: PeerCase, calls: readonly Call[]): void {
  for (const [key, expected] of Object.entries(one.expect)) {
    const rule = rules[key];
    if (rule !== undefined) rule(expected, calls, one);
    else expect([...elsewhere, ...Object.keys(rules)]).toContain(key);
  }
  const hasPassword = poolsOf(one.desired).some(([, settings]) => password in settings);
  const sent = calls.flatMap(({ argv }) => argv).filter((argument) => argument.includes(password));
  expect(sent.length > 0 && !hasPassword).toBe(false);
}

/** The peer sets `/path:value` of one pool; ours holds the same behind the pool's name, `/[name='Shop'].path:value`. */
function expectArguments(expected: unknown, calls: readonly Call[]): void {
  const sent = calls.filter(({ argv }) => argv[0] !== "list").flatMap(({ argv }) => argv.map(spelling));
  for (const argument of (expected as string[]).map((text) => spelling(text.slice(1)))) {
    expect(sent.map((text) => text.slice(text.indexOf("].") + 2))).toContain(argument);
  }
}

/** Letter case and blanks behind commas do not count. */
function spelling(argument: string): string {
  return argument.toLowerCase().replaceAll(", ", ",");
}

/** What ours does to bring about an action of the peer. */
const actions: Readonly<Record<string, (call: Call) => boolean>> = {
  create: ({ argv, commit }) => commit && argv.some((argument) => /^\/\+\[name='[^']+'\]$/.test(argument)),
  remove: ({ argv, commit }) => commit && argv.some((argument) => /^\/-\[name='[^']+'\]$/.test(argument)),
  stop: ({ argv }) => argv[0] === "stop",
};

function expectActions(expected: unknown, calls: readonly Call[]): void {
  const writes = calls.filter(({ argv }) => argv[0] !== "list");
  const done = writes.map((call) => Object.keys(actions).find((name) => actions[name]?.(call)));
  expect(done).toEqual(expected);
}
