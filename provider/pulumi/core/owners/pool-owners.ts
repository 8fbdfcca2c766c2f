/** The identity of a resource in one run of the engine. */
export interface ResourceIdentity {
  /** The URN, or a substitute if the engine does not pass it on. */
  readonly id: string;
  /** Its name in the program, for messages. */
  readonly name: string;
}

/** The pool that replaces another one. */
export interface Successor {
  readonly place: string;
  /** Its properties, canonical. */
  readonly inputs: Record<string, unknown>;
}

/** A resource that exists but that the engine names in no call. */
const unnamed = "";

/**
 * The owners of pools, as far as this run of the engine has shown them, by {@link poolPlace}. Deletions come last, so
 * by then every resource of the program has been seen, also unchanged ones.
 */
export class PoolOwners {
  readonly #declared = new Map<string, ResourceIdentity>();
  readonly #kept = new Map<string, Set<string>>();
  readonly #successors = new Map<string, Successor>();
  readonly #deletions = new Map<string, number>();
  readonly #deletable = new Set<string>();
  readonly #freeing = new Map<string, Promise<unknown>>();

  /** Records that the program declares the pool. @returns the name of another resource that also declares it */
  declare(place: string, resource: ResourceIdentity): string | undefined {
    const other = this.#declared.get(place);
    if (other !== undefined && other.id !== resource.id) return other.name;
    for (const [known, { id }] of this.#declared) if (id === resource.id) this.#declared.delete(known);
    this.#declared.set(place, resource);
    return undefined;
  }

  /**
   * Records that a resource keeps its pool. Before the program has declared anything, the engine refreshes and requests
   * the diff of each resource, also of one that it deletes afterwards: those calls are ignored.
   *
   * @param id its URN, if the engine passes it on
   */
  keep(place: string, id = unnamed): void {
    if (this.#declared.size === 0) return;
    this.#kept.set(place, (this.#kept.get(place) ?? new Set()).add(id));
  }

  /** Whether the resource keeps the pool: the engine has requested its diff. */
  isKeptBy(place: string, id: string): boolean {
    return this.#kept.get(place)?.has(id) === true;
  }

  /** Whether a resource that is not, or may not be, this one keeps the pool. */
  isKeptByOther(place: string, id = unnamed): boolean {
    const keepers = this.#kept.get(place) ?? new Set();
    return keepers.size > (id !== unnamed && keepers.has(id) ? 1 : 0);
  }

  /** Records that the pool is replaced, and by which one. */
  replace(place: string, successor: Successor): void {
    this.#successors.set(place, successor);
  }

  /** The pool that replaces another one in this run. */
  successorOf(place: string): Successor | undefined {
    return this.#successors.get(place);
  }

  /** Whether a pool at this place replaces another one in this run. */
  isSuccessor(place: string): boolean {
    return [...this.#successors.values()].some((successor) => successor.place === place);
  }

  /** Records that the pool is being deleted. */
  free(place: string, deletion: Promise<unknown>): void {
    this.#freeing.set(place, deletion);
  }

  /** Resolves when a running deletion of the pool has ended, with or without success. */
  async freed(place: string): Promise<void> {
    await this.#freeing.get(place)?.catch(() => undefined);
  }

  /** Records that the engine deletes a resource with this pool. @param mayDelete whether it may delete the pool too */
  countDeletion(place: string, mayDelete: boolean): void {
    this.#deletions.set(place, this.deletionsOf(place) + 1);
    if (mayDelete) this.#deletable.add(place);
  }

  /** Whether one of the resources that the engine has deleted so far may delete this pool. */
  mayDelete(place: string): boolean {
    return this.#deletable.has(place);
  }

  /** How many resources with this pool the engine has deleted so far. */
  deletionsOf(place: string): number {
    return this.#deletions.get(place) ?? 0;
  }
}

/** The owners for this process: the engine starts one process for each run. */
export const poolOwners = new PoolOwners();
