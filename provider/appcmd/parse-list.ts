import { IisError } from "../errors";
import { attributeValue, parseXml, type XmlElement } from "../xml/parse";
import type { ListedApplication, ListedPool, ListedSection, PoolState } from "./listed-pool";
import { parseSettings, type Reading } from "./parse-settings";

const states: readonly string[] = ["Starting", "Started", "Stopping", "Stopped", "Unknown"];

/** The `<appcmd>` element of an output, whatever stands before and behind it. */
function envelope(output: string, what: string): XmlElement {
  const start = output.indexOf("<appcmd");
  const end = output.lastIndexOf("</appcmd>");
  if (start < 0 || end < start) {
    throw new IisError(
      "UNREADABLE_OUTPUT",
      `appcmd's answer to "${what}" holds no <appcmd>…</appcmd>: it is empty or cut off`,
    );
  }
  try {
    return parseXml(output.slice(start, end + "</appcmd>".length));
  } catch {
    // Without the parser's error as cause: it may quote the output, and the output may hold a password.
    throw new IisError("UNREADABLE_OUTPUT", `appcmd's answer to "${what}" is not well-formed XML`);
  }
}

function required(element: XmlElement, name: string, what: string): string {
  const value = attributeValue(element, name);
  if (value === undefined) {
    throw new IisError("UNREADABLE_OUTPUT", `appcmd's answer to "${what}" holds a <${element.name}> without ${name}`);
  }
  return value;
}

/** The pools in the output of `list apppool /config:* /xml`. @throws IisError `UNREADABLE_OUTPUT` */
export function parsePools(output: string): ListedPool[] {
  const what = "list apppool";
  return envelope(output, what)
    .children.filter(({ name }) => name === "APPPOOL")
    .map((element) => {
      const settings = element.children.find(({ name }) => name === "add");
      if (settings === undefined) {
        throw new IisError("UNREADABLE_OUTPUT", `appcmd's answer to "${what}" holds a pool without its settings`);
      }
      const state = attributeValue(element, "state") ?? "";
      return {
        name: required(element, "APPPOOL.NAME", what),
        state: states.includes(state) ? (state as PoolState) : "Unknown",
        settings: parseSettings(settings, "effective"),
      };
    });
}

/** The section in the output of `list config … /xml`. @throws IisError `UNREADABLE_OUTPUT` */
export function parseSection(output: string, reading: Reading): ListedSection {
  const what = "list config";
  const section = envelope(output, what).children.find(({ name }) => name === "CONFIG")?.children[0];
  if (section === undefined) {
    throw new IisError("UNREADABLE_OUTPUT", `appcmd's answer to "${what}" holds no section`);
  }
  const defaults = section.children.find(({ name }) => name === "applicationPoolDefaults");
  return {
    pools: new Map(
      section.children
        .filter(({ name }) => name === "add")
        .map((element) => [poolKey(required(element, "name", what)), parseSettings(element, reading)]),
    ),
    defaults: defaults === undefined ? {} : parseSettings(defaults, reading),
  };
}

/** The applications in the output of `list app /xml`. @throws IisError `UNREADABLE_OUTPUT` */
export function parseApplications(output: string): ListedApplication[] {
  const what = "list app";
  return envelope(output, what)
    .children.filter(({ name }) => name === "APP")
    .map((element) => ({ name: required(element, "APP.NAME", what), pool: required(element, "APPPOOL.NAME", what) }));
}

/** Pool names ignore case: the form in which they are looked up. */
export function poolKey(name: string): string {
  return name.toLowerCase();
}
