import { historySettings, type ListedPool } from "./settings";

/** What a program declares of one pool; settings by their place in `historySettings`, and the value by its place there. */
export interface DeclaredPool {
  readonly slot: number;
  /** Which of the slot's names it has: another name is another pool. */
  readonly variant: number;
  readonly settings: Readonly<Record<number, number>>;
  readonly state?: "Started" | "Stopped" | undefined;
  /** Whether an account with a password runs it. */
  readonly account: boolean;
}

/** What happens between two runs of `up`: in the program, or on the host behind its back. */
export type Action =
  | ({ readonly kind: "declare" } & DeclaredPool)
  | { readonly kind: "remove"; readonly slot: number }
  | { readonly kind: "drift"; readonly slot: number; readonly setting: number }
  | { readonly kind: "vanish" | "stop" | "start" | "password"; readonly slot: number };

/** The password of every account; nothing may tell it. */
export const canary = "canary%41'";

/** A pool's name: one that is easy, and one with what has to be escaped. */
export function poolName({ slot, variant }: Pick<DeclaredPool, "slot" | "variant">): string {
  return variant === 0 ? `Pool${slot}` : `Büro's ${slot} 41%`;
}

interface LivePool {
  readonly settings: Readonly<Record<string, string>>;
  /** Undefined where the program leaves it to others. */
  readonly state?: "Started" | "Stopped" | undefined;
}

/** Says what the program and the host are after each step, and how few commits lead there. Knows IIS's rules, no code of ours. */
export class HistoryModel {
  private program = new Map<number, DeclaredPool>();
  private applied = new Map<number, DeclaredPool>();
  private live = new Map<string, LivePool>();

  /** @param inherited what a pool has where nothing is written at it. */
  constructor(private readonly inherited: Readonly<Record<string, string>>) {}

  /** Takes the action over. @returns appcmd's arguments for it, where it is done on the host; none where it does not apply. */
  act(action: Action): readonly string[] {
    if (action.kind === "declare") {
      this.program.set(action.slot, action);
      return [];
    }
    if (action.kind === "remove") {
      this.program.delete(action.slot);
      return [];
    }
    const name = this.nameOf(action.slot);
    const pool = name === undefined ? undefined : this.live.get(name);
    if (name === undefined || pool === undefined) return [];
    switch (action.kind) {
      case "vanish":
        this.live.delete(name);
        return ["delete", "apppool", name];
      case "password":
        return ["set", "apppool", name, "/processModel.password:theirs"];
      case "stop":
      case "start":
        return [action.kind, "apppool", name];
      case "drift": {
        const { path, drift } = historySettings[action.setting]!;
        const done = drift(pool.settings[path]!);
        if (done === undefined) return [];
        this.live.set(name, { ...pool, settings: { ...pool.settings, [path]: done.raw } });
        return ["set", "apppool", name, done.argument];
      }
    }
  }

  /** The program's text below `resources:`, in JSON, which is YAML. */
  programText(): string {
    const resources = [...this.program.values()].map((declared) => [
      `slot${declared.slot}`,
      { type: "iis:AppPool", properties: propertiesOf(declared) },
    ]);
    return `resources: ${JSON.stringify(Object.fromEntries(resources))}\n`;
  }

  /**
   * How many commits `up` may make at most: one for all that is written, and one more for each of these, whatever the
   * number of pools. A replaced pool is deleted before the new one is made. What left the program is deleted last. A
   * setting that left is cleared by a command of its own, and a collection that was cleared may have to be written out.
   */
  commitsAllowed(): number {
    const now = [...this.program.values()];
    const before = [...this.applied.values()];
    const [made, kept] = [now.filter((one) => !this.isKept(one)), now.filter((one) => this.isKept(one))];
    const left = kept.flatMap((one) => leftSettings(this.applied.get(one.slot)!, one));
    const writes = made.length > 0 || kept.some((one) => this.mayDiffer(one));
    const replaced = made.some(({ slot }) => this.applied.has(slot));
    const removed = before.some(({ slot }) => !this.program.has(slot));
    const cleared = left.length > 0 || kept.some((one) => this.applied.get(one.slot)!.account && !one.account);
    const emptied = left.some((index) => historySettings[index]!.isCollection);
    return [writes, replaced, removed, cleared, emptied].filter(Boolean).length;
  }

