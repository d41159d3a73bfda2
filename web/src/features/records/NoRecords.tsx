import { Button } from "@mantine/core";
import { Handshake, LayoutList, SearchX } from "lucide-react";
import type { RecordType } from "@/api/wire";
import { EmptyState } from "@/parts/EmptyState";
import { t, tMaybe } from "@/messages/messages";
import { AddButton } from "./AddButton";
import type { RecordList } from "./useRecordList";

interface Props {
  of: RecordType;
  list: RecordList;
}

/** A list without records: because of what is asked for, or because there are none yet. */
export function NoRecords({ of, list: { search, set } }: Props) {
  const title = of.plural_title.toLowerCase();
  if (search.q !== undefined || search.filter !== undefined) {
    const what = search.filter === undefined ? "search" : search.q === undefined ? "filter" : "both";
    return (
      <EmptyState
        icon={SearchX}
        title={t(`records.none.${what}.title`, { title })}
        text={t(`records.none.${what}.text`)}
        actions={
          <Button variant="default" onClick={() => set({ q: undefined, filter: undefined })}>
            {t(`records.none.${what}.clear`)}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={of.name === "deal" ? Handshake : LayoutList}
      title={t("records.empty.title", { title })}
      text={tMaybe(`records.empty.text.${of.name}`, t("records.empty.text"))}
      actions={<AddButton of={of} add={() => set({ add: true })} />}
    />
  );
}
