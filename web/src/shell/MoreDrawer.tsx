import { Drawer } from "@mantine/core";
import { t } from "@/messages/messages";
import { NavItem } from "./NavItem";
import { close } from "./opened";
import type { Place } from "./places";
import { SchemeButton } from "./SchemeButton";
import classes from "./Shell.module.css";

/** The pages that the bottom bar of small screens has no room for. */
export default function MoreDrawer({ places }: { places: Place[] }) {
  return (
    <Drawer
      opened
      onClose={close}
      position="bottom"
      size="auto"
      title={t("shell.more")}
      closeButtonProps={{ "aria-label": t("dialog.close") }}
    >
      <ul className={classes.list}>
        {places.map((place) => (
          <li key={place.label}>
            <NavItem place={place} onClick={close} />
          </li>
        ))}
      </ul>
      <div className={classes.foot}>
        <SchemeButton />
      </div>
    </Drawer>
  );
}
