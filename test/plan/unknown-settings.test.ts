import { parsePools } from "../../provider/appcmd/answers/pools";
import { poolKey } from "../../provider/names";
import { unknownSettings } from "../../provider/plan/drift/drift";

function pool(name: string, more: string): string {
  return `<APPPOOL APPPOOL.NAME="${name}" state="Started"><add name="${name}"${more} /></APPPOOL>`;
}

function unknownOf(...pools: string[]): unknown {
  const listed = parsePools(`<?xml version="1.0" encoding="UTF-8"?>\r\n<appcmd>${pools.join("")}</appcmd>`);
  return unknownSettings({ pools: new Map(listed.map((one) => [poolKey(one.name), one])) });
}

describe("unknownSettings", () => {
  it("names every path of every pool that this package does not know, and no value", () => {
    const seen = unknownOf(
      pool("Shop", ' someNew="canary-1" queueLength="2000" other="canary-2"'),
      pool("Bare", ""),
      pool("Intranet", ' someNew="canary-3"'),
    );
    expect(seen).toEqual([
      { pool: "Shop", path: "someNew" },
      { pool: "Shop", path: "other" },
      { pool: "Intranet", path: "someNew" },
    ]);
    expect(JSON.stringify(seen)).not.toContain("canary");
  });

  it("is empty where all is known", () => {
    expect(unknownOf(pool("Shop", ' queueLength="2000"'))).toEqual([]);
  });
});
