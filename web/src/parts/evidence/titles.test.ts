import { expect, test } from "vitest";
import { valueTitle } from "./titles";

test("names from programs are shown as people write them, ids and sentences stay unchanged", () => {
  expect(valueTitle("reason", "too_small_for_us")).toBe("Too small for us");
  expect(valueTitle("landing_page_id", "b48ec5f3b04e9068")).toBe("b48ec5f3b04e9068");
  expect(valueTitle("note", "Called at noon.")).toBe("Called at noon.");
});
