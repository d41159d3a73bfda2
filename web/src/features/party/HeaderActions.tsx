import "@/features/conversion/messages";
import { ActionIcon, Button, Menu } from "@mantine/core";
import { BadgeCheck, CalendarPlus, Copy, EllipsisVertical, Eye, EyeOff, MessageCircleQuestionMark, Pencil } from "lucide-react";
import type { WholeParty } from "@/api/wire";
import { useConverted } from "@/features/conversion/useConverted";
import { usePageCommands } from "@/shell/commands";
import { useShortcuts } from "@/shell/shortcuts";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import classes from "./party.module.css";
import { showOrHide } from "./showOrHide";
import { usePartySearch } from "./usePartySearch";

interface Props {
  party: WholeParty;
  edit: () => void;
}

async function copyLink() {
  await navigator.clipboard.writeText(location.href);
  toast({ message: t("party.copied") });
}

/** What can be done with the party. */
export function HeaderActions({ party, edit }: Props) {
  const { set } = usePartySearch();
  const add = () => set({ record: "any" });
  const hide = () => void showOrHide(party);
  const hideLabel = t(party.hidden ? "party.restore" : "party.hide");
  const HideIcon = party.hidden ? Eye : EyeOff;
  const canConvert = useConverted(party.id) === null && !party.hidden;
  const convert = () => set({ convert: true });
  // Nobody has to wait for what is known: of whom is converted, the dialog shows the receipt.
  const ask = () => set({ ask: true });
  useShortcuts({ e: add, ...(!party.hidden && { t: convert, q: ask }) });
  usePageCommands([
    { id: "party-evidence", label: t("party.addTo", { name: party.name }), icon: CalendarPlus, keys: "E", run: add },
    ...(canConvert ? [{ id: "party-convert", label: t("convert.title", { name: party.name }), icon: BadgeCheck, keys: "T", run: convert }] : []),
    ...(party.hidden ? [] : [{ id: "party-ask", label: t("party.ask", { name: party.name }), icon: MessageCircleQuestionMark, keys: "Q", run: ask }]),
    { id: "party-edit", label: t("party.edit"), icon: Pencil, run: edit },
    { id: "party-hide", label: hideLabel, icon: HideIcon, run: hide },
    { id: "party-copy", label: t("party.copy"), icon: Copy, run: () => void copyLink() },
  ]);
  return (
    <>
      {canConvert && (
        <Button
          size="xs"
          variant="default"
          className={classes.onlyWide ?? ""}
          leftSection={<BadgeCheck size={16} aria-hidden="true" />}
          onClick={convert}
          title={t("convert.key")}
        >
          {t("convert.action")}
        </Button>
      )}
      <Button size="xs" leftSection={<CalendarPlus size={16} aria-hidden="true" />} onClick={add} title={t("party.add.key")}>
        {t("party.add")}
      </Button>
      <Button
        size="xs"
        variant="default"
        className={classes.onlyWide ?? ""}
        leftSection={<Pencil size={14} aria-hidden="true" />}
        onClick={edit}
      >
        {t("party.edit")}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={30} variant="default" aria-label={t("party.more")}>
            <EllipsisVertical size={16} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {canConvert && (
            <Menu.Item leftSection={<BadgeCheck size={14} />} onClick={convert}>
              {t("convert.menu")}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Pencil size={14} />} onClick={edit}>
            {t("party.edit")}
          </Menu.Item>
          <Menu.Item leftSection={<Copy size={14} />} onClick={() => void copyLink()}>
            {t("party.copy")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<HideIcon size={14} />} onClick={hide}>
            {hideLabel}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
