import { SquareKanban } from "lucide-react";
import type { Party, PartyKind } from "@/api/wire";
import type { Filter } from "@/parts/filter/filter";
import { PartyFilterButton } from "@/parts/filter/PartyFilterButton";
import classes from "@/parts/list.module.css";
import { SearchField } from "@/parts/SearchField";
import { ColumnsButton } from "@/parts/table/ColumnsButton";
import type { Columns } from "@/parts/table/useColumns";
import { type OtherView, ViewSwitch } from "@/parts/ViewSwitch";
import { t } from "@/messages/messages";
import type { useList } from "./useList";

const VIEWS: OtherView<"board">[] = [{ view: "board", Icon: SquareKanban }];

interface Props {
  kind: PartyKind | undefined;
  list: ReturnType<typeof useList>;
  columns: Columns<Party>;
}

/** Search, filters, the view, and the columns of a list. */
export function Toolbar({ kind, list, columns }: Props) {
  const { search, set } = list;
  return (
    <div className={classes.bar}>
      <SearchField label={t("people.search")} className={classes.search} value={search.q} ask={(q) => set({ q })} />
      <PartyFilterButton kind={kind} filter={search.filter as Filter | undefined} setFilter={(filter) => set({ filter })} />
      <div className={classes.grow} />
      <ViewSwitch view={search.view} others={VIEWS} show={(view) => set({ view })} />
      {search.view !== "board" && <ColumnsButton columns={columns} />}
    </div>
  );
}
