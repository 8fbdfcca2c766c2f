import { parseWorkers } from "../../provider/appcmd/answers/others";

const wrap = (content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\r\n<appcmd>\r\n${content}</appcmd>\r\n`;
const wp = (pid: string, pool: string): string => `    <WP WP.NAME="${pid}" APPPOOL.NAME="${pool}" />\r\n`;

describe("parseWorkers", () => {
  it("reads processes with their pools, several of a web garden, in their order", () => {
    expect(parseWorkers(wrap(wp("6832", "Shop &amp; Co") + wp("1001", "Api") + wp("12", "Api")))).toEqual([
      { pid: 6832, pool: "Shop & Co" },
      { pid: 1001, pool: "Api" },
      { pid: 12, pool: "Api" },
    ]);
  });

  it("reads an empty envelope as none", () => {
    expect(parseWorkers(wrap(""))).toEqual([]);
  });

  it.each(["", "\r\n"])("leaves open what %j means", (output) => {
    expect(parseWorkers(output)).toBeUndefined();
  });

  it.each([
    ["cut off", wrap(wp("1", "A")).slice(0, -20)],
    ["text alone", "ERROR ( message:nothing )"],
    ["another object", wrap('<APPPOOL APPPOOL.NAME="A" />')],
    ["a process without a number", wrap(wp("", "A"))],
    ["a number that is none", wrap(wp("6x", "A"))],
    ["the number 0", wrap(wp("0", "A"))],
    ["a process without a pool", wrap('<WP WP.NAME="1" />')],
    ["a process twice", wrap(wp("1", "A") + wp("1", "B"))],
  ])("refuses what is %s", (_what, output) => {
    expect(() => parseWorkers(output)).toThrow(expect.objectContaining({ code: "UNREADABLE_OUTPUT" }));
  });
});
