/** A resource as one run of the engine tells it from others. */
export interface ResourceIdentity {
  /** The URN, or what stands for it where the engine passes on none. */
  readonly id: string;
  /** Its name in the program, for messages. */
  readonly name: string;
}

/** The pool that takes the place of one that is replaced. */
export interface Successor {
  readonly place: string;
  /** Its properties, canonical. */
  readonly inputs: Record<string, unknown>;
}

/** A resource that the engine names in no call but that is there. */
const unnamed = "";

/**
 * What this run of the engine has shown of who has which pool, by {@link poolPlace}. Deletions come last, so by then every
 * resource of the program has been seen, also those that are unchanged.
 */
export class PoolOwners {
  readonly #declared = new Map<string, ResourceIdentity>();
  readonly #kept = new Map<string, Set<string>>();
  readonly #successors = new Map<string, Successor>();
  readonly #deletions = new Map<string, number>();
  readonly #freeing = new Map<string, Promise<unknown>>();

  /** Notes that the program declares the pool. @returns the name of another resource that declares it too. */
  declare(place: string, resource: ResourceIdentity): string | undefined {
    const other = this.#declared.get(place);
    if (other !== undefined && other.id !== resource.id) return other.name;
    for (const [known, { id }] of this.#declared) if (id === resource.id) this.#declared.delete(known);
    this.#declared.set(place, resource);
    return undefined;
  }

  /**
   * Notes that a resource that has the pool keeps it. Before the program has declared anything the engine refreshes, and asks for the
   * difference of each resource, also of one that it deletes afterwards: that is ignored.
   *
   * @param id its URN, where the engine passes it on.
   */
  keep(place: string, id = unnamed): void {
    if (this.#declared.size === 0) return;
    this.#kept.set(place, (this.#kept.get(place) ?? new Set()).add(id));
  }

  /** Whether the resource was seen to keep the pool: the engine asked for its difference. */
  isKeptBy(place: string, id: string): boolean {
    return this.#kept.get(place)?.has(id) === true;
  }

  /** Whether the pool is kept by a resource that is not, or may not be, this one. */
  isKeptByOther(place: string, id = unnamed): boolean {
    const keepers = this.#kept.get(place) ?? new Set();
    return keepers.size > (id !== unnamed && keepers.has(id) ? 1 : 0);
  }

  /** Notes that the pool goes, and which one comes in its place. */
  replace(place: string, successor: Successor): void {
    this.#successors.set(place, successor);
  }

  /** What comes in the place of a pool that is replaced in this run. */
  successorOf(place: string): Successor | undefined {
    return this.#successors.get(place);
  }

  /** Whether a pool of this place comes in the place of one that is replaced in this run. */
  isSuccessor(place: string): boolean {
    return [...this.#successors.values()].some((successor) => successor.place === place);
  }

  /** Notes that the pool is being deleted. */
  free(place: string, deletion: Promise<unknown>): void {
    this.#freeing.set(place, deletion);
  }

  /** Resolves when a deletion of the pool that has begun is over, however it ended. */
  async freed(place: string): Promise<void> {
    await this.#freeing.get(place)?.catch(() => undefined);
  }

  /** Notes that the engine deletes a resource that has the pool. @returns how many it has deleted so far. */
  countDeletion(place: string): number {
    const count = this.deletionsOf(place) + 1;
    this.#deletions.set(place, count);
    return count;
  }

  /** How many resources that have the pool the engine has deleted so far. */
  deletionsOf(place: string): number {
    return this.#deletions.get(place) ?? 0;
  }
}

/** Those of this process: the engine starts one for each run. */
export const poolOwners = new PoolOwners();
