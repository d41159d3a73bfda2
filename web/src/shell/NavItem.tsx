import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import { t } from "@/messages/messages";
import classes from "./NavItem.module.css";
import type { Place } from "./places";

interface Props {
  place: Place;
  /** Only the icon, with the label on hover. */
  narrow?: boolean;
  /** Icon above label, for the bottom bar of small screens. */
  tab?: boolean;
  onClick?: () => void;
}

/** A navigation link; the router marks the current one. */
export function NavItem({ place, narrow, tab, onClick }: Props) {
  const Icon = place.icon;
  const label = t(place.label);
  return (
      <Link
        {...place.address}
        className={clsx(tab ? classes.tab : classes.item, narrow && classes.narrow)}
        activeOptions={{ exact: place.address.to === "/", includeSearch: false }}
        aria-label={narrow ? label : undefined}
        title={narrow ? label : undefined}
        onClick={onClick}
      >
        <Icon size={tab ? 20 : 17} strokeWidth={1.9} aria-hidden="true" />
        {!narrow && <span>{label}</span>}
      </Link>
  );
}
