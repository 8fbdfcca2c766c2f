import { escapeAttribute } from "../../xml/escape";
import { showArgument } from "../../quoting/quote";

/** A task of Windows' Task Scheduler that starts a program again and again. */
export interface TaskDefinition {
  /** The path in the library of tasks: `\iispools\agent`. */
  readonly name: string;
  readonly description: string;
  /** The time between two starts, in seconds; a multiple of 60. */
  readonly everySeconds: number;
  /** After this time Windows ends a run, in seconds. */
  readonly limitSeconds: number;
  readonly program: string;
  readonly arguments: readonly string[];
  readonly workingFolder: string;
}

/** The account SYSTEM, by its identifier: its name is translated. */
const localSystem = "S-1-5-18";

/**
 * A task in XML: it runs as SYSTEM with all its rights, one run at a time, and a start that was missed while the machine was off is
 * made up for. Begins in the past, so that the first run is within one interval.
 *
 * @see {@link https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-tsch/0d6383e4-de92-43e7-b0bb-a60cfa36379f}
 */
export function taskXml(task: TaskDefinition): string {
  const { name, description, everySeconds, limitSeconds, program, workingFolder } = task;
  const command = task.arguments.map(showArgument).join(" ");
  return [
    '<?xml version="1.0" encoding="UTF-16"?>',
    '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
    "  <RegistrationInfo>",
    `    ${element("Description", description)}`,
    `    ${element("URI", name)}`,
    "  </RegistrationInfo>",
    "  <Triggers>",
    "    <TimeTrigger>",
    "      <StartBoundary>2026-01-01T00:00:00</StartBoundary>",
    "      <Repetition>",
    `        ${element("Interval", xmlDuration(everySeconds))}`,
    "      </Repetition>",
    "    </TimeTrigger>",
    "  </Triggers>",
    "  <Principals>",
    '    <Principal id="Author">',
    `      ${element("UserId", localSystem)}`,
    "      <RunLevel>HighestAvailable</RunLevel>",
    "    </Principal>",
    "  </Principals>",
    "  <Settings>",
    "    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>",
    "    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>",
    "    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>",
    "    <StartWhenAvailable>true</StartWhenAvailable>",
    `    ${element("ExecutionTimeLimit", xmlDuration(limitSeconds))}`,
    "  </Settings>",
    '  <Actions Context="Author">',
    "    <Exec>",
    `      ${element("Command", program)}`,
    `      ${element("Arguments", command)}`,
    `      ${element("WorkingDirectory", workingFolder)}`,
    "    </Exec>",
    "  </Actions>",
    "</Task>",
    "",
  ].join("\r\n");
}

/** The bytes of a file of the task, as `schtasks` reads it: UTF-16 with its mark. */
export function encodeTask(xml: string): Buffer {
  return Buffer.from(`\ufeff${xml}`, "utf16le");
}

/** What the Task Scheduler would replace in a text: variables in `%…%` and arguments in `$(…)`. */
export function isReplacedInTasks(text: string): boolean {
  return /%|\$\(/.test(text);
}

function element(name: string, text: string): string {
  return `<${name}>${escapeAttribute(text)}</${name}>`;
}

/** A duration of XML Schema: `PT30M`. @param seconds whole */
function xmlDuration(seconds: number): string {
  return seconds % 60 === 0 ? `PT${seconds / 60}M` : `PT${seconds}S`;
}
