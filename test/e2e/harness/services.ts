import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Example } from "../examples";

/**
 * Puts stand-ins for the programs that talk to the services into a place. Their calls are in calls.log, the comments in
 * comments.json (GitHub, also issues that are open) and threads.json (Azure DevOps).
 *
 * @param comment the file with the text of the comment
 */
export function simulateServices(place: Example, comment: string): void {
  const standIn = (name: string, text: string): void => {
    const file = join(place.folder, "../bin", name);
    writeFileSync(file, `#!/bin/bash\necho "${name} $*" >> "${join(place.folder, "../calls.log")}"\n${text}\n`);
    chmodSync(file, 0o755);
  };
  // As jq of Windows ends lines.
  standIn("jq", `"${programOf("jq")}" "$@" | sed 's/$/\\r/'`);
  const [comments, threads] = ["comments.json", "threads.json"].map((name) => join(place.folder, "..", name));
  // A stranger's comes first, and begins with the same line.
  standIn(
    "gh",
    `[ -f ${comments} ] || echo '[]' > ${comments}
stranger() { jq -n --rawfile body ${comment} '[{ id: 5, number: 5, body: $body, user: { login: "stranger" } }]'; }
case "$*" in
  *state=closed*) echo '[]' > ${comments} ;;
  *--method*)
    jq -n --rawfile body ${comment} '[{ id: 6, number: 1, body: "LGTM" }, { id: 7, number: 2, body: $body }]
      | map(.user.login = "github-actions[bot]")' > ${comments} ;;
  *graphql*)
    { stranger; cat ${comments}; } |
      jq 'map({ databaseId: .id, number, body, viewerDidAuthor: (.user.login != "stranger") })
        | { data: { repository: { pullRequest: { comments: { nodes: . } }, issues: { nodes: . } } } }' ;;
  *) stranger && cat ${comments} ;;
esac`,
  );
  standIn(
    "curl",
    `[ -f ${threads} ] || echo '{ "value": [] }' > ${threads}
case "$*" in
  *get.pulumi.com*) echo 'exit 0' ;;
  *file://*) exec "${programOf("curl")}" "$@" ;;
  *connectionData*) echo '{ "authenticatedUser": { "id": "build" } }' ;;
  *--request*)
    jq '{ value: [{ id: 8, comments: [] }, { id: 9, comments: [{ author: { id: "build" }, content: (.content // .comments[0].content) }] }] }' > ${threads} ;;
  *)
    jq --rawfile body ${comment} '.value |= [{ id: 5, comments: [{ author: { id: "stranger" }, content: $body }] }] + .' ${threads} ;;
esac`,
  );
}

function programOf(name: string): string {
  return spawnSync("which", [name], { encoding: "utf8" }).stdout.trim();
}

/** The calls that write a comment: method and address. */
export function commentCalls(place: Example): string[] {
  const calls = readFileSync(join(place.folder, "../calls.log"), "utf8");
  return [...calls.matchAll(/^(?:gh api --method|curl .*--request) (\w+) (?:.* )?(https\S+|repos\S+)/gm)].map(
    ([, method = "", address = ""]) => `${method} ${address}`,
  );
}

/** Whether this machine has jq. */
export const hasJq = spawnSync("jq", ["--version"], { stdio: "ignore" }).status === 0;
