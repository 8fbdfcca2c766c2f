import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BrowserContext, chromium, type Page } from "playwright-core";

import { render } from "./render";
import { showHidden } from "../../provider/visible-text";
import { documentOf } from "../../provider/report/document/document";
import { viewDocument } from "../../provider/report/view/view";
import { chromiumFlags, chromiumPath, describeInChromium } from "./chromium";
import { realisticPlan } from "./realistic-plan";

const report = realisticPlan();
const view = viewDocument(documentOf(report));
const entries = view.hosts.flatMap(({ host, groups }) =>
  groups.flatMap((group) => group.entries.map((entry) => ({ host, ...entry }))),
);

describeInChromium("the page of 60 pools in Chromium", () => {
  let folder = "";
  let url = "";
  let context: BrowserContext | undefined;

  /** Opens the page in a browser of its own; what it complains about or asks for is collected. */
  async function open(javaScriptEnabled: boolean, width = 1280): Promise<{ page: Page; seen: string[] }> {
    const data = mkdtempSync(join(folder, "data-"));
    context = await chromium.launchPersistentContext(data, {
      ...{ executablePath: chromiumPath ?? "", headless: true, args: chromiumFlags, javaScriptEnabled },
      viewport: { width, height: 900 },
    });
    const page = context.pages()[0] ?? (await context.newPage());
    const seen: string[] = [];
    page.on("console", (message) => seen.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => seen.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      seen.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (request.url() !== url) seen.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    return { page, seen };
  }

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "iispools-page-"));
    const file = join(folder, "plan.html");
    writeFileSync(file, render(report, "html"));
    url = pathToFileURL(file).href;
  });

  afterEach(async () => {
    await context?.close();
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("is readable without script: every pool, value, place and impact, the picture, and no filter", async () => {
    const { page, seen } = await open(false);
    expect(await page.locator("form").isVisible()).toBe(false);
    expect(await page.locator("[data-entry]:visible").count()).toBe(entries.length + view.findings.length);
    const shown = await page.locator("main").innerText();
    for (const { pool, settings } of entries) {
      expect(shown).toContain(showHidden(pool));
      for (const { to } of settings) expect(shown).toContain(showHidden(to ?? ""));
    }
    expect(shown).toContain("NO_APPCMD");
    expect(await page.locator("svg.timeline:not(.heat):visible").count()).toBe(3);
    expect(await page.locator("svg.heat:visible").count()).toBe(1);
    expect(await page.locator("svg.timeline .row").count()).toBe(3 * 17);
    expect(await page.locator("img, svg[onload], script").count()).toBe(1);
    expect(seen).toEqual([]);
  });

  it("is filtered by host, by action, by text, and by all of them", async () => {
    const { page, seen } = await open(true);
    const visible = page.locator("article[data-entry]:visible");
    const expected = (matches: (entry: (typeof entries)[number]) => boolean): number => entries.filter(matches).length;
    await page.locator("select[name=host]").selectOption("web-02");
    expect(await visible.count()).toBe(expected(({ host }) => host === "web-02"));
    expect(await page.locator("[data-section]:visible").count()).toBe(1);
    const about = view.findings.filter(({ host = "web-02" }) => host === "web-02").length;
    expect(await page.locator("output").innerText()).toMatch(
      `${expected(({ host }) => host === "web-02") + about} of `,
    );
    await page.locator("select[name=action]").selectOption("delete");
    expect(await visible.count()).toBe(expected(({ host, action }) => host === "web-02" && action === "delete"));
    await page.locator("select[name=host]").selectOption("");
    expect(await visible.count()).toBe(expected(({ action }) => action === "delete"));
    await page.locator("select[name=action]").selectOption("");
    await page.locator("input[name=text]").fill("SHOP-10");
    expect(await visible.count()).toBe(1);
    expect(await page.locator("output").innerText()).toBe(`1 of ${entries.length + view.findings.length} shown`);
    await page.locator("input[name=text]").fill("</script><img");
    expect(await visible.count()).toBe(expected(({ pool }) => pool.startsWith("</script><img")));
    await page.locator("input[name=text]").fill("no such text");
    expect(await visible.count()).toBe(0);
    await page.locator("input[name=text]").fill("");
    expect(await visible.count()).toBe(entries.length);
    expect(seen).toEqual([]);
  });

  it.each([1280, 400])("fits into a window %d wide", async (width) => {
    const { page, seen } = await open(true, width);
    const needed = await page.evaluate("document.documentElement.scrollWidth");
    expect(needed).toBeLessThanOrEqual(width);
    expect((await page.screenshot()).length).toBeGreaterThan(10_000);
    expect(seen).toEqual([]);
  });
});
