import type * as Environment from "../../provider/settings/attributes/environment";
import type * as Group from "../../provider/settings/attributes/group";
import type * as Guid from "./guid";

/** For a test file that imports it first: pools have one more setting, of a new type. */
jest.mock("../../provider/settings/attributes/environment", () => {
  const { environmentAttributes } = jest.requireActual<typeof Environment>(
    "../../provider/settings/attributes/environment",
  );
  const { attributeGroup } = jest.requireActual<typeof Group>("../../provider/settings/attributes/group");
  const { guid } = jest.requireActual<typeof Guid>("./guid");
  const row = attributeGroup("", "")("traceId", guid, "ABCDEF01-0000-0000-0000-000000000000", "What traces call it.", {
    zero: "not traced",
  });
  return { environmentAttributes: [...environmentAttributes, row] };
});
