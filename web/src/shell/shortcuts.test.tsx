import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, test } from "vitest";
import { useShortcuts } from "./shortcuts";

const heard: string[] = [];

function Listener() {
  useShortcuts({ "g p": () => heard.push("people"), p: () => heard.push("p"), ArrowDown: () => heard.push("down"), "mod+k": () => heard.push("palette") });
  return (
    <>
      <input aria-label="text" />
      <input type="checkbox" aria-label="choice" />
    </>
  );
}

const press = (key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) =>
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }));

async function shown() {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  const box = document.body.appendChild(document.createElement("div"));
  const root = createRoot(box);
  await act(() => root.render(<Listener />));
  return { box, root };
}

afterEach(() => {
  heard.length = 0;
  document.body.replaceChildren();
});

test("keys one after the other, alone, and with Ctrl", async () => {
  const { root } = await shown();
  for (const key of ["g", "p", "p"]) press(key);
  press("k", { ctrlKey: true });
  expect(heard).toEqual(["people", "p", "palette"]);
  await act(() => root.unmount());
  press("p");
  expect(heard).toHaveLength(3);
});

test("only shortcuts with Ctrl work while someone types", async () => {
  const { box, root } = await shown();
  const field = box.querySelector("input") as HTMLInputElement;
  press("p", {}, field);
  press("k", { ctrlKey: true }, field);
  expect(heard).toEqual(["palette"]);
  await act(() => root.unmount());
});

test("a checkbox keeps the keys that operate it, and leaves letters to shortcuts", async () => {
  const { box, root } = await shown();
  const choice = box.querySelector("[type=checkbox]") as HTMLInputElement;
  press("ArrowDown", {}, choice);
  press("p", {}, choice);
  expect(heard).toEqual(["p"]);
  await act(() => root.unmount());
});
