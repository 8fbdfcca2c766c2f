import { Ajv } from "ajv";
import { instanceJsonSchema } from "../../provider/dsc/instance-schema";
import type { Around, Ended } from "../cli/servers";

/** A resource manifest, as far as `dsc` reads it for a resource with these operations. */
interface Manifest {
  readonly type: string;
  readonly version: string;
  readonly exitCodes: Readonly<Record<string, string>>;
  readonly schema: { readonly embedded: object };
  readonly get: Operation;
  readonly test: Operation;
  readonly set: Operation & { readonly implementsPretest?: boolean; readonly requireSecurityContext?: string };
  readonly export: Operation & { readonly supportsFiltering?: boolean };
}

interface Operation {
  readonly executable: string;
  readonly args: readonly (string | { readonly whatIfArg: string })[];
  readonly input?: "stdin" | "env";
  readonly return?: "state" | "stateAndDiff";
}

/** An instance of the resource in an output. */
export interface State {
  readonly pools: readonly (Readonly<Record<string, unknown>> & {
    readonly name: string;
    readonly _exist?: boolean;
    readonly _metadata?: { readonly whatIf: readonly string[] };
  })[];
  readonly applicationPoolDefaults?: Readonly<Record<string, unknown>>;
  readonly _inDesiredState?: boolean | null;
  readonly _metadata?: { readonly whatIf: readonly string[] };
}

/** The messages of a call by their level. */
export type Traces = Readonly<Partial<Record<"error" | "warn" | "info", readonly string[]>>>;

/** A call that failed: what `dsc` shows of it. */
export class DscFailure extends Error {
  constructor(
    readonly exitCode: number,
    readonly meaning: string | undefined,
    readonly traces: Traces,
    readonly ended: Ended,
  ) {
    super(traces.error?.join("\n") ?? "no error");
  }
}

type Call = (argv: readonly string[], around: Around) => Promise<Ended>;

/** Drives the resource as `dsc` 3.4 does, from its documentation: docs/reference/schemas of PowerShell/DSC. */
export class DscDriver {
  /** Everything that was printed. */
  printed = "";
  traces: Traces = {};
  readonly manifest: Manifest;
  readonly #isInstance;
  readonly #isWhole = new Ajv({ strict: false, allErrors: true }).compile(instanceJsonSchema());

  constructor(
    manifest: string,
    private readonly call: Call,
    private readonly env: Record<string, string> = {},
  ) {
    this.manifest = JSON.parse(manifest) as Manifest;
    this.#isInstance = new Ajv({ strict: false, allErrors: true }).compile(this.manifest.schema.embedded);
  }

  async get(instance: unknown): Promise<State> {
    this.#verify(instance);
    const [line] = await this.#run(this.manifest.get, instance, 1);
    return this.#read(line);
  }

  async test(
    instance: unknown,
  ): Promise<{ readonly state: State; readonly differing: readonly string[]; readonly inDesiredState: boolean }> {
    this.#verify(instance);
    const { state, differing } = await this.#stateAndDiff(this.manifest.test, instance);
    return { state, differing, inDesiredState: state._inDesiredState ?? differing.length === 0 };
  }

  /** The state before and after, and the properties that were changed. */
  async set(
    instance: unknown,
    { isWhatIf = false } = {},
  ): Promise<{ readonly before: unknown; readonly state: State; readonly differing: readonly string[] }> {
    const { set } = this.manifest;
    this.#verify(instance);
    if (set.implementsPretest !== true) {
      const tested = await this.test(instance);
      if (tested.inDesiredState) return { before: instance, state: tested.state, differing: [] };
    }
    const before = await this.get(instance);
    return { before, ...(await this.#stateAndDiff(set, instance, isWhatIf)) };
  }

  async export(filter?: unknown): Promise<readonly State[]> {
    if (filter !== undefined) {
      expect(this.manifest.export.supportsFiltering).toBe(true);
      this.#verify(filter);
    }
    const lines = await this.#run(this.manifest.export, filter);
    return lines.map((line) => this.#read(line));
  }

  async #stateAndDiff(
    operation: Operation,
    instance: unknown,
    isWhatIf = false,
  ): Promise<{ state: State; differing: readonly string[] }> {
    expect(operation.return).toBe("stateAndDiff");
    const [state, differing] = await this.#run(operation, instance, 2, isWhatIf);
    expect(differing).toEqual([...new Set(differing as string[])].map(String));
    return { state: this.#read(state), differing: differing as string[] };
  }

  async #run(
    { executable, args, input }: Operation,
    instance: unknown,
    count?: number,
    isWhatIf = false,
  ): Promise<readonly unknown[]> {
    expect({ executable, input }).toEqual({ executable: "iispools", input: "stdin" });
    const argv = args.flatMap((arg) => (typeof arg === "string" ? [arg] : isWhatIf ? [arg.whatIfArg] : []));
    return this.raw(argv, instance === undefined ? undefined : JSON.stringify(instance), count);
  }

  /** Calls the program; each line of its stdout is JSON. */
  async raw(argv: readonly string[], input?: string, count?: number): Promise<readonly unknown[]> {
    const ended = await this.call(argv, { env: this.env, input: input ?? "" });
    this.printed += ended.stdout + ended.stderr;
    this.traces = tracesOf(ended.stderr);
    if (ended.code !== 0) {
      expect(ended.stdout).toBe("");
      throw new DscFailure(ended.code, this.manifest.exitCodes[String(ended.code)], this.traces, ended);
    }
    const lines = linesOf(ended.stdout).map((line) => JSON.parse(line) as unknown);
    if (count !== undefined) expect(lines).toHaveLength(count);
    return lines;
  }

  /** dsc verifies inputs and outputs with the schema of the manifest. */
  #verify(instance: unknown): void {
    this.#isInstance(instance);
    expect(this.#isInstance.errors ?? []).toEqual([]);
  }

  /** An output is also what the schema for people describes. */
  #read(output: unknown): State {
    this.#verify(output);
    this.#isWhole(output);
    expect(this.#isWhole.errors ?? []).toEqual([]);
    return output as State;
  }
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** Every line of stderr is a message that `dsc` understands. */
function tracesOf(stderr: string): Traces {
  const all = linesOf(stderr).flatMap((line) => Object.entries(JSON.parse(line) as Record<string, string>));
  expect(all.filter(([level]) => !["error", "warn", "info"].includes(level))).toEqual([]);
  const groups = Map.groupBy(all, ([level]) => level);
  return Object.fromEntries([...groups].map(([level, found]) => [level, found.map(([, text]) => text)]));
}

/** The failure of an operation. */
export async function failureOf(work: Promise<unknown>): Promise<DscFailure> {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof DscFailure)) throw new Error("it did not fail as dsc expects", { cause: failure });
  expect(failure.traces.error).toHaveLength(1);
  expect(failure.meaning).toBeDefined();
  return failure;
}
