import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { webhookBody } from "../../../provider/report/webhook/messages";
import { driftNotice, failureNotice, type Notice } from "../../../provider/report/webhook/notice";
import type { DriftReport } from "../../../provider/report/schema/change-reports";
import { documentOf } from "../../../provider/report/document/document";
import { folderOf } from "../../../tools/workspace/places.mts";
import { samples } from "../samples";
import { longTexts } from "./long-texts";

const notices: readonly (readonly [what: string, notice: Notice])[] = [
  ["a drift", driftNotice(documentOf(samples.drift) as DriftReport)],
  ["a failure without a text", failureNotice([])],
  ...longTexts.map(([what, text]) => [what, { status: "differences", title: "IIS: a title", text }] as const),
];

/** What a library for Slack's blocks makes of a message. */
async function rebuild(input: string): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const python = join(await folderOf("tools/python/find.mts", "slack"), "bin", "python");
  return spawnSync(python, [join(__dirname, "slack.py")], { input, encoding: "utf8" });
}

it.each(notices)("a library for Slack's blocks takes %s and makes the same of it", async (_what, notice) => {
  const body = webhookBody("slack", notice);
  const { status, stdout, stderr } = await rebuild(body);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(JSON.parse(stdout)).toEqual(JSON.parse(body));
});

it("the library refuses a text that is too long for Slack", async () => {
  const body = webhookBody("slack", { status: "failed", title: "IIS", text: "x" });
  const { status, stderr } = await rebuild(body.replace("```x```", "x".repeat(3001)));
  expect([status, stderr]).toEqual([1, expect.stringContaining("3000") as string]);
});
