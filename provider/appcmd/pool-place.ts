/**
 * A place in the section of the sites that names a pool: an application of a site, the `<applicationDefaults>` of a site, or, with
 * neither, those of all sites.
 */
export interface PoolPlace {
  readonly site?: string;
  /** The path of the application: `/shop`. */
  readonly application?: string;
}

/** A place, and the pool that it names. */
export interface PoolReference {
  readonly place: PoolPlace;
  readonly pool: string;
}

/** The place for people. */
export function describePlace({ site, application }: PoolPlace): string {
  if (site === undefined) return "applicationDefaults of all sites";
  return application === undefined ? `applicationDefaults of site "${site}"` : `application "${site}${application}"`;
}
