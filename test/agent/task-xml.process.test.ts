import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as fc from "fast-check";
import { encodeTask, type TaskDefinition, taskXml } from "../../provider/agent/task/task-xml";
import { repository } from "../../tools/workspace/places.mts";

/** Validates tasks by libxml2, and prints what each one starts, or the reason why it is refused. */
const script = `
import json, sys
from lxml import etree
schema = etree.XMLSchema(etree.parse(sys.argv[1]))
answers = []
for task in json.load(sys.stdin):
    document = etree.fromstring(bytes.fromhex(task))
    if not schema.validate(document):
        answers.append(str(schema.error_log.last_error.message))
        continue
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    answers.append([document.findtext(f".//{space}{name}") for name in ("Command", "Arguments", "Interval", "URI")])
print(json.dumps(answers))
`;

let python: string;

beforeAll(() => {
  const find = join(repository, "tools/python/find.mts");
  python = join(execFileSync(process.execPath, [find, "agent"], { encoding: "utf8" }).trim(), "bin", "python");
}, 120_000);

function validate(...xmls: readonly string[]): readonly unknown[] {
  const input = JSON.stringify(xmls.map((xml) => encodeTask(xml).toString("hex")));
  const schema = join(repository, "test/agent/task.xsd");
  return JSON.parse(execFileSync(python, ["-c", script, schema], { input, encoding: "utf8" })) as unknown[];
}

const task: TaskDefinition = {
  name: "\\iispools\\agent",
  description: 'Application pools & "more" <of> Größe',
  everySeconds: 1800,
  limitSeconds: 15_000,
  program: "C:\\Program Files\\iispools\\iispools.exe",
  arguments: ["iispools", "agent", "run", "C:\\pools & more\\p.bundle", "--as", 'a"b'],
  workingFolder: "C:\\ProgramData\\iispools",
};

test("a task is valid by the documented schema, and starts the program with its arguments", () => {
  expect(validate(taskXml(task))).toEqual([
    [task.program, 'iispools agent run "C:\\pools & more\\p.bundle" --as "a\\"b"', "PT30M", "\\iispools\\agent"],
  ]);
});

test("the schema refuses an interval of less than a minute, and a program that is missing", () => {
  const [short, empty] = validate(taskXml({ ...task, everySeconds: 30 }), taskXml({ ...task, program: "" }));
  expect(short).toContain("Interval");
  expect(empty).toContain("Command");
});

test("any path and argument is valid, and is the same when it is read", () => {
  const character = fc.integer({ min: 32, max: 0xd7ff }).map((code) => String.fromCodePoint(code));
  const text = fc.array(character, { minLength: 1, maxLength: 30 }).map((all) => all.join(""));
  const tasks = fc.sample(fc.record({ program: text, description: text, name: fc.constant("\\a\\b") }), 200);
  const answers = validate(...tasks.map((one) => taskXml({ ...task, ...one })));
  expect(answers.map((answer) => (answer as readonly string[])[0])).toEqual(tasks.map(({ program }) => program));
});
