import { maskTexts } from "../../appcmd/answers/result";
import { IisError } from "../../errors";
import type { CoreFunction, CoreResource, Written } from "./resource";
import type { Properties } from "./resource-inputs";
import { markedTexts } from "./secret-marks";

type Hide = (text: string) => string;

/** Replaces the texts in these properties that the user marked as secrets. */
function hiderOf(...given: readonly (Properties | undefined)[]): Hide {
  const texts = given.flatMap((properties) => (properties === undefined ? [] : markedTexts(properties)));
  return texts.length === 0 ? (text) => text : (text) => maskTexts(text, texts);
}

function hideInError(error: unknown, hide: Hide): unknown {
  if (!(error instanceof IisError)) return error;
  const { code, host, pool, path, problem, hint, cause } = error;
  return new IisError(code, { host, pool, path, problem: hide(problem), hint: hint && hide(hint), cause });
}

async function hideThrown<T>(hide: Hide, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw hideInError(error, hide);
  }
}

function hideWarnings<T extends { readonly warnings?: readonly string[] }>(found: T, hide: Hide): T {
  return found.warnings === undefined ? found : { ...found, warnings: found.warnings.map(hide) };
}

function hideWritten<T extends Written>(written: T, hide: Hide): T {
  const { error } = written;
  return { ...hideWarnings(written, hide), ...(error && { error: hideInError(error, hide) as IisError }) };
}

/**
 * The resource with every text that it returns or throws searched for values that the user marked as secrets. The
 * texts of differences and faults never have any; this also holds for those of connections and servers.
 */
export function hideMarkedTexts(resource: CoreResource): CoreResource {
  return {
    ...resource,
    check: (news, resourceName) => {
      const { faults, ...checked } = resource.check(news, resourceName);
      const hide = hiderOf(news);
      return { ...checked, faults: faults.map((fault) => ({ ...fault, message: hide(fault.message) })) };
    },
    diff: (id, olds, news, options) => {
      const hide = hiderOf(olds, news);
      return hideThrown(hide, async () => {
        const diff = await resource.diff(id, olds, news, options);
        return { ...hideWarnings(diff, hide), differences: diff.differences.map(hide) };
      });
    },
    checkPreview: (inputs, how) => {
      const hide = hiderOf(inputs);
      return hideThrown(hide, async () => ((await resource.checkPreview?.(inputs, how)) ?? []).map(hide));
    },
    create: (inputs, options) => {
      const hide = hiderOf(inputs);
      return hideThrown(hide, async () => hideWritten(await resource.create(inputs, options), hide));
    },
    read: (id, props) => {
      const hide = hiderOf(props);
      return hideThrown(hide, async () => hideWarnings(await resource.read(id, props), hide));
    },
    update: (id, olds, news, options) => {
      const hide = hiderOf(olds, news);
      return hideThrown(hide, async () => hideWritten(await resource.update(id, olds, news, options), hide));
    },
    delete: (id, props, options) => {
      const hide = hiderOf(props);
      return hideThrown(hide, async () => (await resource.delete(id, props, options)).map(hide));
    },
  };
}

/** The same for the errors of a function. */
export function hideInFunction(called: CoreFunction): CoreFunction {
  return {
    check: (args) => called.check(args).map((fault) => ({ ...fault, message: hiderOf(args)(fault.message) })),
    call: (args) => hideThrown(hiderOf(args), () => called.call(args)),
  };
}
