import { Button, Menu } from "@mantine/core";
import { Download, Link2 } from "lucide-react";
import { funnelAddress } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";
import { usePageCommands } from "@/shell/commands";
import { t } from "@/messages/messages";
import { saveCsv, useShare } from "./actions";
import { inSentence } from "./groupField";
import type { FunnelSearch } from "./search";
import type { Funnels } from "./useFunnel";
import { useGroupFields } from "./useGroupFields";

interface Props {
  search: FunnelSearch;
  funnels: Funnels;
  vocabulary: Vocabulary;
}

/** A link to the funnel, and its numbers as a file. */
export function Actions({ search, funnels, vocabulary }: Props) {
  const own = useGroupFields(search.of);
  const share = useShare(search, vocabulary.name);
  const { asked, vocabulary: drawn } = funnels;
  const csv = () => drawn && saveCsv(funnels, drawn, search.by ? { by: search.by, own } : undefined);
  usePageCommands([
    { id: "funnel-share", label: t("funnel.share"), icon: Link2, run: () => void share() },
    { id: "funnel-csv", label: t("funnel.download.csv"), icon: Download, run: csv },
  ]);
  return (
    <>
      <Button size="xs" variant="default" leftSection={<Link2 size={14} aria-hidden="true" />} onClick={() => void share()}>
        {t("funnel.share")}
      </Button>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<Download size={14} aria-hidden="true" />}>
            {t("funnel.download")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={csv}>{t("funnel.download.csv")}</Menu.Item>
          {asked && (
            <Menu.Item component="a" href={funnelAddress(asked.main)} target="_blank">
              {t("funnel.download.json")}
            </Menu.Item>
          )}
          {asked?.other && (
            <Menu.Item component="a" href={funnelAddress(asked.other)} target="_blank">
              {t("funnel.download.json.other")}
            </Menu.Item>
          )}
          {asked && search.by && (
            <Menu.Item component="a" href={funnelAddress(asked.main, search.by)} target="_blank">
              {t("funnel.download.json.by", { field: inSentence(search.by, own) })}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