  /** What `up` makes of it. */
  apply(): void {
    for (const [slot, before] of this.applied) {
      const after = this.program.get(slot);
      if (after === undefined || poolName(after) !== poolName(before)) this.live.delete(poolName(before));
    }
    for (const declared of this.program.values()) {
      const was = this.isKept(declared) ? this.applied.get(declared.slot) : undefined;
      const left = (was === undefined ? [] : leftSettings(was, declared)).map((index) => historySettings[index]!.path);
      const cleared = left.map((path) => [path, this.inherited[path]!]);
      const settings = {
        ...(was === undefined ? this.inherited : this.live.get(poolName(declared))!.settings),
        ...Object.fromEntries(cleared),
        ...declaredSettings(declared),
      };
      this.live.set(poolName(declared), { settings, state: declared.state });
    }
    this.applied = new Map(this.program);
  }

  /** The pools of the histories among those that are listed, as far as the model says what they are. */
  seen(listed: ReadonlyMap<string, ListedPool>): unknown {
    const own = [...listed].filter(([name]) => /^(?:Pool\d|Büro)/.test(name));
    return Object.fromEntries(
      own.map(([name, { state, settings }]) => [name, { settings, ...(this.live.get(name)?.state && { state }) }]),
    );
  }

  /** The same as it has to be. */
  expected(): unknown {
    return Object.fromEntries(
      [...this.live].map(([name, { settings, state }]) => [name, { settings, ...(state && { state }) }]),
    );
  }

  private nameOf(slot: number): string | undefined {
    const declared = this.applied.get(slot);
    return declared && poolName(declared);
  }

  /** Whether the pool of the last `up` is still there and still this one. */
  private isKept(declared: DeclaredPool): boolean {
    const name = poolName(declared);
    return this.nameOf(declared.slot) === name && this.live.has(name);
  }

  private mayDiffer(declared: DeclaredPool): boolean {
    const { settings } = this.live.get(poolName(declared))!;
    const before = this.applied.get(declared.slot)!;
    const differs = Object.entries(declaredSettings(declared)).some(([path, raw]) => settings[path] !== raw);
    return differs || declared.account || before.account || declared.state !== before.state;
  }
}

function leftSettings(before: DeclaredPool, after: DeclaredPool): number[] {
  return Object.keys(before.settings)
    .map(Number)
    .filter((index) => !(index in after.settings));
}

function declaredSettings({ settings }: DeclaredPool): Record<string, string> {
  const entries = Object.entries(settings).map(([index, value]) => {
    const { path, values } = historySettings[Number(index)]!;
    return [path, values[value]![1]] as const;
  });
  return Object.fromEntries(entries);
}

function propertiesOf(declared: DeclaredPool): unknown {
  const properties: Record<string, unknown> = { name: poolName(declared) };
  if (declared.state !== undefined) properties["state"] = declared.state;
  for (const [index, value] of Object.entries(declared.settings)) {
    const { path, values } = historySettings[Number(index)]!;
    put(properties, path.split("."), values[value]![0]);
  }
  if (declared.account) {
    put(properties, ["processModel", "identityType"], "SpecificUser");
    put(properties, ["processModel", "userName"], "CORP\\svc");
    put(properties, ["processModel", "password"], canary);
  }
  return properties;
}

function put(into: Record<string, unknown>, [step = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) into[step] = value;
  else put((into[step] ??= {}) as Record<string, unknown>, rest, value);
}
