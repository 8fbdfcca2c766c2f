/** A rule that the loader has and the JSON Schema of pool files has not. */
export interface LoaderOnly {
  /** The rule, in words. */
  readonly name: string;
  /** Why it is not in the schema. */
  readonly why: string;
  /** The messages of its faults. */
  readonly messages: RegExp;
  /** A file that breaks this rule and no other, after `version: 1`. */
  readonly example: string;
}

const several = "JSON Schema cannot compare keys or values at several places, which may also be in several files";
const outside = "only the disk or the environment shows it";
const noPattern = "no pattern says it";

/**
 * The whole list, but for durations of several units that are each within the range and more together (`29d48h`): see
 * `schemaIsWider` and test/settings/schema-agrees.test.ts. On everything else, schema and loader agree.
 */
export const notInTheSchema: readonly LoaderOnly[] = [
  {
    name: "a name of a host, a group or a pool is declared",
    why: several,
    messages:
      /^(unknown (?:host|host or group|pool) |the pool is not declared for|the file is not for|is unknown, because no file declares hosts)/,
    example: "pools: { A: { hosts: web-01 } }",
  },
  {
    name: "an absent pool has no overrides",
    why: several,
    messages: /^the pool is absent there/,
    example: "pools: { A: { state: absent } }\noverrides: { local: { pools: { A: { queueLength: 10 } } } }",
  },
  {
    name: "nothing is declared twice; letter case is ignored",
    why: several,
    messages:
      /^(is declared twice|has a different connection|is already the name of a group|is also the name of a host|already has overrides|is the same variable as)/,
    example: "pools: { A: {}, a: {} }",
  },
  {
    name: "two groups with a host in common have no overrides that contradict each other",
    why: several,
    messages: /is in both groups/,
    example:
      "hosts: { h: {} }\ngroups: { a: h, b: h }\npools: { P: {} }\n" +
      "overrides: { a: { pools: { P: { queueLength: 10 } } }, b: { pools: { P: { queueLength: 11 } } } }",
  },
  {
    name: "identityType, userName and password fit together",
    why: several,
    messages: /^(is required with |has no effect with identityType|is not allowed, because userName ends in \$)/,
    example: "pools: { A: { processModel: { identityType: SpecificUser } } }",
  },
  {
    name: "settings fit to multiInstance: false",
    why: several,
    messages: /^contradicts multiInstance/,
    example: "pools: { A: { multiInstance: false, processModel: { maxProcesses: 2 } } }",
  },
  {
    name: "a pool is renamed from one that is not declared, by one pool only",
    why: several,
    messages: /is also declared|already replaces|^is the pool's own name/,
    example: "pools: { A: { renamedFrom: B }, B: {} }",
  },
  {
    name: "the window of a stagger has at least two slots",
    why: several,
    messages: /^(is the same time as from|is longer than the window|leaves one slot)/,
    example:
      'defaults: { recycling: { periodicRestart: { schedule: { stagger: { from: "1:00", to: "2:00", every: 1h } } } } }',
  },
  {
    name: "appcmdPath can be started in the server's shell",
    why: several,
    messages: /^(cmd\.exe|PowerShell) cannot start/,
    example: 'hosts: { h: { host: h, appcmdPath: "C:\\\\a\\"b" } }',
  },
  {
    name: "include leads to pool files of the folder",
    why: outside,
    messages:
      /^no file matches|^there is no file or folder|^the folder .* has no|is no \*\.yaml|is outside the folder|: \*\* is not known/,
    example: "include: gone.yaml",
  },
  {
    name: "the environment variable of a secret is set",
    why: outside,
    messages: /^the environment variable/,
    example: "defaults: { processModel: { password: '${env:UNSET}' } }",
  },
  {
    name: "memory in a unit is a whole number of KB",
    why: noPattern,
    messages: /^must be a whole number of KB,/,
    example: "defaults: { recycling: { periodicRestart: { memory: 1.0001MB } } }",
  },
  {
    name: "other holds no settings that this package knows",
    why: noPattern,
    messages: /^is known; declare/,
    example: "defaults: { other: { queueLength: 10 } }",
  },
];

/** Whether the schema has the rule of a fault. */
export function isInTheSchema(fault: { readonly message: string }): boolean {
  return !notInTheSchema.some(({ messages }) => messages.test(fault.message));
}
