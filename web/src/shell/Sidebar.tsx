import { ActionIcon } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Keyboard, PanelLeftClose, PanelLeftOpen, Search } from "lucide-react";
import { t } from "@/messages/messages";
import { NavItem } from "./NavItem";
import { open } from "./opened";
import { REFERENCE, WORK } from "./places";
import { SchemeButton } from "./SchemeButton";
import classes from "./Shell.module.css";
import { VocabularySwitch } from "./VocabularySwitch";

const MOD = navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl";

interface Props {
  collapsed: boolean;
  toggle: () => void;
}

/** The navigation at the side of every page. */
export function Sidebar({ collapsed, toggle }: Props) {
  const Toggle = collapsed ? PanelLeftOpen : PanelLeftClose;
  const toggleLabel = t(collapsed ? "shell.expand" : "shell.collapse");
  const list = (places: typeof WORK) => (
    <ul className={classes.list}>
      {places.map((place) => (
        <li key={place.label}>
          <NavItem place={place} narrow={collapsed} />
        </li>
      ))}
    </ul>
  );
  return (
    <nav className={classes.side} aria-label={t("shell.nav")}>
      <div className={classes.mark}>
        <Link to="/" className={classes.product} aria-label={t("shell.product")}>
          <img src="/favicon.svg" alt="" width={22} height={22} />
          {!collapsed && t("shell.product")}
        </Link>
        <ActionIcon variant="subtle" color="gray" onClick={toggle} aria-label={toggleLabel} title={toggleLabel}>
          <Toggle size={16} aria-hidden="true" />
        </ActionIcon>
      </div>
      <button
        type="button"
        className={classes.search}
        onClick={() => open("palette")}
        aria-label={collapsed ? t("shell.palette") : undefined}
      >
        <Search size={15} aria-hidden="true" />
        {!collapsed && (
          <>
            <span>{t("shell.search")}</span>
            <kbd>{MOD} K</kbd>
          </>
        )}
      </button>
      {list(WORK)}
      <div className={classes.grow} />
      {list(REFERENCE)}
      <div className={classes.grow} style={{ flex: "none", height: 8 }} />
      <VocabularySwitch as={collapsed ? "narrow" : undefined} />
      <div className={classes.foot}>
        <SchemeButton />
        <ActionIcon
          variant="subtle"
          color="gray"
          onClick={() => open("shortcuts")}
          aria-label={t("shell.shortcuts")}
          title={`${t("shell.shortcuts")} (?)`}
        >
          <Keyboard size={16} aria-hidden="true" />
        </ActionIcon>
      </div>
    </nav>
  );
}
