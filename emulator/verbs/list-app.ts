import { type Application, listApplications } from "../config/applications";
import { rawNode } from "../output/raw-node";
import { type Listed, listObjects } from "./list-objects";
import { type Answer, type Context, openConfig } from "./context";

/** `list app`: the applications of all sites with the pool that serves each. */
export function listApps(context: Context): Answer {
  return listObjects(context, "APP", "APP.NAME", listApplications(openConfig(context)).map(appToListed));
}

function appToListed({ site, path, pool, element }: Application): Listed {
  return {
    attributes: [
      ["path", path],
      ["APP.NAME", site + path],
      ["APPPOOL.NAME", pool],
      ["SITE.NAME", site],
    ],
    line: `APP "${site}${path}" (applicationPool:${pool})`,
    value: (name) => (name.toLowerCase() === "applicationpool" ? pool : undefined),
    config: () => rawNode(element),
  };
}
