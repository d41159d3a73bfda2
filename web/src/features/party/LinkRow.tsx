import { ActionIcon, Menu } from "@mantine/core";
import clsx from "clsx";
import { Building2, CalendarX2, EllipsisVertical, RotateCcw, Trash2, UserRound } from "lucide-react";
import type { Link, WholeParty } from "@/api/wire";
import { DateText } from "@/parts/DateText";
import { plain } from "@/parts/evidence/titles";
import { TextLink } from "@/parts/TextLink";
import { t, tMaybe } from "@/messages/messages";
import { RichMessage } from "@/messages/RichMessage";
import { toggleEnded, isOver, otherOf, removeLink } from "./linking";
import classes from "./who.module.css";

/** A link with its role and time, and its actions. */
export function LinkRow({ party, link }: { party: WholeParty; link: Link }) {
  const isEnded = isOver(link);
  const Icon = party.kind === "person" ? Building2 : UserRound;
  const EndIcon = isEnded ? RotateCcw : CalendarX2;
  const name = link.name ?? otherOf(party, link);
  return (
    <li className={clsx(classes.link, isEnded && classes.ended)}>
      <Icon size={15} aria-hidden="true" />
      <div className={classes.linkText}>
        <TextLink to="/parties/$id" params={{ id: otherOf(party, link) }}>
          {name}
        </TextLink>
        <span className={classes.quiet}>
          {tMaybe(`link.role.${link.role}`, plain(link.role))}
          {link.from && (
            <>
              {" · "}
              <RichMessage of="stage.since" parts={{ since: <DateText time={link.from} /> }} />
            </>
          )}
          {link.to && (
            <>
              {" · "}
              <RichMessage of="party.until" parts={{ until: <DateText time={link.to} /> }} />
            </>
          )}
        </span>
      </div>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={26} variant="subtle" color="gray" aria-label={t("party.link.more", { name })}>
            <EllipsisVertical size={14} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<EndIcon size={14} />} onClick={() => void toggleEnded(party, link)}>
            {t(isEnded ? "party.link.current" : "party.link.end")}
          </Menu.Item>
          <Menu.Item leftSection={<Trash2 size={14} />} onClick={() => void removeLink(party, link)}>
            {t("party.link.remove")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
