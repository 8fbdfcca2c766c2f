import { setPool } from "../../provider/appcmd/edit";
import { parsePoolReferences } from "../../provider/appcmd/answers/others";
import { describePlace } from "../../provider/appcmd/argument";

const list = (...sites: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\r\n<appcmd>\r\n<CONFIG CONFIG.SECTION="system.applicationHost/sites" path="MACHINE/WEBROOT/APPHOST">
<system.applicationHost-sites>${sites.join("\r\n")}</system.applicationHost-sites></CONFIG></appcmd>`;
const site = (name: string, ...inside: string[]): string => `<site name="${name}" id="1">${inside.join("")}</site>`;
const application = (path: string, pool?: string): string =>
  `<application path="${path}"${pool === undefined ? "" : ` applicationPool="${pool}"`} />`;
const defaults = (pool: string): string => `<applicationDefaults applicationPool="${pool}" />`;

function found(output: string, ...applications: { name: string; pool: string }[]): string[] {
  return parsePoolReferences(output, applications).map(({ place, pool }) => `${describePlace(place)}: ${pool}`);
}

test("applications and the defaults of a site and of all sites name pools", () => {
  const output = list(
    site("A", application("/"), application("/x", "One")),
    site("B", defaults("Two"), application("/"), application("/y", "One")),
    defaults("Three"),
  );
  expect(found(output, { name: "A/", pool: "Three" }, { name: "B/", pool: "Two" })).toEqual([
    "applicationDefaults of all sites: Three",
    'application "A/x": One',
    'applicationDefaults of site "B": Two',
    'application "B/y": One',
  ]);
});

test("what names no pool and inherits none has the one that list app tells", () => {
  const output = list(site("A", application("/"), application("/x", "")), site("B", defaults("Two"), application("/")));
  expect(found(output, { name: "a/", pool: "DefaultAppPool" }, { name: "A/x", pool: "DefaultAppPool" })).toEqual([
    'application "A/": DefaultAppPool',
    'application "A/x": DefaultAppPool',
    'applicationDefaults of site "B": Two',
  ]);
});

test.each(["", "<appcmd></appcmd>", list(site("A")).replace("-sites", "-other"), list("<site id='1' />")])(
  "%j is no answer",
  (output) => {
    expect(() => parsePoolReferences(output, [])).toThrow(expect.objectContaining({ code: "UNREADABLE_OUTPUT" }));
  },
);

test("a place is told which pool to name, whatever it is called", () => {
  const texts = [{ site: "It's", application: "/a b" }, { site: "B" }, {}].map((place) => setPool(place, "50%").text);
  expect(texts).toEqual([
    "/[name='It''s'].[path='/a b'].applicationPool:50%25",
    "/[name='B'].applicationDefaults.applicationPool:50%25",
    "/applicationDefaults.applicationPool:50%25",
  ]);
});
