import { expect, test } from "vitest";
import { nameOf } from "./naming";

test("a title gives a name for programs", () => {
  expect(nameOf("Site visit")).toBe("site_visit");
  expect(nameOf(" Größe (m²) ")).toBe("gro_e_m2");
  expect(nameOf("2nd name")).toBe("nd_name");
});
