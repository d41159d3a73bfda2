import { Outlet, useNavigate } from "@tanstack/react-router";
import clsx from "clsx";
import { lazy, Suspense, useState } from "react";
import { ErrorBoundary } from "@/parts/ErrorBoundary";
import { ExplanationPopover } from "@/parts/ExplanationPopover";
import { t } from "@/messages/messages";
import { ConnectionNote } from "./ConnectionNote";
import { BottomBar, TopBar } from "./MobileBars";
import { open, useOpened } from "./opened";
import { PLACES } from "./places";
import { remember, remembered } from "./remembered";
import classes from "./Shell.module.css";
import { Sidebar } from "./Sidebar";
import { type Shortcuts, useShortcuts } from "./shortcuts";
import { useAreToastsWanted } from "./toast";
import { keepTyped } from "./typedAhead";
import { useVocabulary } from "./useVocabulary";

const Palette = lazy(() => import("./Palette"));
const Toasts = lazy(() => import("./Toasts"));
const ShortcutsHelp = lazy(() => import("./ShortcutsHelp"));

function useShellShortcuts() {
  const navigate = useNavigate();
  const { name, vocabularies, choose } = useVocabulary();
  const next = () => {
    const place = vocabularies.findIndex((one) => one.name === name);
    const after = vocabularies[(place + 1) % vocabularies.length];
    if (after) choose(after.name);
  };
  const go: Shortcuts = Object.fromEntries(
    PLACES.map(({ key, address }) => [`g ${key}`, () => void navigate(address)]),
  );
  useShortcuts({
    ...go,
    "mod+k": () => {
      keepTyped();
      open("palette");
    },
    "?": () => open("shortcuts"),
    v: next,
    c: () => void navigate({ to: "/people", search: { add: true } }),
  });
}

/** The frame of every page. */
export function Shell() {
  const [collapsed, setCollapsed] = useState(() => remembered("collapsed", false));
  const opened = useOpened();
  const areToastsWanted = useAreToastsWanted();
  useShellShortcuts();
  function toggle() {
    remember("collapsed", !collapsed);
    setCollapsed(!collapsed);
  }
  return (
    <div className={clsx(classes.shell, collapsed && classes.collapsed)}>
      <a href="#content" className={classes.skip}>
        {t("shell.skip")}
      </a>
      <TopBar />
      <Sidebar collapsed={collapsed} toggle={toggle} />
      <main id="content" className={classes.main} tabIndex={-1}>
        <ErrorBoundary>
          <Outlet />
        </ErrorBoundary>
      </main>
      <BottomBar />
      <ConnectionNote />
      <ExplanationPopover />
      <Suspense>
        {opened === "palette" && <Palette />}
        {opened === "shortcuts" && <ShortcutsHelp />}
      </Suspense>
      <Suspense>{areToastsWanted && <Toasts />}</Suspense>
    </div>
  );
}
