import { ActionIcon } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Ellipsis, Search } from "lucide-react";
import { lazy, Suspense } from "react";
import { t } from "@/messages/messages";
import { NavItem } from "./NavItem";
import navClasses from "./NavItem.module.css";
import { open, useOpened } from "./opened";
import { REFERENCE, WORK } from "./places";
import classes from "./Shell.module.css";
import { VocabularySwitch } from "./VocabularySwitch";

const MoreDrawer = lazy(() => import("./MoreDrawer"));

const TABS = 4;

/** The top bar of small screens: the vocabulary and the search stay visible. */
export function TopBar() {
  return (
    // No banner: dialogs bring a header of their own.
    <section className={classes.top} aria-label={t("shell.bar")}>
      <Link to="/" className={classes.product} aria-label={t("shell.product")}>
        <img src="/favicon.svg" alt="" width={24} height={24} />
      </Link>
      <VocabularySwitch as="small" />
      <ActionIcon variant="subtle" color="gray" size="lg" onClick={() => open("palette")} aria-label={t("shell.palette")}>
        <Search size={18} aria-hidden="true" />
      </ActionIcon>
    </section>
  );
}

/** The bottom bar of small screens. */
export function BottomBar() {
  const opened = useOpened();
  return (
    <nav className={classes.bottom} aria-label={t("shell.nav")}>
      {WORK.slice(0, TABS).map((place) => (
        <NavItem key={place.label} place={place} tab />
      ))}
      <button type="button" className={navClasses.tab} onClick={() => open("more")} aria-expanded={opened === "more"}>
        <Ellipsis size={20} strokeWidth={1.9} aria-hidden="true" />
        <span>{t("shell.more")}</span>
      </button>
      <Suspense>{opened === "more" && <MoreDrawer places={[...WORK.slice(TABS), ...REFERENCE]} />}</Suspense>
    </nav>
  );
}
