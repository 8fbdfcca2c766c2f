import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import { referencePage } from "../../provider/settings/generate/reference";

const page = referencePage();

test.each(settingAttributes)("$path has its section and its row", ({ path, doc }) => {
  expect(page).toContain(`### \`${path}\`\n\n${doc}\n`);
  expect(page).toContain(`| [\`${path}\`](#`);
});

test.each([
  ["a default that changed", "Default: Time, Memory, PrivateMemory until IIS 8.5, then Time, Requests,"],
  ["a range that changed", "Range: 1 to 2147483647 until IIS 7.5, then 0 to 2147483647."],
  ["a value that came later", "Throttle (since IIS 8.0)"],
  ["an attribute that came later", "Since IIS 8.5."],
  ["a unit and what zero means", "- Unit: KB.\n- Range: 0 to 4294967295 KB (about 4 TB)."],
])("the page tells %s", (_, text) => {
  expect(page).toContain(text);
});
