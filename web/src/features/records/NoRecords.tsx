import { Button } from "@mantine/core";
import { Handshake, LayoutList, SearchX } from "lucide-react";
import type { RecordType } from "@/api/wire";
import { EmptyState } from "@/parts/EmptyState";
import { t, tMaybe } from "@/messages/messages";
import { AddButton } from "./AddButton";
import type { RecordsSearch } from "./routes";

interface Props {
  of: RecordType;
  q: string | undefined;
  set: (change: Partial<RecordsSearch>) => void;
}

/** A list without records: because of the search, or because there are none yet. */
export function NoRecords({ of, q, set }: Props) {
  if (q) {
    return (
      <EmptyState
        icon={SearchX}
        title={t("records.none.title")}
        text={t("records.none.text")}
        actions={
          <Button variant="default" onClick={() => set({ q: undefined })}>
            {t("records.none.clear")}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={of.name === "deal" ? Handshake : LayoutList}
      title={t("records.empty.title", { title: of.plural_title.toLowerCase() })}
      text={tMaybe(`records.empty.text.${of.name}`, t("records.empty.text"))}
      actions={<AddButton of={of} add={() => set({ add: true })} />}
    />
  );
}
